"""A document read, judged and marked."""
