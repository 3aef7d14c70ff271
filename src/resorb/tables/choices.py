"""Closed lists of words that columns choose from."""

from __future__ import annotations

DESIGNS = ("case report", "case series", "cohort", "registry", "trial", "review", "commentary", "survey")
REPORTS = ("selected case", "consecutive series", "cohort", "trial", "registry", "review")
READ = ("full text", "abstract", "second-hand", "own records", "simulated")
ROLES = ("treatment", "comparator", "background")
ARMS = ("thiosulfate", "other compound", "other treatment", "standard care", "placebo", "untreated", "mixed care")
"""What a group was given; standard and mixed care hold thiosulfate where the note says so."""
JUDGES = (
    "patient",
    "chart",
    "clinician",
    "photograph",
    "imaging",
    "measurement",
    "score",
    "registry",
    "mixed",
    "not read",
)
"""By whom or what an outcome was judged: it moves a rate two-fold and more."""
TOOLS = ("jbi case reports", "jbi case series", "murad 2018")
LOSSES = ("found", "not eligible", "other treatment", "not followed", "not as prescribed", "other")
"""Kinds of attrition; those not followed and not treated as prescribed had the drug, and their response is unknown."""
