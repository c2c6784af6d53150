"""The states of all that travels here, with owner and clock, one file for each kind of item."""
