"""Lists of parts that make up a whole: "18 women and 9 men", "4 complete, 6 partial and 5 none", "7, 5 and 4 in all".

Parts belong together when words of one closed set name them (sex, response, fate, ...), or when the text says that
nothing is left out or counted twice ("each once", "in full", "namely", "mutually exclusive").
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import pairwise

from resorb.reading.counted import COUNT, NOUN, Count, Ratio, measured, value_of
from resorb.reading.part_words import SETS, Words
from resorb.reading.proportions import Token, tokens
from resorb.reading.shares import Percentage

_MOST_PARTS = 12
_LABEL = 80


_ASSIGNED = re.compile(r"\b(?:randomi[sz]ed|allocated|assigned|split|divided|allotted)\b", re.IGNORECASE)
_EXHAUSTIVE = re.compile(
    r"\b(?:mutually\s+exclusive|exactly\s+one|in\s+full|namely|altogether|in\s+total|none\s+elsewhere|no\s+other|"
    r"no\s+third|nobody\s+was\s+lost|none\s+(?:was|were)\s+lost|no\s+missing|no\s+one\s+else|once|one\s+(?:diagnosis|route|category|group)\s+"
    r"(?:only|each)|each\s+(?:of|patient|participant|in\s+a\s+different)|every\s+(?:patient|participant)|a\s+single|evaluable|"
    r"split\s+into|divided\s+into|allocated|nothing\s+else|no\s+overlap|sex\s+was\s+recorded)\b",
    re.IGNORECASE,
)
_REASONS = re.compile(r"\b(?:stopped|discontinued|withdr\w+|excluded|dropped\s+out|ended\s+early)\b", re.IGNORECASE)
_HEDGED = re.compile(
    r"\b(?:several\s+possible|more\s+than\s+one|multiple|overlap(?:ped|ping)|an\s+overlap|also|of\s+these|of\s+whom|of\s+them|among\s+them|"
    r"at\s+least|some\s+(?:had|were|patients)|could\s+have|one\s+of\s+whom|twice|changed|switched|joined|in\s+addition|or\s+both|"
    r"either|both\s+of|such\s+as|e\.g\.|including|most\s+(?:common|frequent)|mainly|not\s+shown|additional|respectively\s+with)\b",
    re.IGNORECASE,
)
_STRUCTURE = re.compile(
    r"\s+(?:[^\W\d][\w-]*\s+){0,2}?(?:groups?|arms?|categories|cent(?:er|re)s?|countries|hospitals?|classes|strata|levels|readers?|"
    r"authors?|observers?|times|occasions|sides|provinces|regions|raters?|sites)\b",
    re.IGNORECASE,
)
_NO_COUNT = re.compile(
    r"\b(?:aged?|ages|mean|median|average|score|range|ratio|old|between|p)\b[^,;()]{0,20}$", re.IGNORECASE
)
_NO_LEVEL = re.compile(r"\b(?:ages?|aged|mean|median|average|scores?|levels?)\b", re.IGNORECASE)
_IS = re.compile(r"\s+(?:were|was|had|have|has)\b", re.IGNORECASE)
_IN_ALL = re.compile(
    r"\s+(?:patients|subjects|participants|(?:in|of|among)\s+(?:the|our|this|these|all)\b)", re.IGNORECASE
)
_BEHIND = re.compile(
    rf"(?:\s+patients)?\s*(?:\(\s*n\s?=\s?(?P<n>\d{{1,6}})\)|(?:in\s+)?(?:this|the|our)?\s*(?:series|cohort|total|group|sample)?\s*"
    rf"\bof\s+(?:the\s+|our\s+|these\s+)?(?P<n2>{COUNT})(?=\s*(?:[.,;)]|$|{NOUN})))",
    re.IGNORECASE,
)
_COMPARED = re.compile(r"\b(?:vs\.?|versus|compared|against|than|placebo|vehicle|controls?|whereas)\b", re.IGNORECASE)
_ONE_EACH = re.compile(
    r"\b(?:mutually\s+exclusive|exactly\s+one|no\s+missing|no\s+overlap|no\s+other|one\s+(?:only|each))\b",
    re.IGNORECASE,
)
_IS_PERSON = re.compile(
    r"^\s*(?!(?:in|of|for|among|with|by)\b)(?:(?:were|was|are)\s+)?(?:[a-z-]+\s+)?\w+\s*$", re.IGNORECASE
)
_MADE_UP = re.compile(r"\b(?:made\s+up|accounted\s+for|comprised|constituted|formed|for)\b", re.IGNORECASE)
_OF_WHOLE = re.compile(r"\s*of\b[^,;]{0,60}?\b(?:were|was|are|had|showed|remained)\b", re.IGNORECASE)
_OF = re.compile(r"\s*of\b", re.IGNORECASE)
_AND = re.compile(r"[,;:()\[\]]|\band\b|\bbut\b|\bwhile\b|\bwhereas\b", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class Partition:
    """A list of parts. ``parts`` are counts, or percentages; ``kind`` names the closed set, ``said`` or ``reasons``.

    ``is_exhaustive`` when what is left out would be a contradiction, not just unsaid. ``start`` and ``end`` span the
    list; ``is_apposed`` when it stands in brackets, behind a colon or between commas. ``whole`` when it is printed
    with the last part, or behind the list ("6 of 16", "(n = 30)", "in this series of 14").
    """

    start: int
    end: int
    parts: tuple[Count | Percentage, ...]
    kind: str
    is_exhaustive: bool
    is_apposed: bool
    is_copular: bool = False
    whole: int | None = None


def partitions(text: str) -> Iterator[Partition]:
    """Every such list of ``text`` (a sentence), those of counts first."""
    found = tokens(text)
    said = bool(_EXHAUSTIVE.search(text))
    hedged = bool(_HEDGED.search(text))
    for kind in (Count, Percentage):
        parts: list[Count | Percentage] = [t for t in found if isinstance(t, kind)]
        if kind is Count:
            parts = [
                Count(t.start, t.end, t.part) if isinstance(t, Ratio) else t
                for t in found
                if isinstance(t, Count) or (isinstance(t, Ratio) and not t.is_slash and t.part <= t.whole)
            ]
        if len(parts) < 2:
            continue
        wholes = {t.start: t.whole for t in found if isinstance(t, Ratio)}
        named = list(_named(text, parts, wholes, said=said))
        yield from named
        if not named and not hedged:
            yield from _listed(text, parts, found, said=said)


def _after(text: str, parts: Sequence[Count | Percentage], at: int) -> str:
    """The words that follow a part, up to the next comma, bracket or number."""
    end = parts[at + 1].start if at + 1 < len(parts) else len(text)
    words = text[parts[at].end : min(end, parts[at].end + _LABEL)]
    words = re.sub(r"^\s*\([^()]{0,30}\)?\)?", "", words)
    return re.split(r"[,;:.()]|\band\b", words, maxsplit=1)[0]


def _before(text: str, parts: Sequence[Count | Percentage], at: int) -> str:
    """The words that lead to a part, from the last comma, bracket or number on."""
    begin = parts[at - 1].end if at else 0
    words = text[max(begin, parts[at].start - _LABEL) : parts[at].start].rstrip(" ([")
    return _AND.split(words)[-1]


def _named(
    text: str, parts: Sequence[Count | Percentage], wholes: dict[int, int], *, said: bool
) -> Iterator[Partition]:
    """The first list whose parts are named by words of one closed set, behind their numbers or before them."""
    shares = isinstance(parts[0], Percentage)
    if shares and _COMPARED.search(text):
        return
    after = [_after(text, parts, at) for at in range(len(parts))]
    before = [_before(text, parts, at) for at in range(len(parts))]
    # "60% of women and 50% of men had ulcers" and "5 of the men" split nothing; "60% of the cohort were women" does.
    behind = [said[m.end() :] if shares and (m := _OF_WHOLE.match(said)) else said for said in after]
    behind = ["" if _OF.match(said) else said for said in behind]
    for words in SETS:
        if words.name == "arms" and not _ASSIGNED.search(text):
            continue
        for style in (behind, before):
            for run in _runs([words.level(s) for s in style]):
                named = [style[at] for at in run]
                run_parts = [parts[at] for at in run]
                if not words.needed <= {words.level(n) for n in named}:
                    continue
                of = {wholes[p.start] for p in run_parts if p.start in wholes}
                fits = _splits(text, words, run_parts, named, is_before=style is before)
                if len(of) > 1 or not fits:
                    continue
                first, last = run_parts[0], run_parts[-1]
                start = max(0, first.start - len(named[0])) if style is before else first.start
                end = last.end + (0 if style is before else _label_end(words, text, last.end, after[run[-1]]))
                copular = style is before or bool(_IS.match(text, first.end))
                yield Partition(
                    start, end, tuple(run_parts), words.name, said or not words.may_lack,
                    _is_apposed(text, start, end), copular, next(iter(of), None) or _whole_behind(text, end),
                )  # fmt: skip
                return


def _splits(
    text: str, words: Words, run: Sequence[Count | Percentage], named: Sequence[str], *, is_before: bool
) -> bool:
    """Whether the words make parts of one whole of these numbers, not ages of men and women or rates in each."""
    start = run[0].start
    if _NO_COUNT.search(text[max(0, start - 40) : start]):
        return False
    if is_before and _NO_LEVEL.search(text[max(0, start - 100) : start]):
        return False
    if isinstance(run[0], Percentage):
        links = [bool((_MADE_UP if is_before else _IS_PERSON).search(said)) for said in named]
        linked = any(links) if is_before else all(links)
        return _is_close(text, run, len({words.level(n) for n in named})) and (linked or not words.is_person)
    return is_before or not words.is_person or _ends_so(words, named)


def _is_close(text: str, run: Sequence[Count | Percentage], levels: int) -> bool:
    """Whether percentages stand side by side, each with a name of its own, and no other number between them."""
    gaps = [text[one.end : other.start] for one, other in pairwise(run)]
    return levels == len(run) and all(len(g) <= _LABEL and not any(map(str.isdigit, g)) for g in gaps)


def _ends_so(words: Words, named: Sequence[str]) -> bool:
    """Whether nothing narrows the persons named: the word for them ends each part, but for "in the cohort" at last."""
    for at, said in enumerate(named):
        ends = max((m.end() for p in words.levels.values() for m in p.finditer(said)), default=0)
        behind = said[ends:]
        if behind.strip() and not (at == len(named) - 1 and _IN_ALL.match(behind)):
            return False
    return True


def _whole_behind(text: str, end: int) -> int | None:
    match = _BEHIND.match(text, end)
    return value_of(match["n"] or match["n2"]) if match and not measured(text, match.end()) else None


def _label_end(words: Words, text: str, begin: int, said: str) -> int:
    """How far the label of a part reaches; that of a person ends with the word and a percentage in brackets."""
    if words.name not in ("sex", "ages", "sides"):
        return len(said)
    found = max(
        (m.end() for p in words.levels.values() if (m := p.search(text[begin : begin + _LABEL]))), default=len(said)
    )
    share = re.match(r"\s*\([^()]{0,20}%\)", text[begin + found : begin + found + 34])
    return found + (share.end() if share else 0)


def _runs(labels: Sequence[str | None]) -> Iterator[list[int]]:
    run: list[int] = []
    for at, label in enumerate([*labels, None]):
        if label is not None:
            run.append(at)
            continue
        if 2 <= len(run) <= _MOST_PARTS:
            yield run
        run = []


def _is_apposed(text: str, start: int, end: int) -> bool:
    """Whether the list stands in brackets, behind a colon or dash, or between commas."""
    before, after = text[max(0, start - 3) : start].rstrip()[-1:], text[end : end + 2].strip()[:1]
    return before in ("(", "[", ":", "—", "–", ",") and (after in (")", "]", ".", ";", ",", "—", "–", ":") or not after)


def _listed(
    text: str, parts: Sequence[Count | Percentage], found: Sequence[Token], *, said: bool
) -> Iterator[Partition]:
    """Lists behind a colon or in brackets that the text calls whole, or that give the reasons of each."""
    reasons = not said and bool(_REASONS.search(text))
    if not (said or reasons):
        return
    for match in re.finditer(r":\s|\((?=[^()]*\d|[^()]*\b(?:one|two|three|four|five|six)\b)|,\s*(?=namely\b)", text):
        begin = match.end()
        closing = text.find(")", begin) if match[0] == "(" else -1
        end = closing if closing >= 0 else _clause_end(text, begin)
        inside = [p for p in parts if begin <= p.start < end]
        if not 2 <= len(inside) <= _MOST_PARTS or inside[0].start - begin > _LABEL:
            continue
        if any(begin <= t.start < inside[-1].end and not isinstance(t, Count | Percentage) for t in found):
            continue
        if any(
            _STRUCTURE.match(text, p.end) or _NO_COUNT.search(text[max(begin, p.start - 40) : p.start]) for p in inside
        ):
            continue
        if isinstance(inside[0], Percentage) and not (
            _ONE_EACH.search(text) and not _COMPARED.search(text) and _is_close(text, inside, len(inside))
        ):
            continue
        if any(later.start - p.end > 2 * _LABEL for p, later in pairwise(inside)):
            continue
        yield Partition(begin, inside[-1].end, tuple(inside), "said" if said else "reasons", said, is_apposed=True)
        return


def _clause_end(text: str, begin: int) -> int:
    match = re.search(r";\s+(?=there|no\b|in\b|the\b|mean\b)|\.\s|$", text[begin:])
    return begin + match.start() if match else len(text)
