"""Floor 4: the outside world into study tables: study files now; exports and images later."""
