"""Tables: totals, parts, percentages, footnotes."""
