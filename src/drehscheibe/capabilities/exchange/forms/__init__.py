"""What people write about concerns, checked at the edge; messages say how to mend it."""
