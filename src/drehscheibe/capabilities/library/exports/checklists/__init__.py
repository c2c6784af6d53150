"""Checklists as files."""
