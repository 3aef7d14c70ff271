"""Tests that read as documentation: facts in, value out."""
