"""Use cases: one function, one transaction; audit, trace and fact at its end."""
