"""Pages of the library, a package per kind."""
