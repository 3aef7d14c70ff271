"""Sentences of our own, with and without a slip, by which `resorb scan` is judged."""
