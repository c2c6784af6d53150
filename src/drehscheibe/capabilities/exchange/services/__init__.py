"""Use cases of the exchange: one function, one transaction, with audit, trace and fact."""
