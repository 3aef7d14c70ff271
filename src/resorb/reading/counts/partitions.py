"""Lists of parts that make up a whole: "18 women and 9 men", "4 complete, 6 partial and 5 none", "7, 5 and 4 in all".

Parts belong together when words of one closed set name them (sex, response, fate, ...), or when the text says that
nothing is left out or counted twice ("each once", "in full", "namely", "mutually exclusive").
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from resorb.reading.counts.arms import arms
from resorb.reading.counts.counted import COUNT, NOUN, Count, Ratio, measured, value_of
from resorb.reading.counts.graded import graded
from resorb.reading.counts.part_words import SETS, TELLING, Words
from resorb.reading.counts.proportions import tokens
from resorb.reading.counts.shares import Percentage
from resorb.reading.counts.whole_lists import (
    COMPARED,
    EXHAUSTIVE,
    HEDGED,
    LABEL,
    MOST_PARTS,
    NO_COUNT,
    NONE_TWICE,
    Partition,
    is_close,
    listed,
    summed,
)
from resorb.reading.lazy import lazy

_ASSIGNED = lazy(r"\b(?:randomi[sz]ed|allocated|assigned|split|divided|allotted)\b", re.IGNORECASE)
_NO_LEVEL = lazy(r"\b(?:ages?|aged|mean|median|average|scores?|levels?)\b", re.IGNORECASE)
_IS = lazy(r"\s+(?:were|was|had|have|has)\b", re.IGNORECASE)
_IN_ALL = lazy(r"\s+(?:patients|subjects|participants|(?:in|of|among)\s+(?:the|our|this|these|all)\b)", re.IGNORECASE)
_BEHIND = lazy(
    rf"(?:\s+patients)?(?:\s*\([^()]{{0,12}}%\))?\s*(?:\(\s*n\s?=\s?(?P<n>\d{{1,6}})\)|(?:in\s+)?(?:this|the|our)?\s*(?:series|cohort|total|group|sample)?\s*"
    rf"\bof\s+(?:the\s+|our\s+|these\s+)?(?P<n2>{COUNT})(?=\s*(?:[.,;)]|$|{NOUN})))",
    re.IGNORECASE,
)
_IS_PERSON = lazy(r"^\s*(?!(?:in|of|for|among|with|by)\b)(?:(?:were|was|are)\s+)?(?:[a-z-]+\s+)?\w+\s*$", re.IGNORECASE)
_MADE_UP = lazy(r"\b(?:made\s+up|accounted\s+for|comprised|constituted|formed|for)\b", re.IGNORECASE)
_OF_WHOLE = lazy(r"\s*of\b[^,;]{0,60}?\b(?:were|was|are|had|showed|remained)\b", re.IGNORECASE)
_OF = lazy(r"\s*of\b", re.IGNORECASE)
_JOINED = lazy(r"\s(?!of\b)[^.;:()\[\]]{2,80}(?:,|,?\sand)\s", re.IGNORECASE)
"""What stands between two neighbours of a list."""
_HAD_FEWER = lazy(
    r"\b(?:had|have|has|having|with|of|in|for|gave|got|received|reported|included|including|contain\w+|given)\s+"
    r"(?:at\s+(?:least|most)|up\s+to|over|under|only)\s+$|\b(?:fewer|less|more)\s+than\s+$",
    re.IGNORECASE,
)
"""Before how many things each of a part has: "fewer than ten lesions in three"."""
_OR_MORE = lazy(rf"\s+or\s+(?:{COUNT}|more\b|fewer\b)", re.IGNORECASE)
_ONE_OR = lazy(r"\b(?:one|two|three|four|five|six|\d{1,2})\s+or\s+$", re.IGNORECASE)
_AND = lazy(r"[,;:()\[\]]|\band\b|\bbut\b|\bwhile\b|\bwhereas\b", re.IGNORECASE)


def _is_about(text: str, part: Count | Percentage) -> bool:
    """Whether a number is an end of "one or two", which counts no part."""
    return bool(_OR_MORE.match(text, part.end) or _ONE_OR.search(text, max(0, part.start - 14), part.start))


def partitions(text: str) -> Iterator[Partition]:
    """Every such list of ``text`` (a sentence), those of counts first."""
    found = tokens(text)
    said = bool(EXHAUSTIVE.search(text))
    apart = NONE_TWICE.search(text) is not None
    said = said or apart
    hedged = bool(HEDGED.search(NONE_TWICE.sub(" ", text) if apart else text))
    for kind in (Count, Percentage):
        parts: list[Count | Percentage] = [t for t in found if isinstance(t, kind)]
        if kind is Count:
            parts = [
                Count(t.start, t.end, t.part) if isinstance(t, Ratio) else t
                for t in found
                if isinstance(t, Count) or (isinstance(t, Ratio) and not t.is_slash and t.part <= t.whole)
            ]
            parts = [p for p in parts if not _HAD_FEWER.search(text[max(0, p.start - 40) : p.start])]
            parts = [p for p in parts if not _is_about(text, p)]
        grades = next(graded(text), None) if kind is Count else None
        if grades is not None:
            yield grades
            parts = [p for p in parts if not grades.start <= p.start < grades.end]
        if len(parts) < 2:
            continue
        told = None if hedged else summed(text, [p for p in parts if isinstance(p, Count)], found)
        if told is not None:
            yield told
            continue
        wholes = {t.start: t.whole for t in found if isinstance(t, Ratio)}
        lists = list(_named(text, parts, wholes, said=said))
        if not lists and kind is Count:
            lists = list(arms(text, found))
        yield from lists
        if not hedged and not lists:
            yield from listed(text, parts, found)


def _after(text: str, parts: Sequence[Count | Percentage], at: int) -> str:
    """The words that follow a part, up to the next comma, bracket or number."""
    end = parts[at + 1].start if at + 1 < len(parts) else len(text)
    words = text[parts[at].end : min(end, parts[at].end + LABEL)]
    words = re.sub(r"^\s*\([^()]{0,30}\)?\)?", "", words)
    return re.split(r"[,;:.()]|\band\b", words, maxsplit=1)[0]


def _before(text: str, parts: Sequence[Count | Percentage], at: int) -> str:
    """The words that lead to a part, from the last comma, bracket or number on."""
    begin = parts[at - 1].end if at else 0
    words = text[max(begin, parts[at].start - LABEL) : parts[at].start].rstrip(" ([")
    return _AND.split(words)[-1]


def _named(
    text: str, parts: Sequence[Count | Percentage], wholes: dict[int, int], *, said: bool
) -> Iterator[Partition]:
    """The first list whose parts are named by words of one closed set, behind their numbers or before them."""
    shares = isinstance(parts[0], Percentage)
    if shares and COMPARED.search(text):
        return
    after = [_after(text, parts, at) for at in range(len(parts))]
    before = [_before(text, parts, at) for at in range(len(parts))]
    # "60% of women and 50% of men had ulcers" and "5 of the men" split nothing; "60% of the cohort were women" does.
    behind = [said[m.end() :] if shares and (m := _OF_WHOLE.match(said)) else said for said in after]
    depths = [text.count("(", 0, p.start) - text.count(")", 0, p.start) for p in parts]
    behind = ["" if _OF.match(said) else said for said in behind]
    styles = [style for style in (behind, before) if sum(TELLING.search(said) is not None for said in style) > 1]
    for words in SETS if styles else ():
        if words.name == "arms" and not _ASSIGNED.search(text):
            continue
        for style in styles:
            for run in _runs([words.level(s) for s in style], depths):
                named = [style[at] for at in run]
                run_parts = [parts[at] for at in run]
                if not words.needed <= {words.level(n) for n in named}:
                    continue
                of = {wholes[p.start] for p in run_parts if p.start in wholes}
                fits = _splits(text, words, run_parts, named, is_before=style is before)
                each_of_own = words.name == "arms" and sum(p.start in wholes for p in run_parts) > 1
                more = words.name == "arms" and _goes_on(style, run)
                if len(of) > 1 or not fits or each_of_own or more:
                    continue
                first, last = run_parts[0], run_parts[-1]
                start = max(0, first.start - len(named[0])) if style is before else first.start
                end = last.end + (0 if style is before else _label_end(words, text, last.end, after[run[-1]]))
                copular = style is before or bool(_IS.match(text, first.end))
                yield Partition(
                    start, end, tuple(run_parts), words.name, said or not words.may_lack,
                    _is_apposed(text, start, end), copular, next(iter(of), None) or _whole_behind(text, end),
                    () if words.is_person or words.name == "arms" else _in_a_row(text, parts, run),
                )  # fmt: skip
                return


def _in_a_row(text: str, parts: Sequence[Count | Percentage], run: Sequence[int]) -> tuple[Count, ...]:
    """The counts right behind a run, or else right before it, that belong to the same list."""
    for step, last in ((1, run[-1]), (-1, run[0])):
        found: list[Count] = []
        for at in range(last + step, len(parts) if step > 0 else -1, step):
            one, other, new = parts[min(at, at - step)], parts[max(at, at - step)], parts[at]
            if not isinstance(new, Count) or not _JOINED.fullmatch(text[one.end : other.start]):
                break
            found.append(new)
        if found:
            return tuple(found)
    return ()


def _goes_on(style: Sequence[str], run: Sequence[int]) -> bool:
    """Whether a third arm stands beside two, led by the same word: "90 for placebo, 85 for STS and 40 for saline"."""
    lead = style[run[0]].split()[:1]
    return any(0 <= at < len(style) and lead and style[at].split()[:1] == lead for at in (run[0] - 1, run[-1] + 1))


def _splits(
    text: str, words: Words, run: Sequence[Count | Percentage], named: Sequence[str], *, is_before: bool
) -> bool:
    """Whether the words make parts of one whole of these numbers, not ages of men and women or rates in each."""
    start = run[0].start
    if NO_COUNT.search(text[max(0, start - 40) : start]):
        return False
    if is_before and _NO_LEVEL.search(text[max(0, start - 100) : start]):
        return False
    if isinstance(run[0], Percentage):
        links = [bool((_MADE_UP if is_before else _IS_PERSON).search(said)) for said in named]
        linked = any(links) if is_before else all(links)
        return is_close(text, run, len({words.level(n) for n in named})) and (linked or not words.is_person)
    return is_before or not words.is_person or _ends_so(words, named)


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
        (m.end() for p in words.levels.values() if (m := p.search(text[begin : begin + LABEL]))), default=len(said)
    )
    share = re.match(r"\s*\([^()]{0,20}%\)", text[begin + found : begin + found + 34])
    return found + (share.end() if share else 0)


def _runs(labels: Sequence[str | None], depths: Sequence[int]) -> Iterator[list[int]]:
    """Neighbours that all have a label, and stand in brackets or out of them together."""
    run: list[int] = []
    for at, label in enumerate([*labels, None]):
        if label is not None and (not run or depths[at] == depths[run[-1]]):
            run.append(at)
            continue
        if 2 <= len(run) <= MOST_PARTS:
            yield run
        run = [] if label is None else [at]


def _is_apposed(text: str, start: int, end: int) -> bool:
    """Whether the list stands in brackets, behind a colon or dash, or between commas."""
    before, after = text[max(0, start - 3) : start].rstrip()[-1:], text[end : end + 2].strip()[:1]
    return before in ("(", "[", ":", "—", "–", ",") and (after in (")", "]", ".", ";", ",", "—", "–", ":") or not after)
