"""Tables that list patients one by one, against what caption and notes count among them.

"Two of five wounds healed" is told of a column whose cells say "healed"; "four patients (three women), 15 lesions in
all" of the number of rows, a column of sexes and a column of numbers.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from fractions import Fraction

from resorb.reading.counted import PEOPLE
from resorb.reading.lazy import lazy
from resorb.reading.numerals import WORD, read_numeral
from resorb.reading.table_notes import words_of
from resorb.scan.material import Mark, Scanned, Stretch
from resorb.scan.registry import rule
from resorb.scan.rules.tables_common import added
from resorb.values.documents import BlockKind, Passage, Table
from resorb.values.findings import Verdict

_N = rf"\d{{1,4}}|{WORD}"
_OF = lazy(
    rf"(?<![\w.,/–-])(?P<k>{_N}|none|all|both)\s(?:out\s)?of\s(?:the\s|all\s|"
    rf"these\s)?(?P<n>{_N})\s(?P<words>[^.;,()\d]{{3,60}})",
    re.IGNORECASE,
)
_COUNT = lazy(rf"(?<![\w.,/–-])(?P<k>{_N})\s(?P<words>(?:[a-z][a-z-]{{1,20}}\s?){{1,4}})", re.IGNORECASE)
_ROWS = lazy(rf"(?<![\w.,/–-])(?P<k>{_N})\s(?:[a-z-]{{2,20}}\s){{0,2}}?(?P<noun>{PEOPLE}|cases)\b", re.IGNORECASE)
_IN_ALL = lazy(
    rf"(?:\b(?:with\s)?(?:a\stotal\sof\s)(?P<k1>{_N})\s(?P<what1>[a-z]{{4,20}})|"
    rf"(?<![\w.,/–-])(?P<k2>{_N})\s(?P<what2>[a-z]{{4,20}})\s(?:in\sall|in\stotal|altogether|"
    rf"together)|\btotal(?:\snumber)?\sof\s(?P<what3>[a-z]{{4,20}})(?:\s(?:was|is|were)|:|=)?\s(?P<k3>{_N}))\b",
    re.IGNORECASE,
)
_SEX = {
    "women": "f",
    "woman": "f",
    "females": "f",
    "female": "f",
    "girls": "f",
    "men": "m",
    "males": "m",
    "male": "m",
    "boys": "m",
}
_LIST_HEAD = lazy(
    r"(?:no\.?|nr\.?|#|case|patient|pt\.?|pat\.?|id|subject|study|child|lesion|wound|ulcer)s?(?:\s(?:no\.?|"
    r"nr\.?|number|id))?",
    re.IGNORECASE,
)
_LABEL = lazy(r"(?:(?:patient|case|pt\.?|p|no\.?|lesion|wound)\s?)?(?:\d{1,3}|[A-Z]|[IVX]{1,5})\.?", re.IGNORECASE)
_CAPTION = lazy(r"^\W*(?:supplement\w*\s)?(?:e?table|tab\.?)\s?[A-Z]?\d{0,3}[a-z]?[.:]?", re.IGNORECASE)
_MOST = 60


@dataclass(frozen=True)
class Listing:
    """A table with one row for each patient: heads, and the rows below them."""

    heads: tuple[str, ...]
    rows: tuple[tuple[Passage, ...], ...]

    def column(self, at: int) -> list[str]:
        """The cells of a column as lower-case text."""
        return [row[at].text.strip().lower() if at < len(row) else "" for row in self.rows]


@rule(
    "table-listing",
    kind="table",
    doc="What caption and notes count among patients listed one by one is what their rows say.",
    source="counting and addition",
)
def table_listings(text: Scanned) -> Iterator[Mark]:
    """Every table of single patients with a caption or notes that count."""
    for number, table in text.tables:
        listing = _listing(table)
        if listing is None:
            continue
        after = text.document.blocks[number + 1] if number + 1 < len(text.document.blocks) else None
        below = (
            [after.passage]
            if after is not None and after.kind is BlockKind.PARAGRAPH and len(after.passage.text) < 240
            else []
        )
        for passage in filter(None, (table.caption, *table.notes, *below)):
            yield from _judged(text, number, listing, passage)


def _listing(table: Table) -> Listing | None:
    rows = [row for row in table.rows if row]
    if not 3 <= len(rows) <= _MOST or len(rows[0]) < 2:
        return None
    head, *body = rows
    body = [r for r in body if not re.match(r"(?:total|all|sum|mean|median)\b", r[0].text, re.IGNORECASE)]
    labels = [r[0].text.strip() for r in body]
    if len(set(labels)) != len(labels) or not all(_LABEL.fullmatch(label) for label in labels):
        return None
    if not (_LIST_HEAD.fullmatch(head[0].text.strip()) or not head[0].text.strip()):
        return None
    return Listing(tuple(c.text.strip().lower() for c in head), tuple(tuple(r) for r in body))


def _judged(text: Scanned, number: int, listing: Listing, passage: Passage) -> Iterator[Mark]:
    said = _CAPTION.sub(lambda m: " " * len(m[0]), passage.text[:600], count=1)
    at = next((n for n, b in enumerate(text.document.blocks) if b.passage is passage), number)

    def mark(match: re.Match[str], group: str, true: int, how: str) -> Mark:
        where = Stretch(passage, match.start(group), match.end(group), at, text.document.name)
        return where.mark(
            "table-listing", Verdict.FAILS, f"The rows give {true}, not {match[group]}.", printed=match[0].strip(),
            computed=str(true), arithmetic=how, suggestion=str(true),
        )  # fmt: skip

    done: set[int] = set()
    for match in _OF.finditer(said):
        k, n = _number(match["k"], len(listing.rows)), _number(match["n"])
        found = _cells(listing, match["words"])
        done.add(match.start())
        if k is not None and n == len(listing.rows) and found is not None and found[0] != k:
            yield mark(match, "k", found[0], f"{found[0]} rows say “{found[1]}”")
    for match in _IN_ALL.finditer(said):
        name = next(n for n in "123" if match[f"k{n}"])
        k, column = _number(match[f"k{name}"]), _named(listing, match[f"what{name}"])
        values = _numbers(listing, column) if column is not None else None
        done.add(match.start(f"k{name}"))
        if k is not None and values and sum(values) != k:
            yield mark(match, f"k{name}", int(sum(values)), added(list(values)))
    for match in _ROWS.finditer(said):
        k = _number(match["k"])
        words = match["noun"].lower()
        if match.start() in done or k is None:
            continue
        done.add(match.start())
        is_all = not _SEX.get(words) and re.match(r"\s*(?:$|[(,.;:]|with\b|were\b|treated\b)", said[match.end() :])
        if (
            is_all
            and k != len(listing.rows)
            and not re.search(r"\bof\s$", said[: match.start()])
            and abs(k - len(listing.rows)) <= 3
        ):
            yield mark(match, "k", len(listing.rows), f"{len(listing.rows)} rows")
        sex = _SEX.get(words)
        counted = _sexes(listing)
        if (
            sex
            and counted
            and counted[sex] != k
            and not re.match(r"\s+(?:who|with|had|under|over|aged|on)\b", said[match.end() :])
        ):
            yield mark(match, "k", counted[sex], f"{counted[sex]} rows say “{sex.upper()}”")


def _number(word: str, whole: int | None = None) -> int | None:
    if word.lower() in ("none", "all", "both"):
        return 0 if word.lower() == "none" else whole
    value = read_numeral(word)
    return int(value.value) if value is not None and not value.decimals else None


def _cells(listing: Listing, words: str) -> tuple[int, str] | None:
    """How many cells of one column say the last words of a phrase ("wounds healed"), and what they say."""
    wanted = words_of(words)
    for at in range(1, len(listing.heads)):
        cells = listing.column(at)
        for value in dict.fromkeys(cells):
            stems = words_of(value)
            if stems and stems <= wanted and len(set(cells)) > 1 and not any(c.isdigit() for c in value):
                return cells.count(value), value
    return None


def _named(listing: Listing, what: str) -> int | None:
    stem = what.lower().rstrip("s")[:6]
    found = [
        at
        for at, head in enumerate(listing.heads)
        if at and any(w.startswith(stem) for w in re.findall(r"[a-z]+", head))
    ]
    return found[0] if len(found) == 1 else None


def _numbers(listing: Listing, column: int) -> Sequence[Fraction] | None:
    values = [read_numeral(cell) if cell else None for cell in listing.column(column)]
    return [v.value for v in values if v is not None] if all(v is not None for v in values) else None


def _sexes(listing: Listing) -> Counter[str] | None:
    for at in range(1, len(listing.heads)):
        cells = [c[:1] if c in ("f", "m", "w", "female", "male") else "?" for c in listing.column(at)]
        if "?" not in cells:
            return Counter("f" if c == "w" else c for c in cells)
    return None
