"""Percentages of a group printed without their counts: can any whole number of the group give them?"""

from __future__ import annotations

import re
from collections.abc import Iterator
from fractions import Fraction

from resorb.checks.arithmetic.rounding import counts_giving
from resorb.reading.counts.counted import COUNT, NOUN, PEOPLE, value_of
from resorb.reading.counts.proportions import proportions
from resorb.reading.counts.shares import Percentage, percentages
from resorb.reading.lazy import lazy
from resorb.scan.material import Mark, Scanned, Sentence
from resorb.scan.registry import rule
from resorb.scan.rules.counts.scope import Scope
from resorb.values.findings import Verdict
from resorb.values.numbers import as_text

_ALL_PATIENTS = lazy(
    r"\s+of\s+(?:the\s+|our\s+|all\s+(?:the\s+)?|these\s+|study\s+)?(?:patients|subjects|participants|cases)"
    r"(?=\s*(?:[.,;)]|$|(?:by|at|after|within|during|had|were|was|showed|experienced|achieved|reported|and|"
    r"in\s+(?:week|month))\b))",
    re.IGNORECASE,
)
_FEW = 40
_MOST_OF = Fraction(3, 5)
"""Of those asked so many may have agreed, who are then all."""
_NEAR = 140
_OF_THE_NOUN = lazy(
    rf"\s+of\s+(?:the|our|these)\s+(?P<noun>{PEOPLE})(?=\s*(?:[.,;)]|$|(?:by|at|after|within|during|had|were|was|showed|and)\b))",
    re.IGNORECASE,
)
_OF_THEM = lazy(r"\s+of\s+(?:them|these\s+patients)\b", re.IGNORECASE)
_WORDS = r"(?:[^\W\d][\w'’-]*\s+){0,4}?"
_OF_PEOPLE = lazy(rf"\s+of\s+(?:the\s+|all\s+|our\s+|these\s+)?{_WORDS}{PEOPLE}(?![\w-])", re.IGNORECASE)
_COUNTED = lazy(rf"\s+{_WORDS}(?P<noun>{NOUN})", re.IGNORECASE)
_AMONG = lazy(r"(?:\w\s+|^)(?:in|among|for)\s+$", re.IGNORECASE)
"""Before a share of things that it counts one by one: "shrinkage in 33% of the eight lesions"."""
_PER_THING = lazy(
    r"\b(?:average|mean|median|surface|area|volume|extent|covered|coverage|per\s+(?:lesion|limb|nodule|wound|ulcer))\b",
    re.IGNORECASE,
)
_SUBJECT = lazy(
    rf"\s+of\s+(?:(?:the|all|our|these|his|her|their)\s+)?(?:\d+\s+)?(?:[^\W\d][\w'’-]*\s+){{0,2}}?(?:{NOUN}|cohort|series|sample)\s+"
    r"(?:had|have|has|were|was|are|did|showed|healed|closed|resolved|disappeared|regressed|vanished|improved|responded|softened|"
    r"shrank|recurred|survived|died|received|reported|experienced|developed|remained)\b",
    re.IGNORECASE,
)
"""Behind a share that is the subject of its sentence: "104% of the 26 limbs were spared"."""
_PERSON = lazy(PEOPLE, re.IGNORECASE)
_CHANGED = lazy(
    r"\b(?:to|from|(?:reduc\w*|increas\w*|decreas\w*|rose|fell|rise|fall|improv\w*|shr[aiu]nk\w*)(?:\s+by)?)\s*$",
    re.IGNORECASE,
)
_ELSEWHERE = lazy(
    r"\b(?:previous(?:ly)?|literature|other|another|earlier|published|et\s+al|groups?|arms?|subgroups?|studies|trials?|"
    r"in\s+general|usually|typically|elsewhere|registry|worldwide)\b|\[\d",
    re.IGNORECASE,
)


@rule(
    "percent-reachable",
    kind="percent",
    doc="A percentage printed without its count is that of some whole number of its group.",
    source="exact fractions under half-up, half-even and truncation",
)
def percents_reachable(text: Scanned) -> Iterator[Mark]:
    """Percentages of a printed whole ("80% of the 13"), of all patients, and those above a hundred."""
    scope = Scope(text)
    for sentence in text.sentences:
        if "%" not in sentence.text and "cent" not in sentence.text:
            continue
        for share in percentages(sentence.text):
            if _is_change(sentence.text, share):
                continue
            if share.manner not in ("under", "at most"):
                yield from _over_hundred(sentence, share)
            if share.manner in ("", "exactly"):
                yield from _of_opened(sentence, share)
                yield from _of_all(sentence, share, scope)
        for one in proportions(sentence.text):
            if one.part is None and one.whole and isinstance(one.share, Percentage):
                yield from _of_whole(sentence, one.share, one.end, one.whole)


def _is_change(text: str, share: Percentage) -> bool:
    return bool(_CHANGED.search(text[max(0, share.start - 24) : share.start]))


_OPENED = lazy(
    rf"^(?:out\s+of|of|among|in)\s+(?:the\s+|our\s+|these\s+)?(?P<n>{COUNT})\s+(?:[^\W\d][\w'’-]*\s+){{0,2}}?{PEOPLE}\b(?:[^;()%]{{0,70}}?,)?\s+$",
    re.IGNORECASE,
)
_DID = lazy(
    r"\s+(?:of\s+them\s+)?(?:had|have|were|was|did|showed|needed|improved|healed|died|responded|received|reported|developed|survived)\b",
    re.IGNORECASE,
)


