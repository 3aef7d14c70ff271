"""Doses in words: amounts, schedules, spans, supplies, the drug they belong to."""
