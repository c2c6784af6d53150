"""Measures: record, move, review."""
