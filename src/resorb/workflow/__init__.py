"""Floor 7: the only place that knows the order: open studies, derive, check, estimate, render."""
