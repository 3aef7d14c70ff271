"""The order in which dated things are told: what came next, numbered visits, and what no treatment had begun for."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from itertools import groupby, pairwise

from resorb.reading.lazy import lazy
from resorb.reading.times.dates import Dated, dates, periods
from resorb.reading.times.lengths import ORDINALS
from resorb.scan.material import Mark, Scanned, Sentence
from resorb.scan.registry import rule
from resorb.scan.rules.times.dates import QUOTED, readable, written_date
from resorb.values.findings import Verdict

_HAS_DATE = lazy(r"(?:19|20)\d\d|\d/\d\d|\d\.\d")
SEVERAL = lazy(
    r"\b(?:patients?|cases?|subject|participant|sibling|twin|site|centre|center|group|cohort)\s*(?:no\.?\s*|#\s*)?(?:\d"
    r"|[A-F]\b|one\b|two\b)|\brespectively\b|\b(?:another|other|second|third|next|one|index|former"
    r"|latter)\s+(?:patient|case|woman|man|child|sibling|girl|boy|brother|sister|participant|centre|center|hospital)\b"
    r"|\b(?:brother|sister|mother|father|siblings|twins|elder|younger|both\s+patients)\b|\bet\s+al\b"
    r"|\b(?:published|publication|literature|reported\s+by|guideline\w*|approved|reviewed\s+by)\b",
    re.IGNORECASE,
)
"""Words of a text about more than one person, or about other people's papers."""
_THEN = lazy(
    r"\b(?:then|subsequently|thereafter|afterwards?|later|eventually|finally|lastly|ultimately|next|(?<!was\s)(?<!were"
    r"\s)followed(?!\s*-?\s*up)|(?:was|were)\s+followed\s+by|the\s+last\s+to|soon\s+after)\b",
    re.IGNORECASE,
)
_NOT_THEN = lazy(
    r"\b(?:had|has|have|previous\w*|earlier|before|prior|until|till|since|than|by\s+then|first|originally|initially"
    r"|already|already|former\w*|back|history|from|between|born|which|whose|no\s+later|not\s+later|or\s+later"
    r"|later\s+than|after\s+(?:the|his|her|an?|its)|when|ago|next\s+to|as\s+in|like|unlike|time|planned|due|expected)\b",
    re.IGNORECASE,
)
_OPENS = lazy(
    r"^\W*(?:then|subsequently|thereafter|afterwards?|later|eventually|finally|lastly|ultimately|next|soon\s+after)\b",
    re.IGNORECASE,
)


@rule(
    "told-in-order",
    kind="time",
    doc="What is told to have come then, later or last has no earlier date.",
    source="comparison of calendar dates; a month or a year stands for all its days",
)
def told_in_order(text: Scanned) -> Iterator[Mark]:
    """Onset in 2003, then ulcers in 2001; the word stands between two dates, or opens the next sentence."""
    first = text.day_first
    for sentence in readable(text):
        said = sentence.text
        if not _THEN.search(said) or not _HAS_DATE.search(said) or SEVERAL.search(said) or QUOTED.search(said):
            continue
        found = [d for d in dates(said, first) if d.days is not None]
        for one, two in pairwise(found):
            gap = said[one.end : two.start]
            if len(gap) <= 140 and _THEN.search(gap) and not _NOT_THEN.search(gap):
                yield from _backwards(sentence, one, two)
        before = next(text.before(sentence), None) if found and _OPENS.match(said) else None
        if before is None or SEVERAL.search(before.text) or _NOT_THEN.search(said[: found[0].start]):
            continue
        last = [d for d in dates(before.text, first) if d.days is not None]
        if last and found[0].start < 140 and not _NOT_THEN.search(before.text[: last[-1].start]):
            yield from _backwards(sentence, last[-1], found[0])


def _backwards(sentence: Sentence, one: Dated, two: Dated, check: str = "told-in-order") -> Iterator[Mark]:
    if one.days is None or two.days is None or not two.days.is_before(one.days):
        return
    earlier, later = written_date(two), written_date(one)
    yield sentence.at(two.start, two.end).mark(
        check, Verdict.FAILS, f"{earlier} cannot come after {later}.", computed=f"{earlier} < {later}",
        arithmetic=f"{earlier} < {later}", suggestion="correct one of the two dates",
    )  # fmt: skip


