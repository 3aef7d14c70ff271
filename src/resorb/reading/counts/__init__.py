"""Counts, groups, parts and shares in running text."""
