"""Changes. One function is one use case and one transaction; audit and fact at its end."""
