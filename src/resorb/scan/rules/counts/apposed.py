"""Parts beside the count of their whole: "19 patients (12 women)", "nine (7 autologous; 4 allogeneic)", two groups.

Here the words of the text make the parts disjoint: men and women, positive and negative, groups that all were divided
into. What may overlap ("12 diabetic, 14 hypertensive") is not read.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from resorb.reading.counts.counted import COUNT, NOUN, PEOPLE, is_label, measured, value_of
from resorb.reading.lazy import lazy
from resorb.scan.material import Mark, Scanned, Sentence
from resorb.scan.registry import rule
from resorb.scan.rules.counts.parts import judged_parts
from resorb.scan.rules.counts.scope import Scope
from resorb.values.findings import Verdict

_W = r"[^\W\d][\w'’/-]*"
_HEADED = lazy(
    rf"(?P<whole>{COUNT})(?:\s+{_W}){{0,3}}?\s+(?P<noun>{NOUN})\s*\((?P<inside>[^()]{{3,160}})\)", re.IGNORECASE
)
_BEFORE_NOUN = lazy(
    rf"(?P<whole>{COUNT})\s*\((?P<inside>[^()]{{3,80}})\)\s+(?:{_W}\s+){{0,2}}?(?P<noun>{NOUN})", re.IGNORECASE
)
_LISTED = lazy(
    rf"(?P<whole>{COUNT})(?:\s+{_W}){{0,3}}?\s+(?P<noun>{NOUN}),\s+(?:consisting\s+of\s+|comprising\s+|made\s+up\s+of\s+|namely\s+)?"
    rf"(?P<inside>{COUNT}\s+{_W}(?:\s+{_W})?\s+and\s+{COUNT}\s+{_W}(?:\s+{_W})?)(?=\s*[,.;)]|$)",
    re.IGNORECASE,
)
_PART = lazy(rf"(?P<n>{COUNT})\s+(?P<label>{_W}(?:\s+(?!and\b|or\b|with\b){_W}){{0,2}})", re.IGNORECASE)
_JOINED = lazy(r"(?:\b(?:and|or|plus)|[,&+])\s+$", re.IGNORECASE)
_ONE_SEX = lazy(
    rf"(?:^|[;,]\s*)(?P<n>{COUNT})\s+(?:\w+\s+)?(?P<sex>females?|males?|wom[ae]n|m[ae]n|girls?|boys?)\b", re.IGNORECASE
)
_PAIRS = tuple(
    (lazy(rf"\b(?:{one})\b", re.IGNORECASE), lazy(rf"\b(?:{other})\b", re.IGNORECASE))
    for one, other in (
        (r"females?|wom[ae]n|girls?", r"males?|m[ae]n|boys?"),
        (r"brothers?", r"sisters?"),
        (r"sons?", r"daughters?"),
        (r"autologous", r"allogen(?:e)?ic"),
        (r"[\w-]*positive", r"[\w-]*negative"),
        (r"left", r"right"),
        (r"benign", r"malignant"),
        (r"unilateral", r"bilateral"),
        (r"congenital", r"acquired"),
        (r"living|alive|survivors?", r"deceased|dead|died|non-?survivors?"),
        (r"cases|migraineurs|patients", r"controls|(?:healthy|normal)\s+(?:subjects|volunteers)|non-?\w+\s+controls"),
        (r"smokers", r"non-?smokers"),
        (r"responders", r"non-?responders"),
        (r"diabetics?", r"non-?diabetics?"),
        (r"adults", r"children"),
        (r"primary", r"secondary|revision"),
        (r"elective", r"emergency"),
        (r"inpatients", r"outpatients"),
    )
)
"""Words that no one member of a group bears both of."""
_PERSON = lazy(PEOPLE, re.IGNORECASE)
_HOLDS_MANY = lazy(
    r"(?:famil|stud|report|article|paper|publication|abstract|trial|review|cent(?:er|re)|hospital|clinic|pharmac|school|"
    r"set|group|batch|pair|episode|visit|session|course|cycle|treatment|infusion|injection)\w*",
    re.IGNORECASE,
)
"""Things with several members or sides, to which two words that exclude each other may both belong."""
_OF_SIDES = lazy(
    r"\b(?:left|right|unilateral|bilateral|benign|malignant|primary|secondary|positive|negative)\b", re.IGNORECASE
)
_DIVIDED = lazy(
    r"\b(?:divided|split|classified|categori[sz]ed|stratified|separated|allocated|randomi[sz]ed|assigned|grouped|dichotomi[sz]ed)\b"
    r"[^.]{0,30}?\b(?:in)?to\s+(?:one\s+of\s+)?(?P<k>two|three|four|2|3|4)\s+(?:\w+\s+){0,3}?(?:groups|arms|categories|cohorts|subgroups|sets)\b",
    re.IGNORECASE,
)
_SIZE = lazy(r"\(\s*(?:[A-Za-z][\w-]{0,12},\s*)?[nN]\s?=\s?(?P<n>\d{1,6})\s*\)")
_PIECE = 2500
"""Longer sentences are none."""
_GROUPS = {"two": 2, "three": 3, "four": 4}
_THERE = lazy(
    rf"\bthere\s+were\s+(?P<one>{COUNT})\s+(?P<a>females?|males?|women|men|girls|boys)\s+and\s+"
    rf"(?P<two>{COUNT})\s+(?P<b>females?|males?|women|men|girls|boys)\b",
    re.IGNORECASE,
)


@rule(
    "parts-beside-whole",
    kind="count",
    doc="Disjoint parts printed beside the count of their whole do not add up to more than it, or to less.",
    source="exact sums of counts as printed; pairs of words that exclude each other",
)
def apposed(text: Scanned) -> Iterator[Mark]:
    """Parts in brackets, behind "consisting of", and groups that all were divided into."""
    scope = Scope(text)
    for sentence in text.sentences:
        yield from judged_apposed(sentence, scope)


def judged_apposed(sentence: Sentence, scope: Scope) -> Iterator[Mark]:
    """The first such list of a sentence, judged; nothing when its parts are judged as a list."""
    said = sentence.text
    if len(said) > _PIECE or (not any(map(str.isdigit, said)) and "(" not in said and " and " not in said):
        return
    marks = [
        *(m for p in (_HEADED, _BEFORE_NOUN, _LISTED) for match in p.finditer(said) for m in _inside(sentence, match)),
        *_divided(sentence, scope),
        *_there(sentence, scope),
    ]
    if marks and all(mark.finding.verdict is Verdict.HOLDS for mark in judged_parts(sentence, scope)):
        yield marks[0]


def _inside(sentence: Sentence, match: re.Match[str]) -> Iterator[Mark]:
    said, begin = sentence.text, match.start("inside")
    whole = value_of(match["whole"])
    if _HOLDS_MANY.fullmatch(match["noun"]) or _JOINED.search(said[max(0, match.start() - 12) : match.start()]):
        return
    if not whole or measured(said, match.end("whole")) or is_label(said, match.start("whole")):
        return
    inside = match["inside"]
    parts = [p for p in _PART.finditer(inside) if not measured(inside, p.end("n"))]
    if len(parts) == 2 and "other" not in inside:
        values = [value_of(p["n"]) or 0 for p in parts]
        labels = [p["label"] for p in parts]
        if _PERSON.fullmatch(match["noun"]) and any(_OF_SIDES.search(label) for label in labels):
            labels = [label for label in labels if "-" in label] or ["", ""]
        fits = all(value <= whole for value in values)
        if fits and _exclude(*labels) and (sum(values) > whole or (_is_all(inside, parts) and sum(values) < whole)):
            yield _sum(sentence, begin + parts[0].start(), begin + parts[-1].end(), values, whole)
            return
    for one in _ONE_SEX.finditer(inside) if said[begin - 1] == "(" else ():
        value = value_of(one["n"]) or 0
        if value > whole:
            yield sentence.at(begin + one.start("n"), begin + one.end()).mark(
                "parts-beside-whole", Verdict.FAILS, f"{value} cannot be a part of {whole}.",
                computed=f"at most {whole}", arithmetic=f"{value} > {whole}",
                suggestion=f"at most {whole}, or another whole",
            )  # fmt: skip
            return


def _exclude(one: str, other: str) -> bool:
    """Whether no member can bear both labels."""
    return any((a.search(one) and b.search(other)) or (b.search(one) and a.search(other)) for a, b in _PAIRS)


def _is_all(inside: str, parts: list[re.Match[str]]) -> bool:
    """Whether the brackets hold the two parts, one word each, and nothing else."""
    between = inside[parts[0].end("n") : parts[1].start()]
    rest = inside[parts[1].end("n") :]
    plain = re.fullmatch(rf"\s+{_W}\s*(?:,|;|and|/|,\s*and)\s*", between, re.IGNORECASE)
    return parts[0].start() == 0 and bool(plain) and re.fullmatch(rf"\s+{_W}\s*", rest) is not None


def _sum(sentence: Sentence, start: int, end: int, values: list[int], whole: int) -> Mark:
    total = sum(values)
    other = "fewer" if total > whole else "more"
    return sentence.at(start, end).mark(
        "parts-beside-whole", Verdict.FAILS if total > whole else Verdict.ASSUMES,
        f"The parts add up to {total}, not to {whole}.", computed=str(total),
        arithmetic=f"{' + '.join(map(str, values))} = {total}, not {whole}",
        suggestion=f"{total} in all, or {abs(total - whole)} {other} in one of the parts",
        assumption=None if total > whole else f"{whole - total} of the {whole} are in none of the parts",
    )  # fmt: skip


def _divided(sentence: Sentence, scope: Scope) -> Iterator[Mark]:
    """As many sizes in brackets as groups are said, against the only group spoken of before."""
    said = sentence.text
    match = _DIVIDED.search(said)
    if match is None:
        return
    sizes = [m for m in _SIZE.finditer(said) if m.start() > match.end()]
    count = _GROUPS.get(match["k"].lower()) or int(match["k"])
    if len(sizes) != count or len({m.start() for m in sizes}) != count:
        return
    whole = _before(sentence, scope, match.start())
    values = [int(m["n"]) for m in sizes]
    if sum(values) in scope.counts_before(sentence, match.start()):
        return
    if whole and sum(values) != whole and sum(values) * 4 > whole * 3:
        yield _sum(sentence, sizes[0].start("n"), sizes[-1].end("n"), values, whole)


def _before(sentence: Sentence, scope: Scope, start: int) -> int | None:
    """The one group named before in the sentence, or in the sentence before it; None when there are others."""
    here = scope.named_before(sentence, start)
    if here:
        return here[-1].size if len({g.size for g in here}) == 1 else None
    for before in scope.text.before(sentence, 1):
        named = {g.size for g in scope.named_before(before, len(before.text))}
        return named.pop() if len(named) == 1 else None
    return None


def _there(sentence: Sentence, scope: Scope) -> Iterator[Mark]:
    """Women and men there were, against the only group of the sentence before."""
    for match in _THERE.finditer(sentence.text):
        if not _exclude(match["a"], match["b"]):
            continue
        whole = _before(sentence, scope, match.start())
        values = [value_of(match["one"]) or 0, value_of(match["two"]) or 0]
        if whole and sum(values) > whole:
            yield _sum(sentence, match.start("one"), match.end("two"), values, whole)
