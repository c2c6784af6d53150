"""Parse, authorise, call one service, answer."""
