"""Names of variants and what is said of them."""
