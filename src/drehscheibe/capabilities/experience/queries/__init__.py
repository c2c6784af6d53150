"""Named reads; views load only through these, so that a forgotten check means "no such thing"."""
