"""Impulses: write, publish, react, say what follows."""
