"""Parts in a row beside their whole, where no word says that the list is whole: told when the sum looks like a slip."""

from __future__ import annotations

from collections.abc import Iterator

from resorb.checks.arithmetic.near_miss import near_count
from resorb.reading.enumerations import enumerated
from resorb.reading.proportions import tokens
from resorb.reading.whole_lists import Partition
from resorb.scan.material import Mark, Scanned, Sentence
from resorb.scan.registry import rule
from resorb.scan.rules.counts_apposed import judged_apposed
from resorb.scan.rules.counts_pairs import judged_pairs
from resorb.scan.rules.counts_parts import judged_parts
from resorb.scan.rules.counts_scope import Scope
from resorb.values.findings import Verdict

_LONGEST = 1000
_MANY = (0, 8, 30)
"""The wholes from which the parts may miss them by one, by two, by three."""


@rule(
    "parts-in-a-row",
    kind="count",
    doc="Parts listed right beside their whole add up to it, or miss it by more than a slip would.",
    source="exact sums; told only of sums one or two off, or with two digits swapped",
)
def parts_in_a_row(text: Scanned) -> Iterator[Mark]:
    """Lists known by their form, in sentences that no stricter reading judges."""
    scope = Scope(text)
    for sentence in text.sentences:
        if len(sentence.text) > _LONGEST:
            continue
        for one in enumerated(sentence.text, tokens(sentence.text)):
            mark = _judged(sentence, one, scope)
            if mark is not None:
                yield from () if _is_judged(sentence, scope) else (mark,)
                break


def _is_judged(sentence: Sentence, scope: Scope) -> bool:
    readings = (judged_parts, judged_apposed, judged_pairs)
    return any(True for reading in readings for _ in reading(sentence, scope))


def _judged(sentence: Sentence, one: Partition, scope: Scope) -> Mark | None:
    values = [part.value for part in one.parts if not hasattr(part, "points")]
    total, whole = sum(values), one.whole or 0
    if not one.is_exhaustive or total == whole or total in scope.said_before(sentence, one.parts[0].start):
        return None
    if not near_count(total, whole, off_by=sum(whole >= many for many in _MANY)).startswith(("off", "two")):
        return None
    over = total > whole
    return sentence.at(one.start, one.end).mark(
        "parts-in-a-row", Verdict.ASSUMES, f"The parts add up to {total}, not to {whole}.", computed=str(total),
        arithmetic=f"{' + '.join(map(str, values))} = {total}, not {whole}",
        suggestion=f"{total} in all, or {abs(total - whole)} {'fewer' if over else 'more'} in one of the parts",
        assumption="some are counted twice" if over else f"{whole - total} of the {whole} are in none of the parts",
    )  # fmt: skip
