"""Percentages against their counts."""
