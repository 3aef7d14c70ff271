"""The same job by other means, to measure `resorb cohort` against."""
