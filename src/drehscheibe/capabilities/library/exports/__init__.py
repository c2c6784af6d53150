"""What leaves the library as a file, a package per kind."""
