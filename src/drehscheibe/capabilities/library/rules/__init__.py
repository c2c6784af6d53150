"""Who may do what in the library, a file per kind."""
