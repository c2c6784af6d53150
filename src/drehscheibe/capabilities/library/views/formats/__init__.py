"""Pages of the catalogue of formats."""
