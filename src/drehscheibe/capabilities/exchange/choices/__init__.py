"""The closed vocabularies of the exchange, one file for each kind of item."""