def _of_opened(sentence: Sentence, share: Percentage) -> Iterator[Mark]:
    """A share that begins what is said of a group: "Out of nine patients, 12.5 % had …"."""
    opened = _OPENED.match(sentence.text[: share.start]) if share.start < _NEAR else None
    whole = value_of(opened["n"]) if opened else None
    if whole and whole <= _FEW and share.points <= 100 and _DID.match(sentence.text, share.end):
        yield _mark(sentence, share, whole)


def _of_whole(sentence: Sentence, share: Percentage, end: int, whole: int) -> Iterator[Mark]:
    """A percentage of a printed whole: of persons, or of what is not named; a part of a lesion may be meant else."""
    counted = _COUNTED.match(sentence.text[end : end + 80])
    if counted and not _PERSON.fullmatch(counted["noun"]):
        is_in = _AMONG.search(sentence.text[max(0, share.start - 24) : share.start])
        if not is_in or _PER_THING.search(sentence.text):
            return
    if share.manner in ("", "exactly") and share.points <= 100 and not _is_change(sentence.text, share):
        yield _mark(sentence, share, whole)


def _of_all(sentence: Sentence, share: Percentage, scope: Scope) -> Iterator[Mark]:
    """A share of all patients, with their number in a sentence before."""
    if share.points <= 100 and _OF_THEM.match(sentence.text, share.end):
        whole = scope.only_count(sentence, share.start)
        if whole is not None and whole > 2:  # "them" are not the two places named
            yield _mark(sentence, share, whole)
        return
    if share.points <= 100 and (noun := _OF_THE_NOUN.match(sentence.text, share.end)):
        whole = _named_before(sentence, share.start, noun["noun"].lower(), scope)
        if whole is not None:
            yield _mark(sentence, share, whole)
            return
    if share.points > 100 or not _ALL_PATIENTS.match(sentence.text, share.end):
        return
    if _ELSEWHERE.search(sentence.text):
        return
    group = scope.only_people(sentence, share.start)
    if group is None or counts_giving(share.number, group.size):
        return
    others = scope.people_near(sentence, group)
    samples = {n for n in scope.samples(sentence) if n > 1}
    samples |= {n for n in scope.said_before(sentence, share.start) if group.size > n > group.size * _MOST_OF}
    if not any(counts_giving(share.number, n) for n in samples):
        fitting = (n for n in others if counts_giving(share.number, n))
        yield _mark(sentence, share, group.size, next(fitting, None))


def _named_before(sentence: Sentence, start: int, noun: str, scope: Scope) -> int | None:
    """The only number of these persons named before in the sentence and the two before it; None for a large group."""
    near = [sentence, *scope.text.before(sentence, 2)]
    if any(_ELSEWHERE.search(one.text) for one in near):
        return None
    named = [g for one in near for g in scope.named_before(one, start if one is sentence else len(one.text))]
    sizes = {g.size for g in named if g.noun == noun}
    others = {g.size for g in named if g.is_people} - sizes
    return sizes.pop() if len(sizes) == 1 and not others and max(sizes) <= _FEW else None


def _mark(sentence: Sentence, share: Percentage, whole: int, other: int | None = None) -> Mark:
    at, printed = sentence.at(share.number_start, share.end), share.number.text
    counts = counts_giving(share.number, whole)
    if counts:
        found = " or ".join(f"{k}/{whole}" for k in counts[:6])
        return at.mark("percent-reachable", Verdict.HOLDS, f"{printed} % of {whole} is {found}.", computed=found)
    exact = share.points * whole / 100
    nearest = sorted({int(exact), min(int(exact) + 1, whole)})
    near = ", ".join(f"{k}/{whole} = {as_text(Fraction(100 * k, whole), 1)} %" for k in nearest)
    message = f"No count of {whole} is {printed} %: {printed} % of {whole} would be {as_text(exact)}"
    arithmetic = f"{printed} / 100 × {whole} = {as_text(exact)}; {near}"
    if other is None:
        return at.mark(
            "percent-reachable", Verdict.FAILS, f"{message}.", computed=near, arithmetic=arithmetic, suggestion=near
        )
    fitting = " or ".join(f"{k}/{other}" for k in counts_giving(share.number, other)[:6])
    return at.mark(
        "percent-reachable", Verdict.ASSUMES, f"{message}; it can be right only of {other} ({fitting}).",
        computed=near, arithmetic=f"{arithmetic}; {fitting} = {printed} %",
        suggestion=f"say of how many: {printed} % of {other} is {fitting}; of {whole}, {near}",
        assumption=f"the whole is {other}, not the {whole} named first",
    )  # fmt: skip


def _over_hundred(sentence: Sentence, share: Percentage) -> Iterator[Mark]:
    of_some = _OF_PEOPLE.match(sentence.text, share.end) or _SUBJECT.match(sentence.text, share.end)
    if share.points > 100 and of_some:
        printed = f"{share.number.text} %"
        yield sentence.at(share.number_start, share.end).mark(
            "percent-reachable", Verdict.FAILS, f"{printed} of a group is more than all of it.",
            computed="at most 100 %", arithmetic=f"{printed} > 100 %", suggestion="a share of 100 % or less",
        )  # fmt: skip
