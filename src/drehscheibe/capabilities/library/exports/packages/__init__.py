"""Partner packages as texts, documents and pictures."""
