"""Sizes told by their factors: so many in each arm and in all, so many sites and how many each of them recruits."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass

from resorb.reading.counts.counted import COUNT, PEOPLE, is_label, measured, value_of
from resorb.reading.lazy import lazy

_I = re.IGNORECASE
_W = r"[^\W\d][\w'’-]*"
_ARM = r"(?:treatment\s+|study\s+|trial\s+)?(?:arm|group)(?![\w-])"
_PER_ARM = (
    rf"(?P<n>{COUNT})(?:\s+(?!(?:and|or|to|of)\b){_W}){{0,3}}?\s+"
    rf"(?:per|in\s+each|for\s+each|to\s+each|into\s+each)\s+{_ARM}"
)
_LEAD = r"(?:or|i\.e\.,?|that\s+is,?|so|making|giving|yielding|hence|thus|for)\s+"
_BEHIND = lazy(
    rf"{_PER_ARM}(?:\s+(?!and\b|or\b){_W}){{0,3}}?\s*[,;:(–—]?\s*(?:{_LEAD})?(?:an?\s+|the\s+)?"
    rf"(?:(?:overall\s+|grand\s+)?(?:total(?:l?ing)?|sum|altogether|overall|in\s+(?:all|total))(?:\s+(?:sample(?:\s+size)?|size|number|n))?"
    rf"(?:\s+(?:of|is|was|will\s+be))?\s*[:=,]?\s*(?:n\s?=\s?)?(?P<m>{COUNT})"
    rf"|(?P<m2>{COUNT})(?:\s+(?!(?:per|in\s+each)\b){_W}){{0,3}}?\s+(?:in\s+(?:all|total)|altogether|overall|total)\b"
    rf"|(?<=\()(?P<m3>{COUNT})\s+(?:evaluable|{PEOPLE})(?:\s+{_W}){{0,2}}\))",
    _I,
)
"""Twenty per arm, 40 in all; 59 per arm (total 118); 39 in each group (78 evaluable)."""
_BEFORE = lazy(
    rf"(?P<m>{COUNT})\s+(?:{_W}\s+){{0,2}}?(?:{PEOPLE}|in\s+(?:all|total))(?:\s+(?:in\s+(?:all|total)|overall|altogether))?\s*[,(]\s*"
    rf"(?:i\.e\.,?\s+|that\s+is,?\s+|namely\s+)?{_PER_ARM}",
    _I,
)
"""Eighty-eight participants (44 per arm)."""
_UNEQUAL = lazy(
    r"\b[2-9]\s?:\s?1\b|\b1\s?:\s?[2-9]\b|\b(?:allow\w*|account\w*|attrition|drop[\s-]?outs?|loss(?:es)?|lost|inflat\w*|compensat\w*|"
    r"about|approximately|at\s+least|up\s+to|roughly|some|nearly|least|between|unequal)\b",
    _I,
)
"""Words of totals that are no plain multiple."""
_SITE = (
    r"(?:sites?|cent(?:re|er)s?|hospitals?|clinics?|units?|practices?|schools?|wards?|departments?|pharmacies)(?![\w-])"
)
_SITES = lazy(rf"(?P<k>{COUNT})\s+(?:(?!(?:of|and|or|per|each|from|at|in)\b){_W}\s+){{0,3}}?(?P<site>{_SITE})", _I)
_DO = r"(?:recruit\w*|enrol\w*|contribut\w*|provid\w*|randomi[sz]\w*|include\w*|enter\w*|treat\w*|suppl\w+|with)"
_EACH_SITE = lazy(
    rf"\beach(?:\s+(?:{_SITE}|of\s+(?:the|these|them|which)(?:\s+(?:{_W}\s+)?{_SITE})?))?(?:\s+(?!(?:about|up|at|to\s+up)\b){_W}){{0,5}}?\s+{_DO}\s+"
    rf"(?P<n>{COUNT})\s+(?:{_W}\s+){{0,2}}?{PEOPLE}",
    _I,
)
_PER_SITE = lazy(
    rf"(?P<n>{COUNT})\s+(?:{_W}\s+){{0,2}}?{PEOPLE}\s+(?:{_W}\s+){{0,2}}?(?:per|(?:at|from|in|by)\s+each)\s+{_SITE}", _I
)
_SIZE = lazy(
    rf"\bsample\s+size\b(?:\s+(?:is|was|of|will\s+be|required|needed|planned|target)){{0,2}}\s*[:=]?\s*(?:n\s?=\s?)?(?P<a>{COUNT})"
    rf"|\b(?:total|target|planned\s+number|overall\s+number)\s*(?:of|is|:|=)\s*(?P<b>{COUNT})(?:\s+{_W}){{0,2}}?\s+{PEOPLE}"
    rf"|(?P<c>{COUNT})\s+(?:{_W}\s+){{0,2}}?{PEOPLE}\s+(?:in\s+(?:all|total)|overall|altogether|will\s+be\s+(?:randomi[sz]ed|recruited|enrol+ed)|"
    rf"(?:are|is)\s+(?:needed|required|planned|to\s+be\s+\w+))"
    rf"|\b(?:making|giving|for\s+a\s+total\s+of|total(?:l?ing)?)\s+(?P<d>{COUNT})\b"
    rf"|\b(?:thus|hence|so|therefore)\s+(?:(?:has|have|is|are|makes?|will\s+have)\s+)?(?P<e>{COUNT})\s+{PEOPLE}"
    rf"|\brandomi[sz]ed,\s+(?P<f>{COUNT})\s+in\s+(?:all|total)\b",
    _I,
)
_ENDS, _OF_EACH = lazy(r"[.;)]"), lazy(r"\s*(?:per|in\s+each)\b", _I)
_LOSS = lazy(r"(?<![\d.])(?P<p>\d{1,2})\s?(?:%|per\s?cent)", _I)
_ROUNDED = 3
"""What a total may miss by when losses were added and arms rounded up."""
_MOST_SITES = 100
_ROUGH = lazy(
    r"\b(?:about|approximately|around|roughly|up\s+to|at\s+(?:least|most)|average|mean|median|between|nearly|some|maximum|"
    r"minimum|more|fewer|less|or|range)\b",
    _I,
)


@dataclass(frozen=True, slots=True)
class Planned:
    """``each`` of a kind, and the ``total`` printed from ``start`` to ``end``; ``times`` when it is said how many."""

    start: int
    end: int
    each: int
    total: int | None
    times: int | None = None


def per_arm(text: str) -> Iterator[Planned]:
    """So many in each arm, and all, in one sentence; not where words make the total more than a multiple."""
    ends: set[int] = set()
    for reading in (_BEHIND, _BEFORE):
        for match in reading.finditer(text):
            name = next(g for g in ("m", "m2", "m3") if g in match.groupdict() and match[g])
            each, total = value_of(match["n"]), value_of(match[name])
            stop = _ENDS.search(text, match.end())
            before, clause = (
                text[max(0, match.start() - 16) : match.start()],
                text[match.start() : stop.start() if stop else len(text)],
            )
            if not each or not total or match.end(name) in ends or _UNEQUAL.search(clause):
                continue
            if _UNEQUAL.search(before) and not ("," in before and _holds_without_loss(text, each, total)):
                continue
            if measured(text, match.end(name)) or is_label(text, match.start("n")):
                continue
            ends.add(match.end(name))
            yield Planned(match.start(name), match.end(name), each, total)


def _holds_without_loss(text: str, each: int, total: int) -> bool:
    """Whether a loss told before is in the number of each arm already: its percentage does not lead to the total."""
    shares = [int(m["p"]) for m in _LOSS.finditer(text)]
    made = (k * each * factor for k in (2, 3, 4) for p in shares for factor in (1 + p / 100, 100 / (100 - p)))
    return bool(shares) and all(abs(total - one) > _ROUNDED for one in made)


def sites(text: str) -> frozenset[int]:
    """How many sites a sentence counts, every number it gives."""
    found = (value_of(m["k"]) for m in _SITES.finditer(text) if not measured(text, m.end("k")))
    return frozenset(n for n in found if n and 1 < n < _MOST_SITES)


def per_site(text: str) -> Planned | None:
    """How many each of the sites is to recruit, and all when the same sentence tells it."""
    match = _EACH_SITE.search(text) or _PER_SITE.search(text)
    each = value_of(match["n"]) if match else None
    if match is None or not each or _ROUGH.search(match[0]):
        return None
    total = next((n for at, n, _ in sizes(text) if at >= match.end()), None)
    return Planned(
        match.start("n"), match.end(), each, total, next(iter(k), None) if len(k := sites(text)) == 1 else None
    )


def sizes(text: str) -> Iterator[tuple[int, int, bool]]:
    """Where a sentence prints the size of a whole study, the size, and whether it is called so."""
    for match in _SIZE.finditer(text):
        name = match.lastgroup or "a"
        size, end = value_of(match[name]), match.end()
        if size and not measured(text, match.end(name)) and not _OF_EACH.match(text, end):
            yield match.start(name), size, name == "a"
