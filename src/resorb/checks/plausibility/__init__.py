"""Facts of a study against knowledge and against each other: doses, laboratory values, variants, times, counts."""
