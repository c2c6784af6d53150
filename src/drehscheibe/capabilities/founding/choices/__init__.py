"""Closed vocabularies of this room."""
