"""Names of variants."""
