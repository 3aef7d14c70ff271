"""The report of a pooled answer: page, results, tables and figures."""
