"""One answer from several series: pooled proportions, with what they rest on and how far they can be trusted."""
