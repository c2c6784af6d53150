"""Closed vocabularies of the library, a file per kind."""
