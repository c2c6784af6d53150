"""Pages of partner packages."""
