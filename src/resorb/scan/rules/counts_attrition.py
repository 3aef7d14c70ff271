"""Who was left after some were lost; and the rest after some were counted."""

from __future__ import annotations

import re
from collections.abc import Iterator

from resorb.reading.counted import COUNT, NOUN, PEOPLE, Count, Ratio, measured, value_of
from resorb.reading.lazy import lazy
from resorb.reading.losses import attrition, begins
from resorb.reading.proportions import tokens
from resorb.scan.material import Mark, Scanned, Sentence
from resorb.scan.registry import rule
from resorb.scan.rules.counts_scope import Scope
from resorb.values.findings import Verdict

_MOST_TEXT = 700


@rule(
    "attrition",
    kind="count",
    doc="Those who began less those who were lost are those who were left.",
    source="exact sums",
)
def losses(text: Scanned) -> Iterator[Mark]:
    """Attrition told in one sentence, or in up to three in a row."""
    done = -1
    for number, sentence in enumerate(text.sentences):
        if number <= done or len(sentence.text) > _MOST_TEXT or not begins(sentence.text):
            continue
        for more in range(3):
            last = number + more
            if last >= len(text.sentences) or text.sentences[last].block_number != sentence.block_number:
                break
            ends = text.sentences[last].start + len(text.sentences[last].text)
            if ends - sentence.start > _MOST_TEXT:
                break
            found = attrition(sentence.passage.text[sentence.start : ends])
            if found is None:
                continue
            done = last
            more_or_fewer = "more" if found.rest > found.left else "fewer"
            steps = "".join(f" − {n}" if n >= 0 else f" + {-n}" for n in found.lost)
            sum_up = f"{found.begun}{steps} = {found.rest}"
            at = sentence.at(found.start, found.end)
            if found.rest == found.left:
                yield at.mark(
                    "attrition", Verdict.HOLDS, f"{sum_up}, as printed.", arithmetic=sum_up, computed=str(found.rest)
                )
                break
            assumption = "some of those lost were still counted" if found.is_weak else None
            yield at.mark(
                "attrition", Verdict.ASSUMES if assumption else Verdict.FAILS,
                f"{found.begun} less those lost leaves {found.rest}, not {found.left}.",
                computed=str(found.rest), arithmetic=f"{sum_up}, not {found.left}", assumption=assumption,
                suggestion=f"{found.rest} left, or {abs(found.rest - found.left)} {more_or_fewer} lost",
            )  # fmt: skip
            break


_REST = lazy(
    rf"\b(?:the|with\s+the|all)\s+(?:remaining|other|rest,?)\s+(?P<n>{COUNT})(?:\s+(?P<noun>{NOUN}))?"
    rf"|(?<=[,;]\s)(?:and\s+)?(?P<n4>{COUNT})\s+remaining(?:\s+{NOUN})?|\bthe\s+(?P<n5>{COUNT})\s+(?:others|remaining)(?:\s+{PEOPLE})?"
    rf"|\bthe\s+rest,\s+(?P<n2>{COUNT})|(?<!\bof\s)(?<!\bamong\s)\bthe\s+(?P<n3>{COUNT})(?:\s+{PEOPLE})?\s+who\s+(?:did|had|could|were|was)\s+not\b",
    re.IGNORECASE,
)
_IN_PARALLEL = lazy(
    r"\b(?P<word>in|among|of|for)\s+the\s+\d+[^.;]{0,200}[,;]\s+(?:and\s+)?(?P=word)\s+$", re.IGNORECASE
)
"""What is said of one group and then of the other, not of the rest of the first."""
_NEAR = 4
"""By how many the rest may exceed what is left for a slip to be likelier than parts that overlap."""
_OTHER_THINGS = lazy(rf"\s+(?!{NOUN}|was\b|has\b|is\b|as\b|vs\b)[^\W\d]+s\b", re.IGNORECASE)
_HEADS = lazy(rf"\s+(?:[^\W\d][\w'’-]*\s+){{0,3}}?{NOUN}\b[^.;:()]{{0,90}}[:(]\s*$", re.IGNORECASE)
_SUBSET = lazy(
    r"\b(?:of\s+(?:these|them|whom|which|those)|among\s+(?:these|them|those|whom)|including|both|in\s+addition|arms?|groups?|respectively)\b",
    re.IGNORECASE,
)
_PERSON = lazy(PEOPLE, re.IGNORECASE)


