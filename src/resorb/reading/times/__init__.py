"""Dates, lengths of time, ages and events."""
