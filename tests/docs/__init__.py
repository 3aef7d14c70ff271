"""The documentation under test: it is complete, its links lead somewhere, and its guides work when followed."""
