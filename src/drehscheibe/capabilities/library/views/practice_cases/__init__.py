"""Pages of practice cases, for readers and for the office."""
