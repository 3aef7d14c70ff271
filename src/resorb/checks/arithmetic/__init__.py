"""Exact arithmetic of integrity checks, free of studies and claims: percentages, means, deviations, integer tables."""
