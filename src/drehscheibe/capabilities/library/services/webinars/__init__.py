"""Use cases around webinars."""
