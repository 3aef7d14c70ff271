"""Tests of resorb, one folder to a room, plus those that look at the whole."""
