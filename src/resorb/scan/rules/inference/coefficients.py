"""Coefficients that have bounds: correlations, kappas and areas under ROC curves do not exceed 1."""

from __future__ import annotations

import re
from collections.abc import Iterator

from resorb.reading.lazy import lazy
from resorb.reading.statistics.figures import UNIT, read_figure
from resorb.scan.material import Mark, Scanned
from resorb.scan.registry import rule
from resorb.values.findings import Verdict

_COEFFICIENT = lazy(
    r"(?<![\w./^-])(?P<name>(?-i:r|R|rs|ρ|κ)|rho|Spearman(?:'s)?\s+r(?:ho)?|Pearson(?:'s)?\s+r|R\s?[²2]|R-squared|kappa|ICC|AUC|AUROC|"
    r"intra-?\s?class\scorrelation(?:\scoefficient)?(?:\s\(ICC\))?|correlation\scoefficient|coefficient\sof\s(?:correlation|determination)|"
    r"concordance|Cronbach(?:'s)?\salpha|"
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
_R = lazy(r"(?<![\w./^-])(?:r|R|rs|rho|ρ)\s?=\s?(?P<sign>[-−–]?)\s?(?P<r>(?:0|1)?\.\d{1,3})(?!\d)")
_VARIANCE = lazy(
    r"(?<![\d.,])(?P<v>\d{1,3}(?:\.\d{1,2})?)\s?%\sof\s(?:[a-z-]{2,20}\s){0,3}?(?:variance|variability|variation)\b|"
    r"(?:\bR\s?[²2]|\br\s?[²2]|R-squared)\s?(?:=|of|was|:)\s?(?P<r2>0?\.\d{1,3})(?!\d)",
)
_SEVERAL = lazy(r"\b(?:multiple|multivari\w+|adjust\w+|together|both|combined|model|partial|stepwise)\b", re.IGNORECASE)
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


@rule(
    "variance-explained",
    kind="inference",
    doc="The share of variance that one variable explains is the square of its correlation.",
    source="least squares with one predictor: R² = r²",
)
def variance_explained(text: Scanned) -> Iterator[Mark]:
    """Each sentence with one coefficient of correlation and one share of variance."""
    for sentence in text.sentences:
        said = sentence.text
        if len(said) > _PIECE or ("varia" not in said and "²" not in said and "2" not in said):
            continue
        found, shares = list(_R.finditer(said)), list(_VARIANCE.finditer(said))
        if len(found) != 1 or len(shares) != 1 or _SEVERAL.search(said):
            continue
        name = "v" if shares[0]["v"] else "r2"
        r, share = read_figure(found[0]["r"]), read_figure(shares[0][name])
        if r is None or share is None:
            continue
        scale = 100 if name == "v" else 1
        low, high = (scale * (r.value + sign * r.step / 2) ** 2 for sign in (-1, 1))
        if low - share.step <= share.value <= high + share.step:
            continue
        right = f"{float(scale * r.value**2):.2g}"
        yield sentence.at(shares[0].start(name), shares[0].end(name)).mark(
            "variance-explained", Verdict.FAILS,
            f"A correlation of {r.text} explains {right}{' %' if scale > 1 else ''} of the variance, not {share.text}.",
            computed=right, arithmetic=f"{r.text}² = {float(r.value**2):.3g}", suggestion=right,
        )  # fmt: skip
