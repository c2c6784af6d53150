"""Pages of dossiers: for their readers and the office."""
