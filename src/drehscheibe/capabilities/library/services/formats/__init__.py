"""Use cases around formats."""
