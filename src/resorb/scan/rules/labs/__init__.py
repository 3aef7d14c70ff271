"""Laboratory values: units, ranges, words beside them."""
