"""Dossiers: prepare, quote, hand over, follow their concerns."""
