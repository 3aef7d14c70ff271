"""Points of the rules that weigh: one JSON file for each check, written by ``python -m tests.corpus.fit CHECK``."""
