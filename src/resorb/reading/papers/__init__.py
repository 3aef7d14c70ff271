"""Whom and what a paper speaks of: persons, statements, references to tables and figures."""
