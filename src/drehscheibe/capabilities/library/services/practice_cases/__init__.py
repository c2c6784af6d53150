"""Use cases around practice cases."""
