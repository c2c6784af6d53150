"""Who may do what, one file for each kind of item."""
