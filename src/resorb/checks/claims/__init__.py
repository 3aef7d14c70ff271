"""One judge per kind of claim, by theme: each recomputes a printed number from the facts of the same study."""
