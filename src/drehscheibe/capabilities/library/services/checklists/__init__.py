"""Use cases of checklists and their copies."""
