"""Parts larger than their whole."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator

from resorb.checks.arithmetic.near_miss import near_count
from resorb.reading.counts.counted import COUNT, NOUN, PEOPLE, is_label, measured, ratios, value_of
from resorb.reading.lazy import lazy
from resorb.reading.times.dates import dates
from resorb.scan.material import Mark, Scanned, Sentence
from resorb.scan.registry import rule
from resorb.scan.rules.counts.scope import Scope
from resorb.values.findings import Verdict

_COUNTED = lazy(rf"\)?\s+(?:[^\W\d][\w'’/-]*\s+){{0,3}}?{NOUN}", re.IGNORECASE)
_DEFINITE = lazy(r"\b(?:the|these|those|our|all|remaining)\s+\S+$", re.IGNORECASE)
_UNITS = "one|two|three|four|five|six|seven|eight|nine"
_THING_FIRST = lazy(rf"^\S+\s+(?:(?:{_UNITS})\s+)?(?!{PEOPLE}|(?:{_UNITS})\b)\S+\s+(?:out\s+)?of\b", re.IGNORECASE)
_AMONG = lazy(
    rf"(?P<whole>{COUNT})\s+(?:[^\W\d][\w'’/-]*\s+){{0,4}}?{PEOPLE}[^.;]{{0,60}}?[\s,(]"
    rf"(?:including|of\s+whom|among\s+them|of\s+them|and)\s+(?P<part>{COUNT})\s+(?P<noun>{PEOPLE})(?![\w-])",
    re.IGNORECASE,
)
_INSIDE = lazy(r"(?:non-?)?responders?|survivors?|completers", re.IGNORECASE)
_DOES = (
    r"(?:\s+(?:\(|(?:still|now|then|also|later|each|all|eventually|finally|subsequently)\s+)?(?:could|had|have|has|were|was|did|do|are|is|can|will|may|died|healed|"
    r"met|underwent|withdrew|got|went|took|gave|came|said|left|fell|kept|lost|chose|felt|(?!need|seed|breed|bleed|red\b)[a-z]{2,}ed)\b|\s*\()"
)
"""What those counted did, right behind their number."""
_OPENED = lazy(
    rf"(?:^|[.;:]\s+)(?:out\s+of|of|among)\s+(?:the\s+|these\s+|our\s+|all\s+)?(?P<whole>{COUNT})(?:\s+[^\W\d][\w'’-]*){{0,8}},?\s+"
    rf"(?P<part>{COUNT})(?={_DOES})",
    re.IGNORECASE,
)
_OF_WHOM = lazy(
    rf"(?P<whole>{COUNT})(?:\s+[^\W\d][\w'’-]*){{1,8}}?,?\s+(?:(?:of|among)\s+(?:whom|which),?\s+(?:only\s+|all\s+)?(?P<part>{COUNT})(?={_DOES})"
    rf"|(?P<part2>{COUNT})\s+of\s+(?:whom|which|them)\b)",
    re.IGNORECASE,
)
_PAIRED = lazy(
    rf"(?P<part>{COUNT})\s+(?:\w+\s+)?(?P<noun>eyes|legs|hands|knees|elbows|hips|ears|breasts|feet|arms|shoulders)\s+"
    rf"(?:of|in|from)\s+(?:the\s+|our\s+|these\s+)?(?P<whole>{COUNT})\s+(?:\w+\s+)?{PEOPLE}",
    re.IGNORECASE,
)
_BOTH_SIDES = lazy(
    rf"(?P<whole>{COUNT})\s+(?:\w+\s+)?{PEOPLE}\s+had\s+both\s+(?:eyes|legs|hands|knees|elbows|hips|ears|feet|arms|shoulders)\b"
    rf"[^.]{{0,80}}?\bthe\s+(?P<part>{COUNT})\s+(?P<noun>eyes|legs|hands|knees|elbows|hips|ears|feet|arms|shoulders|limbs)\b",
    re.IGNORECASE,
)
_BOTH = lazy(
    r"(?:^|[;.]\s+|^(?:in|on|at|after|with|under|before|during|despite|by)\s[^,;:()\d]{2,60},\s+(?=both\s+(?:were|had|showed|have|are|died|healed)\b))(?:(?:in|for|among|with|to|from)\s+)?(?P<both>both(?=\s+(?:were|had|showed|have|are|died|healed)\b)|both\s+(?:of\s+(?:them|these)|(?:of\s+)?(?:the\s+|our\s+|these\s+)?"
    r"(?:patients|cases|subjects|siblings|participants|lesions|ulcers|sites)))\b(?!\s+(?:with|who|whose|that|in\s+whom|having|without)\b)",
    re.IGNORECASE,
)
_THINGS = lazy(r"(?:lesions|ulcers|sites)$")
_OWNED = lazy(r"\s+(?:[^\W\d][\w-]*\s+){0,3}?[^\W\d][\w-]*(?:s['’]|['’]s)(?=\s)")
_QUOTES = lazy(r"[\"“][^\"“”]{0,200}[\"”]")
_OF_THESE = lazy(
    rf"(?P<part>{COUNT})\s+of\s+(?:these|them|those|this\s+group)\b(?:\s+(?P<noun>{NOUN}))?", re.IGNORECASE
)
_SOME_OF = lazy(
    rf"\b(?:none|all|each|most|some|one|two|both|half)\s+of\s+(?:these|those)\s+(?P<part>{COUNT})\b", re.IGNORECASE
)
_BOTH_OF = lazy(
    rf"\bboth\s+of\s+(?:the\s+|our\s+|these\s+)?(?P<n>{COUNT})(?=\s+{NOUN})(?![^.;]{{0,80}}\sand\s+(?:the\s+)?{COUNT})",
    re.IGNORECASE,
)
_ALL = lazy(
    rf"(?<!\bof )(?<!\bin )(?<!\bamong )\ball\s+"
    rf"(?P<part>{COUNT})(?=\s+(?:had|were|have|showed|carried|responded|improved|{PEOPLE})\b)",
    re.IGNORECASE,
)
_FEWER = lazy(r"\b(?:except|but|apart|without|lost|excluded|remaining|other|another|further|also)\b", re.IGNORECASE)
_SAMPLES = lazy(
    r"^(?:in|among|of|within)\s+the\s+[^.;()]{0,80}?\(n\s?=\s?(?P<whole>\d{1,5})\)[^.;]{0,160}?"
    r"\b(?:most|many|some|several|half|few|majority|two-thirds)\s*(?:of\s+them\s*)?\(n\s?=\s?(?P<part>\d{1,5})\)",
    re.IGNORECASE,
)


_AFTER_LOSS = lazy(
    rf"\bafter\s+(?:the\s+)?(?:removal|removing|exclusion|excluding|withdrawal|loss|losing|de-?duplication|dropping|subtracting|omitting|omission)\b"
    rf"[^.;:%]{{0,80}}?[\s,](?P<part>{COUNT})\s+(?:[^\W\d][\w'’-]*\s+){{0,4}}?(?:were|was|formed?|made|remained|constitut\w+|entered|could|went|had|left|analy[sz]ed)\b",
    re.IGNORECASE,
)
_ENTRY = lazy(r"\s*[:–-]?\s+[A-Z]")
"""What begins an entry of notes behind its day."""
_PLACED = lazy(r"\s+(?:in|at|on|by|from|with)\b", re.IGNORECASE)
"""Behind the day of a month, where a count would tell its things ("Bloods 20/9 in other units")."""
_NEAR = 8
"""How many sentences before "all 24" may tell of the 24."""
_ON = lazy(r"\b(?:on|from|to|until|till|since|by|after|before)\s*$", re.IGNORECASE)
"""What comes before a day of a month ("on 16/11")."""


@rule(
    "count-over-whole",
    kind="count",
    doc="A part is not larger than its whole.",
    source="counts as printed",
)
def over_whole(text: Scanned) -> Iterator[Mark]:
    """Parts with their whole beside them ("12 of the 10"), inside a group, or of the group just named ("all six")."""
    scope = Scope(text)
    for sentence in text.sentences:
        yield from _ratios(sentence)
        yield from _named(sentence)
        yield from _of_whom(sentence, scope)
        yield from _after_loss(sentence, scope)
        yield from _paired(sentence)
        yield from _of_these(sentence, scope)
        yield from _both(sentence, scope)
        yield from _both_of(sentence)


def _ratios(sentence: Sentence) -> Iterator[Mark]:
    found = list(ratios(sentence.text))
    wholes = Counter(ratio.whole for ratio in found)
    for ratio in found:
        if ratio.part <= ratio.whole:
            continue
        words, after = sentence.text[ratio.start : ratio.end], sentence.text[ratio.end : ratio.end + 60]
        counted = _COUNTED.match(after)
        quoted = any(q.start() < ratio.start < q.end() for q in _QUOTES.finditer(sentence.text))
        if quoted or _OWNED.match(after):
            continue
        again = wholes[ratio.whole] > 1
        if not counted and (ratio.is_slash or not (_DEFINITE.search(words) or again)):
            continue
        if not ratio.is_slash and _THING_FIRST.match(words) and counted:
            continue
        is_day = ratio.is_slash and ratio.part <= 31 and ratio.whole <= 12
        is_dated = bool(ratio.start == 0 and _ENTRY.match(after)) or _ON.search(sentence.text[: ratio.start])
        if is_day and (is_dated or _PLACED.match(after)):
            continue  # a day of a month, of which a note is dated
        closing = "(" in words and after.startswith(")")
        yield _mark(sentence, ratio.start, ratio.end + closing, ratio.part, ratio.whole)


def _named(sentence: Sentence) -> Iterator[Mark]:
    for pattern in (_AMONG, _SAMPLES, _OPENED):
        for match in pattern.finditer(sentence.text):
            part, whole = value_of(match["part"]), value_of(match["whole"])
            if part is None or whole is None or part <= whole:
                continue
            if measured(sentence.text, match.end("whole")) or measured(sentence.text, match.end("part")):
                continue
            if is_label(sentence.text, match.start("part")) or is_label(sentence.text, match.start("whole")):
                continue
            joined = re.search(
                r"\band\s+$", sentence.text[max(0, match.start("part") - 6) : match.start("part")], re.IGNORECASE
            )
            if pattern is _AMONG and joined and not _INSIDE.fullmatch(match["noun"]):
                continue
            yield _mark(sentence, match.start("part"), match.end(), part, whole)


def _of_whom(sentence: Sentence, scope: Scope) -> Iterator[Mark]:
    """More than any number counted before: "24 participants, of whom 25 had …"."""
    for match in _OF_WHOM.finditer(sentence.text):
        name = "part" if match["part"] else "part2"
        part, whole = value_of(match[name]), value_of(match["whole"])
        before = scope.counts_before(sentence, match.start(name))
        if part is None or whole is None or not before or part <= max(whole, *before):
            continue
        if any(
            measured(sentence.text, match.end(g)) or is_label(sentence.text, match.start(g)) for g in (name, "whole")
        ):
            continue
        yield _mark(sentence, match.start(name), match.end(name), part, whole)


def _after_loss(sentence: Sentence, scope: Scope) -> Iterator[Mark]:
    """More than any number counted before are left: "68 patients … After removal of … 71 patients formed …"."""
    match = _AFTER_LOSS.search(sentence.text)
    part = value_of(match["part"]) if match else None
    if match is None or part is None or measured(sentence.text, match.end("part")):
        return
    before = scope.said_before(sentence, match.start("part"))
    if before and sum(before) < part < 2 * max(before):
        yield _mark(sentence, match.start("part"), match.end("part"), part, max(before))


def _paired(sentence: Sentence) -> Iterator[Mark]:
    """Eyes, legs, hands of so many persons: two of each at most."""
    for match in (*_PAIRED.finditer(sentence.text), *_BOTH_SIDES.finditer(sentence.text)):
        part, whole = value_of(match["part"]), value_of(match["whole"])
        if part is not None and whole is not None and part > 2 * whole:
            yield sentence.at(match.start("part"), match.end("noun")).mark(
                "count-over-whole", Verdict.FAILS, f"{whole} persons have {2 * whole} {match['noun']} at most.",
                computed=f"at most {2 * whole}", arithmetic=f"{part} > 2 × {whole} = {2 * whole}",
                suggestion=f"at most {2 * whole}, or more persons",
            )  # fmt: skip


def _of_these(sentence: Sentence, scope: Scope) -> Iterator[Mark]:
    """A part of "these", or "all six", against the only group that was named just before."""
    for pattern in (_OF_THESE, _ALL, _SOME_OF):
        for match in pattern.finditer(sentence.text):
            part = value_of(match["part"])
            whole = scope.only_count(sentence, match.start())
            if part is None or measured(sentence.text, match.end("part")):
                continue
            start = match.start("part") if pattern is _OF_THESE else match.start()
            if pattern is not _OF_THESE and _is_told(scope, sentence, part):
                continue  # all those counted before, not those of the last number
            if whole is not None and part > whole > 1:  # one that was left out is no whole
                sure = pattern is _OF_THESE or _stands_before(whole, sentence.text[:start])
                yield _mark(sentence, start, match.end("part"), part, whole, sure=sure)
            elif pattern is not _OF_THESE:
                yield from _all_but(sentence, match, part, scope)


def _stands_before(number: int, head: str) -> bool:
    """Whether a number stands in the words before."""
    return any(value_of(m[0]) == number for m in re.finditer(COUNT, head, re.IGNORECASE))


def _is_told(scope: Scope, sentence: Sentence, number: int) -> bool:
    """Whether so many were counted in one of the sentences before, in another block too."""
    near = scope.text.sentences[max(0, sentence.number - _NEAR) : sentence.number]
    return any(number in scope.counted(one) for one in near)


def _all_but(sentence: Sentence, match: re.Match[str], part: int, scope: Scope) -> Iterator[Mark]:
    """All 18, when the sentences before speak of 19 and nothing of 18."""
    earlier = scope.said_before(sentence, match.start())
    before = list(scope.text.before(sentence, 2))
    wholes = {g.size for one in before for g in scope.groups(one)}
    wholes = wholes or {g.size for one in before[:1] for g in scope.named_before(one, len(one.text)) if not g.start}
    if len(wholes) != 1 or part in earlier or _FEWER.search(sentence.text[: match.start()]):
        return
    whole = wholes.pop()
    if whole > 4 and near_count(part, whole).startswith(("off", "two")) and not {1, abs(whole - part)} & earlier:
        yield sentence.at(match.start(), match.end("part")).mark(
            "count-over-whole", Verdict.ASSUMES, f"“{match[0]}” is said, but {whole} were named just before.",
            computed=str(whole), arithmetic=f"{part} ≠ {whole}", suggestion=f"all {whole}, or who was left out",
            assumption=f"one was left out of the {whole} unsaid",
        )  # fmt: skip


def _both_of(sentence: Sentence) -> Iterator[Mark]:
    """More or fewer than two, called both: "both of the three"."""
    for match in _BOTH_OF.finditer(sentence.text):
        size = value_of(match["n"])
        if size and size != 2 and not measured(sentence.text, match.end("n")):
            yield sentence.at(*match.span()).mark(
                "count-over-whole", Verdict.FAILS, f"Both are two, not {size}.", computed="2",
                arithmetic=f"both = 2, not {size}", suggestion=f"two of the {size}, or all {size}",
            )  # fmt: skip


def _both(sentence: Sentence, scope: Scope) -> Iterator[Mark]:
    """Both of a group of three or more, when it is the only one named just before."""
    for match in _BOTH.finditer(sentence.text):
        whole = scope.only_count(sentence, match.start("both"))
        told = [sentence.text[: match.start("both")], *(s.text for s in scope.text.before(sentence, 1))]
        thing = _THINGS.search(match["both"])
        if thing is not None and not any(thing[0] in said for said in told):
            continue  # "60 infusions were given; both ulcers had closed"
        if whole is not None and whole > 2 and not _is_day(scope, sentence, whole):
            yield sentence.at(match.start("both"), match.end("both")).mark(
                "count-over-whole", Verdict.FAILS, f"“Both” are two, but {whole} were named just before.",
                computed=str(whole), arithmetic=f"2 ≠ {whole}", suggestion=f"all {whole}, or which two",
            )  # fmt: skip


def _is_day(scope: Scope, sentence: Sentence, number: int) -> bool:
    """Whether the number stands as the day of a month in this sentence or the one before."""
    near = (sentence, *scope.text.before(sentence, 1))
    return any(number in (one.day, one.swapped and one.swapped.day) for said in near for one in dates(said.text))


def _mark(sentence: Sentence, start: int, end: int, part: int, whole: int, *, sure: bool = True) -> Mark:
    return sentence.at(start, end).mark(
        "count-over-whole", Verdict.FAILS if sure else Verdict.ASSUMES, f"{part} cannot be a part of {whole}.",
        computed=f"at most {whole}", arithmetic=f"{part} > {whole}",
        suggestion=f"at most {whole} of {whole}, or another whole",
        assumption=None if sure else f"they are of the {whole} named before",
    )  # fmt: skip
