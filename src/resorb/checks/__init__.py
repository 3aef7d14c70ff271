"""Floor 5: what can be true: facts of a study against each other, and its claims against recomputation."""
