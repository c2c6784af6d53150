"""Open data: one shape for table, file and interface, one file for each kind of item."""
