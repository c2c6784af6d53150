"""What people fill in, a file per kind."""
