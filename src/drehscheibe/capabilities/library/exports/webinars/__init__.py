"""What is given out of webinars."""
