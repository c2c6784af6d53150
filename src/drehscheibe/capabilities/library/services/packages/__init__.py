"""Use cases around partner packages."""
