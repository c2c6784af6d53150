"""Concerns: write, send, check, hand over, answer, follow."""
