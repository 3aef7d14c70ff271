"""Laboratory results in running text."""
