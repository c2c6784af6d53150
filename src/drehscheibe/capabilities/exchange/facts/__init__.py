"""What the exchange tells other rooms, one file for each kind of item."""
