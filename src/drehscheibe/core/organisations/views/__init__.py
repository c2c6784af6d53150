"""Pages about mandates: one's own, those of one's organisation, those of all for the office."""
