"""Counts: wholes, parts, who was lost and who was left."""
