"""Pages of concerns: for everybody, their authors, the office and desks."""
