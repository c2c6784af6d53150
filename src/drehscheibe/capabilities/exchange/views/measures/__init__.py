"""Pages of measures: the public register and the work of those who lead."""
