"""A study's rates beside the best comparator on file: rows of the page and of ``results.json``."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING, Any

from markupsafe import Markup

from resorb.codes import endpoints
from resorb.report.facts import Ledger, anchor_of
from resorb.report.pool.entries import comparator_entry, series_entry
from resorb.report.pool.rates import counted
from resorb.report.pool.results import comparator_json
from resorb.report.pool.sentences import RESPONSES, against_words

if TYPE_CHECKING:
    from resorb.analysis.pooling.beside import Beside
    from resorb.report.material import Material


def in_order(listed: tuple[Beside, ...]) -> list[Beside]:
    """Response before harm, the wider endpoint before the strict one; each study's own order else."""
    known = endpoints()

    def rank(one: Beside) -> tuple[bool, bool, bool]:
        endpoint = known[one.evidence[0].endpoint]
        return endpoint.family not in RESPONSES, not endpoint.good, endpoint.strict

    return sorted(listed, key=rank)


def beside_json(material: Material) -> list[dict[str, Any]]:
    """One entry a question: what the study counts, and its comparators, the best first."""
    found = []
    for one in in_order(material.beside):
        first = one.evidence[0]
        found.append(
            {
                "study": first.series.study, "endpoint": first.endpoint, "disease": first.disease,
                "route": first.route, "unit": first.unit, "events": sum(e.series.events for e in one.evidence),
                "n": sum(e.series.n for e in one.evidence),
                "comparators": [comparator_json(each) for each in one.comparisons],
            }
        )  # fmt: skip
    return found


def beside_rows(material: Material, ledger: Ledger) -> Iterator[dict[str, Any]]:
    """Rows of the page: endpoint, count, and the best comparator in words with why it is not randomised."""
    for one, json in zip(in_order(material.beside), beside_json(material), strict=True):
        first, best = one.evidence[0], one.comparisons[:1]
        cites = [series_entry(e, ledger) for e in one.evidence]
        cite = comparator_entry(_anchor(one), best[0], ledger) if best else cites[0]
        yield {
            "study": first.series.study, "question": ledger.mark(f"{first.endpoint}, {first.disease}", cites[0]),
            "count": ledger.mark(counted(json["events"], json["n"], first.unit), cites[0]),
            "said": ledger.mark(against_words(json), cite),
        }  # fmt: skip


def _anchor(one: Beside) -> str:
    first = one.evidence[0]
    words = (first.series.study, first.endpoint, first.route, first.disease, first.arm, first.unit)
    return anchor_of("beside", *words)


def lines(rows: list[dict[str, Any]], study: str, most: int) -> list[Markup]:
    """Lines of a study's card: the first questions, and where the rest is."""
    mine = [row for row in rows if row["study"] == study]
    found = [Markup("{}: {}. {}").format(row["question"], row["count"], row["said"]) for row in mine[:most]]
    return [*found, *([Markup('and more, in <a href="#beside">Beside it</a>')] if len(mine) > most else [])]
