"""Sentences of a passage."""

from __future__ import annotations

from collections.abc import Iterator

from resorb.reading.lazy import lazy

_END = lazy(r"[.!?][\"'”’)\]]*\s+(?=[\"'“‘(\[]*[A-Z0-9À-Þ\[(*†‡§•-])|[.!?][\"'”’)\]]*$|;\s+(?=\([ivx]+\)|\d\))")
_NOT_AN_END = lazy(
    r"(?:\b(?:Fig|Figs|fig|figs|Tab|No|Nos|no|vs|cf|ca|approx|Dr|Mr|Mrs|Ms|Prof|St|al|e\.g|i\.e|eg|ie|resp|incl|etc|Vol|p|pp|Ref|"
    r"Refs|ref|Eq|Jan|Feb|Mar|Apr|Jun|Jul|Aug|Sep|Sept|Oct|Nov|Dec|avg|wt|inj|q|s\.d|s\.e|s\.e\.m|std|max|med|av|dev|conc|pt|pts|yr|yrs|mo|wk|wks|min|hr|hrs|u|sc|i\.v|p\.o|s\.c|i\.l"
    r"|b\.i\.d|t\.i\.d|q\.d|t\.i\.w|M\.D|Ph\.D)|(?<!/)\b[A-Z]|(?<=\()[bd])\.$"
)
_ENDS_ANYWAY = lazy(
    r"\s+(?:The|This|These|Of|In|At|After|He|She|They|We|It|No|All|Both|Treatment|Sodium|Patient|Patients)\b"
)


def sentences(text: str) -> Iterator[tuple[int, int]]:
    """Start and end of each sentence; together they cover all text but the blanks between them."""
    start = 0
    for match in _END.finditer(text):
        head = text[max(start, match.start() - 12) : match.start() + 1]
        if (
            match.end() < len(text)
            and _NOT_AN_END.search(head)
            and not (
                head.endswith(("al.", "etc.", "wks.", "yrs.", "min.", "hrs."))
                and _ENDS_ANYWAY.match(text, match.start() + 1)
            )
        ):
            continue
        end = match.start() + len(match[0].rstrip())
        if end > start:
            yield start, end
        start = match.end()
    if text[start:].strip():
        yield start, len(text)