@rule(
    "remaining",
    kind="count",
    doc="The rest of a group is at most the group less its largest part, at least the group less all parts.",
    source="exact sums; parts may overlap",
)
def remaining(text: Scanned) -> Iterator[Mark]:
    """What is called the remaining, the others, the rest, against the group and the parts named before it."""
    scope = Scope(text)
    for sentence in text.sentences:
        for match in _REST.finditer(sentence.text):
            name = next(g for g in ("n", "n2", "n3", "n4", "n5") if match[g])
            rest, end = value_of(match[name]), match.end(name)
            if _IN_PARALLEL.search(sentence.text[: match.start()]):
                continue
            if rest is None or measured(sentence.text, end) or _OTHER_THINGS.match(sentence.text, match.end()):
                continue
            yield from _judged(sentence, match, rest, end, scope)
            break


def _judged(sentence: Sentence, match: re.Match[str], rest: int, end: int, scope: Scope) -> Iterator[Mark]:
    noun = None if " rest" in match[0].lower() else match["noun"]
    before = sentence.text[max(0, match.start() - 300) : match.start()]
    found = _whole_and_parts(before, noun)
    if found is None:
        for earlier in scope.text.before(sentence, 1):
            if not any(isinstance(t, Count | Ratio) for t in tokens(before)):
                found = _whole_and_parts(earlier.text[-300:], noun)
            else:
                found = _said_before(before, earlier, scope)
    if found is None:
        return
    whole, parts = found
    low, high = max(0, whole - sum(parts)), whole - max(parts)
    sum_up = f"{whole} − {' − '.join(map(str, parts))} = {whole - sum(parts)}"
    at = sentence.at(match.start(), max(end, match.end()))
    if rest == low:
        yield at.mark("remaining", Verdict.HOLDS, f"{sum_up}, as printed.", computed=str(low), arithmetic=sum_up)
    elif low < rest <= high and rest - low <= _NEAR and len(parts) > 1 and not measured(sentence.text, end):
        yield at.mark(
            "remaining", Verdict.ASSUMES, f"The rest of {whole} is {low}, not {rest}.", computed=str(low),
            arithmetic=f"{sum_up}, not {rest}", suggestion=f"the remaining {low}",
            assumption="some were counted in two of the parts",
        )  # fmt: skip
    elif not low <= rest <= high:
        yield at.mark(
            "remaining", Verdict.FAILS, f"The rest of {whole} is {low}, not {rest}.", computed=str(low),
            arithmetic=f"{sum_up}, not {rest}", suggestion=f"the remaining {low}",
        )  # fmt: skip


def _said_before(text: str, earlier: Sentence, scope: Scope) -> tuple[int, list[int]] | None:
    """Parts in this sentence of the only group of the one before: "We read 34 charts. In 20 …, in the other …"."""
    parts = [t.value for t in tokens(text) if isinstance(t, Count)]
    size = scope.only_count(earlier, len(earlier.text) + 1)
    if size is None or not parts or max(parts) > size or _SUBSET.search(text):
        return None
    return (size, parts) if not any(isinstance(t, Ratio) for t in tokens(text)) else None


_BOUND = lazy(r"\b(?:at\s+least|at\s+most|more\s+than|fewer\s+than|less\s+than|up\s+to|over|under)\s*$", re.IGNORECASE)
"""What makes a number a bound ("at least one measurement"), not a part."""


def _whole_and_parts(text: str, noun: str | None) -> tuple[int, list[int]] | None:
    """The one whole of a stretch and the parts of it; None when there is not just one, or other things are counted."""
    if _SUBSET.search(text):
        return None
    found = [t for t in tokens(text) if isinstance(t, Count | Ratio) and not _BOUND.search(text[: t.start])]
    shares = [t for t in found if isinstance(t, Ratio)]
    if len(shares) == 1 and found[0] is shares[0] and shares[0].part < shares[0].whole:
        whole, parts, of = shares[0].whole, [shares[0].part], shares[0].end
        parts += [t.value for t in found[1:] if isinstance(t, Count)]
    elif (
        not shares
        and len(found) > 1
        and isinstance(found[0], Count)
        and (
            re.search(r"\b(?:of|among)\s+[^\d,]{0,12}$", text[: found[0].start], re.I)
            or (not text[: found[0].start].strip() and _HEADS.match(text[found[0].end : found[1].start]))
        )
    ):
        whole, of = found[0].value, found[0].end
        parts = [t.value for t in found[1:] if isinstance(t, Count)]
    else:
        return None
    counted = re.match(rf"\s+(?:[^\W\d][\w'’-]*\s+){{0,4}}?(?P<noun>{NOUN})", text[of : of + 80], re.IGNORECASE)
    if (
        noun
        and counted
        and noun.lower() != counted["noun"].lower()
        and not (_PERSON.fullmatch(noun) and _PERSON.fullmatch(counted["noun"]))
    ):
        return None
    return (whole, parts) if max(parts) <= whole else None
