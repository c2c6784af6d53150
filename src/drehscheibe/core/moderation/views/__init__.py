"""The edges of moderation: strangers and authors, the office, the public."""
