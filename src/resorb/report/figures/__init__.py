"""The figures of a report, one module each; each gives finished figures and keeps its facts in the ledger."""
