"""Pages of the exchange: parse, authorise through queries, call one service, answer."""
