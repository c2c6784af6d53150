"""Use cases of the library, a package per kind."""
