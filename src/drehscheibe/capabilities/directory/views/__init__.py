"""The edges: parse, authorise, call one service, answer."""