_THING = (
    r"(?P<thing>infusions?|doses?|injections?|visits?|sessions?|biops(?:y|ies)|cycles?|courses?|applications?"
    r"|treatments?|administrations?|sts|amputations?|transplants?|admissions?|operations?|assessments?|scans?"
    r"|radiographs?|review|course|relapse|recurrence|episode|measurement|follow-?up)"
)
_NTH = lazy(
    rf"\b(?P<ord>{'|'.join(ORDINALS)}|\d{{1,2}}(?:st|nd|rd|th)|last|final)\s+(?:(?!and\b|or\b|of\b)[\w-]+\s+)"
    rf"{{0,2}}?{_THING}\b"
    r"|\b(?P<n3>\d{1,3})[\s-](?P<unit3>day|week|month|year)\s+(?:visit|follow-?up|photographs?|assessment|evaluation|review|scan"
    r"|radiographs?|control|check-?up|biopsy|results?|clinic|appointment)\b"
    r"|\b(?P<unit>day|week|month|year|visit|dose|cycle|infusion|session|injection|course)\s+(?P<n>\d{1,3})\b(?![.,]\d"
    r"|\s?[–-]\s?\d|/)|\b(?P<zero>baseline)\b",
    re.IGNORECASE,
)
_DAYS = {"day": 1, "week": 7, "month": 30, "year": 365}
_JOINS = lazy(
    r"(?:\s+(?:visit|assessment|review|follow-?up|radiographs?|scan|dose|infusion))?[\s,:(]*(?:(?!before|after|since"
    r"|until|than)[\w-]+[\s,(:]+){0,4}?(?:(?:in|on|of|held|dated|was|took\s+place|given|at)\s+)*\(?\s*"
)
_JOINS_BACK = lazy(r"\s*[(:,]\s*(?:at\s+|the\s+|i\.e\.,?\s+|=\s*)?(?:the\s+)?|\s+\(?(?:was\s+|at\s+|for\s+)(?:the\s+)?")


@dataclass(frozen=True)
class _Numbered:
    key: str
    rank: int
    words: str
    date: Dated
    sentence: Sentence


@rule(
    "numbered-in-order",
    kind="time",
    doc="Numbered visits, doses, weeks and months of one person have their dates in the same order.",
    source="comparison of calendar dates; a month or a year stands for all its days",
)
def numbered_in_order(text: Scanned) -> Iterator[Mark]:
    """Month 6 in May 2018 and month 9 in March 2018; the first dose and the tenth."""
    first = text.day_first
    for _, group in groupby(readable(text), key=lambda sentence: sentence.block_number):
        found: list[_Numbered] = []
        for sentence in group:
            said = sentence.text
            if not _HAS_DATE.search(said):
                continue
            if SEVERAL.search(said) or QUOTED.search(said) or _PLURAL.search(said):
                found = []
                break
            found += _numbered(sentence, first)
        for key in dict.fromkeys(one.key for one in found):
            same = sorted((one for one in found if one.key == key), key=lambda one: one.rank)
            ranks = [one.rank for one in same]
            if len(same) < 2 or len(set(ranks)) < len(ranks):
                continue
            yield from _first_out_of_order(same)


_PLURAL = lazy(r"\b(?:patients|participants|women|men|children|planned|scheduled|expected|each)\b", re.IGNORECASE)


def _numbered(sentence: Sentence, first: bool | None) -> Iterator[_Numbered]:
    said = sentence.text
    held = [d for d in dates(said, first) if d.days is not None]
    if not held:
        return
    for m in _NTH.finditer(said):
        ahead = next((d for d in held if m.end() <= d.start <= m.end() + 60), None)
        behind = next((d for d in reversed(held) if m.start() - 16 <= d.end <= m.start()), None)
        date = None
        if ahead and _JOINS.fullmatch(said[m.end() : ahead.start]) and not _NTH.search(said[m.end() : ahead.start]):
            date = ahead
        elif behind and _JOINS_BACK.fullmatch(said[behind.end : m.start()]):
            date = behind
        if date is None:
            continue
        key, rank = _rank(m)
        yield _Numbered(key, rank, m[0], date, sentence)


def _rank(m: re.Match[str]) -> tuple[str, int]:
    if m["zero"]:
        return "time", 0
    if m["n"] or m["n3"]:
        unit, number = (m["unit"] or m["unit3"]).lower(), int(m["n"] or m["n3"])
        return ("time", number * _DAYS[unit]) if unit in _DAYS else (unit, number)
    word = m["ord"].lower()
    thing = m["thing"].lower().replace("ies", "y").removesuffix("s") if len(m["thing"]) > 3 else m["thing"].lower()
    if word in ("last", "final"):
        return thing, 1000
    return thing, ORDINALS.index(word) + 1 if word in ORDINALS else int(re.sub(r"\D", "", word))


