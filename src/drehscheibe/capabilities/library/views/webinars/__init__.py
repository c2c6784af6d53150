"""Pages of webinars."""
