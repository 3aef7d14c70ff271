"""Tables of a text as numbers."""
