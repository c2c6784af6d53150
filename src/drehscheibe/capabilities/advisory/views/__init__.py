"""Pages of advice: asking, the page of those who asked, the desk, the network."""
