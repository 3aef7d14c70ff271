"""Means, medians, spreads and ranges."""
