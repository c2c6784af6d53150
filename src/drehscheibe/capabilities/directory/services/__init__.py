"""Use cases of the directory: one function, one transaction, with audit, fact and search index."""
