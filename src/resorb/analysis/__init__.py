"""Floor 5: what the facts amount to: estimates with interval, unknowns and trace, and the tables of a report."""
