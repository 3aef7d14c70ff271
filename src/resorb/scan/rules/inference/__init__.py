"""Intervals, test statistics and p values."""
