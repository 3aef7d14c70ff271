"""Two counts that leave no third against their whole; outcomes of more persons than were just named."""

from __future__ import annotations

import re
from collections.abc import Iterator

from resorb.checks.arithmetic.near_miss import near_count
from resorb.reading.counts.complements import Complements, complements
from resorb.reading.counts.counted import COUNT, NOUN, Count, measured, value_of
from resorb.reading.counts.proportions import tokens
from resorb.reading.lazy import lazy
from resorb.scan.material import Mark, Scanned, Sentence
from resorb.scan.registry import rule
from resorb.scan.rules.counts.parts import judged_parts
from resorb.scan.rules.counts.scope import Scope
from resorb.values.findings import Verdict

_OTHERS = lazy(
    r"\b(?:groups?|arms?|controls?|placebo|vehicle|respectively|cohorts|mean|median|subgroups?|excluded|screened|"
    r"expected|previous(?:ly)?|literature|another|further|additional|also|more\s+than\s+one|vs\.?|versus)\b",
    re.IGNORECASE,
)
_TIED = lazy(r"(?:\bof\s+(?:whom|which|them|these|those)\b|[:(]|\bthe\s+$|,\s*$)", re.IGNORECASE)
_OPENED = lazy(r"(?:^|[.;:]\s+)(?:of|among)\s+(?:the\s+|our\s+|all\s+)?$", re.IGNORECASE)
_DID = (
    r"improved|healed|responded|died|survived|relapsed|recovered|completed|withdrew|worsened|dropped\s+out|"
    r"were\s+(?:lost|cured|women|men|female|male|excluded|healed|alive)|had\s+(?:healed|improved|died|relapsed)|got\s+better|shrank"
)
_TOOK = lazy(
    rf"(?:^|,\s)(?:altogether|in\s+all|in\s+total|overall|a\s+total\s+of|we\s+\w+|the|our)?,?\s*(?P<whole>{COUNT})\s+"
    rf"(?:[^\W\d][\w'’-]*\s+){{0,3}}?{NOUN}[^.;:\d]{{0,80}}?[;,:]\s+(?:and\s+|but\s+)?(?P<part>{COUNT})\s+(?:{_DID})\b(?!\s+(?:[a-z-]+\s+)?{NOUN})",
    re.IGNORECASE,
)
_THEN = lazy(
    rf"^(?:in\s+the\s+end,?\s+|by\s+[^,]{{1,20}},\s+)?(?P<part>{COUNT})\s+(?:{_DID})\b(?!\s+(?:[a-z-]+\s+)?{NOUN})",
    re.IGNORECASE,
)
_TREATED = lazy(
    r"\b(?:treated|given|received|started|enrol+ed|included|studied|injected|followed|entered)\b", re.IGNORECASE
)


@rule(
    "two-parts",
    kind="count",
    doc="Two parts of which the words leave no third (dead and alive, here and elsewhere) add up to their whole.",
    source="exact sums; pairs of words that exclude each other and leave nothing between",
)
def two_parts(text: Scanned) -> Iterator[Mark]:
    """Pairs said of the only count before them in their sentence."""
    scope = Scope(text)
    for sentence in text.sentences:
        yield from judged_pairs(sentence, scope)


def judged_pairs(sentence: Sentence, scope: Scope) -> Iterator[Mark]:
    """The only pair of a sentence, judged; nothing when its parts are judged as a list."""
    if sentence.is_long:
        return
    pairs = list(complements(sentence.text))
    if len(pairs) != 1 or (_OTHERS.search(sentence.text) and not pairs[0].is_taken_up):
        return
    mark = _judged(sentence, pairs[0], scope)
    if mark is not None and not list(judged_parts(sentence, scope)):
        yield mark


def _judged(sentence: Sentence, one: Complements, scope: Scope) -> Mark | None:
    before = set(scope.counts_before(sentence, one.start))
    named = [g for g in scope.named_before(sentence, one.start) if g.end <= one.start]
    if len(before) != 1 or len(named) != 1:
        return None
    between = sentence.text[named[0].end : one.start]
    inside = sentence.text[one.start : one.end]
    opened = _OPENED.search(sentence.text[: named[0].start]) is not None
    if not (opened or _TIED.search(between) or re.search(r"\bof\s+(?:them|whom|which|these|those)\b", inside)):
        return None
    whole, total = named[0].size, one.first + one.second
    sum_up = f"{one.first} + {one.second} = {total}"
    at = sentence.at(one.start, one.end)
    if total == whole:
        return at.mark("two-parts", Verdict.HOLDS, f"{sum_up}, as printed.", computed=str(total), arithmetic=sum_up)
    if not whole * 3 < total * 4 < whole * 6 or (one.is_taken_up and not near_count(total, whole, off_by=3)):
        return None
    over = total > whole
    if any(isinstance(t, Count) and t.value == abs(whole - total) for t in tokens(sentence.text)):
        return None
    return at.mark(
        "two-parts", Verdict.FAILS if over else Verdict.ASSUMES,
        f"{one.first} and {one.second} are {total}, not {whole}.", computed=str(total),
        arithmetic=f"{sum_up}, not {whole}",
        suggestion=f"{total} in all, or {max(0, whole - one.first)} beside {one.first}",
        assumption=None if over else f"{whole - total} of the {whole} are in neither",
    )  # fmt: skip


@rule(
    "more-than-treated",
    kind="count",
    doc="No more persons improve, die or are lost than were just said to have been treated.",
    source="counts as printed",
)
def more_than_treated(text: Scanned) -> Iterator[Mark]:
    """Outcomes behind the only group of the sentence, or of the sentence before."""
    scope = Scope(text)
    for sentence in text.sentences:
        if sentence.is_long or _OTHERS.search(sentence.text):
            continue
        for match in _TOOK.finditer(sentence.text):
            whole = value_of(match["whole"])
            alone = scope.only_count(sentence, match.start("part")) == whole
            if alone and not measured(sentence.text, match.end("whole")):
                yield from _more(sentence, match, whole)
        if match_then := _THEN.match(sentence.text):
            for before in scope.text.before(sentence, 1):
                if _TREATED.search(before.text) and not _OTHERS.search(before.text) and len(scope.groups(before)) == 1:
                    yield from _more(sentence, match_then, scope.only_number(before))


def _more(sentence: Sentence, match: re.Match[str], whole: int | None) -> Iterator[Mark]:
    part = value_of(match["part"])
    if part is not None and whole is not None and part > whole > 1:
        yield sentence.at(match.start("part"), match.end()).mark(
            "more-than-treated", Verdict.FAILS, f"{part} cannot be a part of {whole}.", computed=f"at most {whole}",
            arithmetic=f"{part} > {whole}", suggestion=f"at most {whole}, or another whole",
        )  # fmt: skip
