"""Named reads of the library, a file per kind."""
