"""Make a new room that passes all checks: ``make new-capability NAME=founding``."""
