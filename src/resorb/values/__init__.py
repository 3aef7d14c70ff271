"""Floor 1: numbers as printed, quantities, spans of time, places and findings; plain Python, no input or output."""
