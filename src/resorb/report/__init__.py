"""Floor 6: one page, its tables and figures, and the same as data; every number opens to the facts it came from."""
