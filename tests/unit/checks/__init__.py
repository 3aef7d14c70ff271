"""Tests of the machinery of checks."""
