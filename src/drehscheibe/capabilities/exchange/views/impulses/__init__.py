"""Pages of impulses: for everybody, those who ask and those who react."""
