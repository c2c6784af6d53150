"""Validate what people type."""
