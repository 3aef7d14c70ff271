"""Figures of a study: summaries, estimates, intervals, p values."""
