"""What a paper says twice, and what it points to."""
