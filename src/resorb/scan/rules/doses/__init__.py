"""Doses as printed, and sums about doses."""
