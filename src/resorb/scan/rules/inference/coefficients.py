"""Coefficients that have bounds: correlations, kappas and areas under ROC curves do not exceed 1."""

from __future__ import annotations

import re
from collections.abc import Iterator

from resorb.reading.lazy import lazy
from resorb.reading.statistics.figures import UNIT
from resorb.scan.material import Mark, Scanned
from resorb.scan.registry import rule
from resorb.values.findings import Verdict

_COEFFICIENT = lazy(
    r"(?<![\w./^-])(?P<name>(?-i:r|R|rs|ρ|κ)|rho|Spearman(?:'s)?\s+r(?:ho)?|Pearson(?:'s)?\s+r|R\s?[²2]|R-squared|kappa|ICC|AUC|AUROC|"
    r"c-(?:index|statistic))(?:\s(?:for|of|between)(?:\s[a-z-]{2,15}){1,5}?)?\s?(?:=|\bof\b|\bwas\b|:)\s?(?P<sign>[-−–]?)\s?(?P<value>[1-9]\d?\.\d{1,4})(?!\d|[.,]\d)",
    re.IGNORECASE,
)
_SHARE = lazy(
    r"\b(?P<name>I\s?[²2]|heterogeneity|power|sensitivity|specificity|predictive\svalue|confidence\slevel)(?:\s(?:of|for|in|at)"
    r"(?:\s[a-z-]{2,15}){1,4}?)?\s?(?:=|\bof\b|\bwas\b|:)\s?(?P<value>\d{3}(?:\.\d{1,2})?)\s?%",
    re.IGNORECASE,
)
_ABOUT = {
    "r": lazy(r"correlat|pearson|spearman|regress|associat|determination|kendall", re.IGNORECASE),
    "auc": lazy(r"\bROC\b|receiver|discriminat|under\s+the\s+(?:ROC\s+)?curve|sensitivity|predict", re.IGNORECASE),
}
_PIECE = 2500
"""Longer sentences are none."""
_UNIT_BEHIND = lazy(rf"\s?(?:{UNIT}|[×x*/^%]|(?:ng|µg|μg|ug|mg|h|mm|cm)\b)")


@rule(
    "coefficient-range",
    kind="inference",
    doc="Coefficients of correlation and agreement and areas under ROC curves do not exceed 1.",
    source="the Cauchy-Schwarz inequality; definitions of kappa, of intraclass correlation and of the area",
)
def coefficients(text: Scanned) -> Iterator[Mark]:
    """Each coefficient printed above 1."""
    for sentence in text.sentences:
        said = sentence.text
        if len(said) > _PIECE:
            continue
        for match in _SHARE.finditer(said) if "%" in said else ():
            if float(match["value"]) > 100:
                yield sentence.at(match.start("value"), match.end()).mark(
                    "coefficient-range", Verdict.FAILS, f"{match['name']} cannot exceed 100 %.",
                    computed="at most 100 %", arithmetic=f"{match['value']} > 100", suggestion="100 % or less",
                )  # fmt: skip
        for match in _COEFFICIENT.finditer(said):
            name = match["name"].lower()
            kind = "auc" if name.startswith(("auc", "auroc", "c-")) else "r"
            if name not in ("kappa", "κ", "icc") and not _ABOUT[kind].search(said):
                continue
            if float(match["value"]) <= 1 or _UNIT_BEHIND.match(said, match.end()):
                continue
            yield sentence.at(match.start(), match.end()).mark(
                "coefficient-range", Verdict.FAILS, f"{match['name']} cannot exceed 1; {match['value']} is printed.",
                computed="at most 1", arithmetic=f"{match['value']} > 1", suggestion="a value of 1 or less",
            )  # fmt: skip