def _first_out_of_order(same: list[_Numbered]) -> Iterator[Mark]:
    for n, (one, two) in enumerate(pairwise(same)):
        if one.date.days is None or two.date.days is None or not two.date.days.is_before(one.date.days):
            continue
        # With three or more, the one that disagrees with the others is wrong.
        after = same[n + 2].date.days if n + 2 < len(same) else None
        wrong, other = (one, two) if n and after and not after.is_before(one.date.days) else (two, one)
        if after and after.is_before(one.date.days):
            wrong, other = one, two
        yield wrong.sentence.at(wrong.date.start, wrong.date.end).mark(
            "numbered-in-order", Verdict.FAILS,
            f"{two.words} ({written_date(two.date)}) lies before {one.words} ({written_date(one.date)}).",
            computed=f"{written_date(two.date)} < {written_date(one.date)}",
            arithmetic=f"{written_date(two.date)} < {written_date(one.date)}",
            suggestion=f"correct {written_date(wrong.date)}, or {written_date(other.date)}",
        )  # fmt: skip
        return


_STUDY = lazy(
    r"\b(?:study|trial|recruitment|recruited|enrol\w*|inclusion|survey|programme|program|cohort|project"
    r"|audit)\b[^.;]{0,70}?\b(?:ran|run|running|conducted|carried\s+out|took\s+place|performed|open|recruit\w*"
    r"|enrol\w*|lasted|period|was|were|done|undertaken|place|from|between|included)\b[^.;\d]{0,50}$",
    re.IGNORECASE,
)
_PERSON = r"(?:patients?|one|participants?|subjects?|case|woman|man|child|person|individual|volunteer)"
_ENTERED = (
    r"(?:enrol\w*|randomi[sz]ed|recruited|included|entered|joined|consented|treated|dosed|admitted|accrued"
    r"|assigned|seen)"
)
_FIRST_IN = lazy(rf"\bfirst\s+(?:\w+\s+)?{_PERSON}\b[^.;\d]{{0,30}}?\b{_ENTERED}\s+(?:in|on)\s+$", re.IGNORECASE)
_LAST_IN = lazy(
    r"\b(?:last|final)\s+(?:(?:\w+\s+)?"
    rf"{_PERSON}\b[^.;\d]{{0,30}}?\b(?:enrol\w*|randomi[sz]ed|recruited|included|entered|joined|consented"
    r"|accrued|assigned)\s+)?(?:in|on)\s+$",
    re.IGNORECASE,
)


@rule(
    "entered-within-study",
    kind="time",
    doc="The first and the last participant entered while the study was running.",
    source="comparison of calendar dates; a month or a year stands for all its days",
)
def entered_within_study(text: Scanned) -> Iterator[Mark]:
    """The trial ran from 2012 to 2018; the first patient was enrolled in November 2011."""
    first = text.day_first
    for sentence in readable(text):
        said = sentence.text
        if not _HAS_DATE.search(said) or QUOTED.search(said) or not re.search(r"\b(?:first|last|final)\b", said):
            continue
        held = [d for d in dates(said, first) if d.days is not None]
        entered = [(d, said[max(0, d.start - 90) : d.start]) for d in held]
        firsts = [d for d, head in entered if _FIRST_IN.search(head)]
        lasts = [
            d for d, head in entered
            if (m := _LAST_IN.search(head)) and (re.search(_PERSON, m[0], re.I) or firsts)
        ]  # fmt: skip
        if not firsts and not lasts:
            continue
        for one in (sentence, *text.before(sentence, 2)):
            windows = [p for p in periods(one.text, None, first) if _STUDY.search(one.text[: p.start][-150:])]
            if len(windows) == 1:
                low, high = windows[0].first, windows[0].last
                yield from (m for d in firsts for m in _backwards(sentence, low, d, "entered-within-study"))
                for late in lasts:
                    if late.days and high.days and high.days.is_before(late.days):
                        yield sentence.at(late.start, late.end).mark(
                            "entered-within-study", Verdict.FAILS,
                            f"{written_date(late)} lies after the end, {written_date(high)}.",
                            computed=f"{written_date(high)} < {written_date(late)}",
                            arithmetic=f"{written_date(high)} < {written_date(late)}",
                            suggestion="correct one of the two dates",
                        )  # fmt: skip
                break
