"""Dates, ages, lengths and the order of events."""
