"""Meta-regression in a report: sentences that follow from ``results.json``, and the table of the page."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import TYPE_CHECKING, Any

from resorb.report.pool.entries import about, series_entry
from resorb.report.pool.rates import counted
from resorb.report.words import NBSP, plural

if TYPE_CHECKING:
    from resorb.analysis.pooling.base import Base
    from resorb.report.facts import Ledger

TELLING = 3
"""Questions of fewer studies are counted, not listed: nothing could be regressed in them."""
MOST, LEAST = 1000, 0.001
"""Beyond these an odds ratio is told as more, or less, than that."""
METHOD = (
    "exact binomial-normal model with the moderator in its design; interval from the profile likelihood; p of the "
    "likelihood-ratio test; ten studies, ten events and ten without it for each coefficient"
)
NOT_FOUND = "no end found"
Json = Mapping[str, Any]


def told(results: Json) -> Iterator[tuple[str, str, str]]:
    """Sentences on what moves the rates, first what could be estimated; each with the id of its regression.

    The last of three is what it tells: ``estimated``, ``refused`` or ``few``.

    Args:
        results: ``results.json`` of the report, parsed.
    """
    listed = results["regressions"]
    for one in listed:
        if not one["refused"]:
            yield fitted_words(one), f"regressions/{one['id']}", "estimated"
    for moderator in dict.fromkeys(one["moderator"] for one in listed):
        mine = [one for one in listed if one["moderator"] == moderator and one["refused"]]
        big = [one for one in mine if one["studies"] >= TELLING]
        for one in big:
            yield f"{title(one)}: refused, {one['refused']}.", f"regressions/{one['id']}", "refused"
        if few := len(mine) - len(big):
            words = f"{few} {plural(few, 'question')} {plural(few, 'has', 'have')}"
            said = f"{_capital(moderator)}: {words} fewer than {TELLING} studies that tell it."
            yield said, f"regressions/{moderator}", "few"


def title(one: Json) -> str:
    """``Report type, lesion response``, with what else sets the question apart."""
    words = [_capital(one["moderator"]), one["endpoint"], one["route"]]
    words += [one["arm"]] if one["arm"] != "thiosulfate" else []
    words += [one["unit"]] if one["unit"] != "patients" else []
    words += [one["reading"]] if one["reading"] != "as printed" else []
    return ", ".join(word for word in words if word)


def fitted_words(one: Json) -> str:
    """One regression that was estimated, as a sentence."""
    odds = "; ".join(f"{compared(one, each)}, {odds_words(each)}" for each in one["coefficients"])
    spread = f"spread between series {one['tau']:.1f} with it, {one['tau without']:.1f} without it (logit scale)"
    left = f"; left out: {', '.join(one['left out'])}" if one["left out"] else ""
    return f"{title(one)}: odds ratio for {odds}; p = {p_words(one['p'])}; {whole(one)}; {spread}{left}."


def compared(one: Json, coefficient: Json) -> str:
    """What an odds ratio compares with what."""
    return f"{coefficient['name']} against {one['reference']}" if one["reference"] else str(coefficient["name"])


def whole(one: Json) -> str:
    """What a regression rests on."""
    studies = f"{one['studies']} {plural(one['studies'], 'study', 'studies')}"
    return f"{one['k']} series of {studies}, {counted(one['events'], one['n'], one['unit'])}"


def odds_words(one: Json) -> str:
    """An odds ratio with its interval."""
    low, high = (NOT_FOUND if end is None else _short(end) for end in (one["low"], one["high"]))
    return f"{_short(one['odds_ratio'])} (95{NBSP}% interval {low} to {high})"


def p_words(p: float) -> str:
    """A p-value to two digits that count."""
    return "under 0.001" if p < LEAST else f"{p:.2g}"


def _short(odds: float) -> str:
    if odds > MOST:
        return f"over {MOST}"
    if odds < LEAST:
        return f"under {LEAST}"
    return f"{odds:.3g}" if odds < 100 else f"{odds:.0f}"


def _capital(text: str) -> str:
    return f"{text[:1].upper()}{text[1:]}"


def regression_entries(base: Base, results: Json, ledger: Ledger) -> None:
    """Keep how each regression was made: from its series, or why it was refused."""
    known = {one["id"]: one for one in results["regressions"]}
    by_moderator: dict[str, list[str]] = {}
    for one in base.regressions:
        if not one.evidence:
            continue
        json = known[one.id]
        details = [("Rests on", whole(json)), ("Left out", "; ".join(one.left_out)), ("Refused", one.refused)]
        anchor = ledger.entry(
            about(f"regressions/{one.id}"), title(json), [series_entry(e, ledger) for e in one.evidence],
            [*details, ("Method", METHOD)],
        )  # fmt: skip
        by_moderator.setdefault(one.moderator, []).append(anchor)
    for moderator in dict.fromkeys(one.moderator for one in base.regressions):
        sources = by_moderator.get(moderator) or [series_entry(e, ledger) for e in base.answers[0].evidence]
        ledger.entry(
            about(f"regressions/{moderator}"), f"Meta-regression on {moderator}", sources, [("Method", METHOD)]
        )


def regression_rows(results: Json, ledger: Ledger) -> list[dict[str, Any]]:
    """One row a coefficient, or one that says why there is none; questions of too few studies have a sentence."""
    rows = []
    for one in results["regressions"]:
        if one["studies"] < TELLING:
            continue
        cite = about(f"regressions/{one['id']}")
        for number, each in enumerate(one["coefficients"] or [None]):
            rows.append(
                {
                    "first": number == 0, "span": max(1, len(one["coefficients"])),
                    "title": ledger.mark(title(one), cite), "whole": ledger.mark(whole(one), cite),
                    "left": ledger.mark("; ".join(one["left out"]) or "none", cite), "refused": each is None,
                    "of": ledger.mark(compared(one, each) if each else one["refused"], cite),
                    "odds": ledger.mark(odds_words(each) if each else "", cite),
                    "p": ledger.mark("" if one["p"] is None else p_words(one["p"]), cite),
                    "tau": ledger.mark("" if one["tau"] is None else f"{one['tau']:.2f}", cite),
                    "without": ledger.mark("" if one["tau"] is None else f"{one['tau without']:.2f}", cite),
                }
            )  # fmt: skip
    return rows
