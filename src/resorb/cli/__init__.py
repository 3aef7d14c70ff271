"""Floor 8: the command line; no logic, the same verbs as in Python."""
