"""Pages of checklists and their copies."""
