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

from resorb.reading.counts.counted import PEOPLE
from resorb.reading.lazy import lazy
from resorb.reading.numerals import WORD, read_numeral
from resorb.reading.tables.notes import words_of
from resorb.scan.material import Mark, Scanned, Stretch
from resorb.scan.registry import rule
from resorb.scan.rules.tables.common import added
from resorb.values.documents import BlockKind, Passage, Table
from resorb.values.findings import Verdict

_N = rf"\d{{1,4}}|{WORD}"
_OF = lazy(
    rf"(?<![\w.,/–-])(?P<k>{_N}|none|all|both)\s(?:out\s)?of\s(?:the\s|all\s|"
    rf"these\s)?(?P<n>{_N})\s(?P<words>[^.;,()\d]{{3,60}})",
    re.IGNORECASE,
)
_AMONG = lazy(rf"\b(?:of|in)\s(?:the\s|all\s|these\s|our\s)?(?P<n>{_N})\s(?:{PEOPLE}|cases)\b", re.IGNORECASE)
_HAD = lazy(
    rf"(?<![\w.,/–-])(?P<k>{_N})\s(?:(?:had|were|was|showed|reached|achieved|did|got)\s)?(?:an?\s|the\s)?"
    r"(?P<words>[a-z][a-z-]{1,20}(?:\s(?!and\b)[a-z][a-z-]{1,20}){0,2})(?=\s?(?:[.;,]|and\b|$))",
    re.IGNORECASE,
)
_WAY = lazy(
    rf"\b(?:(?P<less>fewer|smaller|fell|fallen|decreased?|less|lower|shrank|dropped|reduced|declined|down)|more\snumerous|"
    rf"larger|rose|risen|increased?|higher|grew|up)\b[^.;]{{0,40}}?\b(?:in|for)\s(?:(?P<k>{_N})\sof\s(?:the\s|all\s)?)?"
    rf"(?P<all>all|every|each|both)?\s?(?:the\s)?(?P<n>{_N})?\s?(?:{PEOPLE}|cases)\b",
    re.IGNORECASE,
)
_BEFORE = lazy(r"\b(?:before|baseline|start|pre|entry|first|initial|week 0|month 0)\b", re.IGNORECASE)
_AFTER = lazy(r"\b(?:after|end|last|final|post|later|follow-?up|(?:week|month|day) [1-9]\d?)\b", re.IGNORECASE)
_DID = lazy(
    rf"(?:^|[.;,:]\s|\band\s)(?P<k>{_N})\s(?:(?:{PEOPLE}|cases|of\sthem|lesions|wounds|ulcers)\s)?(?:had\s|were\s|was\s)?"
    r"(?P<did>[a-z]{4,20})(?=\s?(?:[.;,)]|and\b|$))",
    re.IGNORECASE,
)
_NO_WORDS = frozenset(
    (
        "patients",
        "cases",
        "women",
        "lesions",
        "wounds",
        "ulcers",
        "children",
        "girls",
        "boys",
        "males",
        "females",
        "years",
    )
)
_ROWS = lazy(rf"(?<![\w.,/–-])(?P<k>{_N})\s(?:[a-z-]{{2,20}}\s){{0,2}}?(?P<noun>{PEOPLE}|cases)\b", re.IGNORECASE)
_IN_ALL = lazy(
    rf"(?:\b(?:with\s)?(?:a\stotal\sof\s)(?P<k1>{_N})\s(?P<what1>[a-z]{{4,20}})|"
    rf"(?<![\w.,/–-])(?P<k2>{_N})\s(?P<what2>[a-z]{{4,20}})\s(?:in\sall|in\stotal|altogether|"
    rf"together)|\btotal(?:\snumber)?\sof\s(?P<what3>[a-z]{{4,20}})(?:\s(?:was|is|were)|:|=)?\s(?P<k3>{_N}))\b",
    re.IGNORECASE,
)
_SEX = dict.fromkeys(("women", "woman", "females", "female", "girls", "girl"), "f")
_SEX |= dict.fromkeys(("men", "man", "males", "male", "boys", "boy"), "m")
_OF_SOME = lazy(r"\s+(?:who|with|had|under|over|aged|on)\b")
_AS_ALL = lazy(r"\s*(?:$|[(,.;:]|with\b|were\b|treated\b)")
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
        listing = listing_of(table)
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


def listing_of(table: Table) -> Listing | None:
    """A table as a list of patients, when each row is one of them."""
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
    done: set[int] = set()
    for read in (_of_all, _each_had, _died, _moved, _in_all, _persons):
        for match, group, true, how in read(listing, said):
            start, end = match.span(group)
            if start not in done:
                done.add(start)
                yield Stretch(passage, start, end, at, text.document.name).mark(
                    "table-listing", Verdict.ASSUMES, f"The rows give {true}, not {match[group]}.",
                    printed=match[0].strip(), computed=str(true), arithmetic=how, suggestion=str(true),
                    assumption="the sentence speaks of all rows of this table",
                )  # fmt: skip


Fault = tuple[re.Match[str], str, int, str]
"""What is said, the group of it that is wrong, what the rows give, and how."""


def _of_all(listing: Listing, said: str) -> Iterator[Fault]:
    """Two of five wounds healed."""
    for match in _OF.finditer(said):
        k, n = _number(match["k"], len(listing.rows)), _number(match["n"])
        found = _cells(listing, match["words"]) or _of_sex(listing, match["words"])
        if k is not None and n == len(listing.rows) and found is not None and found[0] != k:
            yield match, "k", found[0], f"{found[0]} rows say “{found[1]}”"


def _each_had(listing: Listing, said: str) -> Iterator[Fault]:
    """Of the five, one had a complete response, two a partial one."""
    among = _AMONG.search(said)
    if among is None or _number(among["n"]) != len(listing.rows):
        return
    for match in _HAD.finditer(said, among.end()):
        k, found = _number(match["k"]), _cells(listing, match["words"])
        if k is not None and found is not None and found[0] != k:
            yield match, "k", found[0], f"{found[0]} rows say “{found[1]}”"


def _moved(listing: Listing, said: str) -> Iterator[Fault]:
    """Lesions became fewer in all five."""
    pairs = _before_after(listing)
    for match in _WAY.finditer(said) if pairs else ():
        n = _number(match["n"]) if match["n"] else None
        k = _number(match["k"]) if match["k"] else len(listing.rows) if match["all"] or n == len(listing.rows) else n
        moved = sum(b < a if match["less"] else b > a for a, b in pairs or ())
        if k not in (None, moved) and n in (None, k, len(listing.rows)):
            way = "lower" if match["less"] else "higher"
            group = next(g for g in ("k", "all", "n") if match[g])
            yield match, group, moved, f"{moved} of {len(listing.rows)} rows are {way}"


def _in_all(listing: Listing, said: str) -> Iterator[Fault]:
    """15 lesions in all."""
    for match in _IN_ALL.finditer(said):
        name = next(n for n in "123" if match[f"k{n}"])
        k, column = _number(match[f"k{name}"]), _named(listing, match[f"what{name}"])
        values = column_of_numbers(listing, column) if column is not None else None
        if k is not None and values and sum(values) != k:
            yield match, f"k{name}", int(sum(values)), added(list(values))


def _persons(listing: Listing, said: str) -> Iterator[Fault]:
    """Five patients, three women."""
    told = {m.start(f"k{name}") for m in _IN_ALL.finditer(said) for name in "123"} | {
        m.start() for m in _OF.finditer(said)
    }
    rows, counted = len(listing.rows), _sexes(listing)
    for match in _ROWS.finditer(said):
        k, behind = _number(match["k"]), said[match.end() :]
        if match.start() in told or k is None:
            continue
        sex = _SEX.get(match["noun"].lower())
        is_part = re.search(r"\b(?:of|these|those)\s$", said[: match.start()])
        if sex and counted and counted[sex] != k and not _OF_SOME.match(behind):
            yield match, "k", counted[sex], f"{counted[sex]} rows say “{sex.upper()}”"
        elif not sex and k != rows and abs(k - rows) <= 3 and not is_part and _AS_ALL.match(behind):
            yield match, "k", rows, f"{rows} rows"


def _died(listing: Listing, said: str) -> Iterator[Fault]:
    """Two patients died: so many cells of one column begin with the word."""
    for match in _DID.finditer(said):
        k, stem = _number(match["k"]), match["did"].lower()[:5]
        if k is None or match["did"].lower() in _NO_WORDS:
            continue
        for at in range(1, len(listing.heads)):
            cells = [re.findall(r"[a-z]+", cell) for cell in listing.column(at)]
            begin = sum(bool(words) and words[0].startswith(stem) for words in cells)
            within = sum(any(w.startswith(stem) for w in words) for words in cells)
            if begin and k not in (begin, within):
                yield match, "k", within, f"{within} rows say “{match['did']}”"
                break


def _of_sex(listing: Listing, words: str) -> tuple[int, str] | None:
    """How many rows have the sex that is the last word of a phrase ("patients were men")."""
    last = re.findall(r"[a-z]+", words.lower())[-1:]
    sex, counted = _SEX.get(last[0]) if last else None, _sexes(listing)
    return (counted[sex], sex.upper()) if sex and counted else None


def _number(word: str, whole: int | None = None) -> int | None:
    if word.lower() in ("none", "all", "both"):
        return 0 if word.lower() == "none" else whole
    value = read_numeral(word)
    return int(value.value) if value is not None and not value.decimals else None


def _cells(listing: Listing, words: str) -> tuple[int, str] | None:
    """How many cells of one column say the last words of a phrase ("wounds healed"), and what they say."""
    wanted = words_of(words)
    letters = re.findall(r"\b[a-z]", words.lower())
    initials = {"".join(letters[at : at + size]) for size in (2, 3) for at in range(len(letters))}
    for at in range(1, len(listing.heads)):
        cells = listing.column(at)
        for value in dict.fromkeys(cells):
            stems = words_of(value)
            told = (stems and stems <= wanted) or (1 < len(value) < 5 and value in initials)
            if told and len(set(cells)) > 1 and not any(c.isdigit() for c in value):
                return cells.count(value), value
    return None


def _before_after(listing: Listing) -> list[tuple[Fraction, Fraction]] | None:
    """The two numbers of each row, where one column holds those before and one those after."""
    places = [[at for at, head in enumerate(listing.heads) if at and way.search(head)] for way in (_BEFORE, _AFTER)]
    if [len(p) for p in places] != [1, 1] or places[0] == places[1]:
        return None
    before, after = (column_of_numbers(listing, p[0]) for p in places)
    return list(zip(before, after, strict=True)) if before and after else None


def _named(listing: Listing, what: str) -> int | None:
    stem = what.lower().rstrip("s")[:6]
    found = [
        at
        for at, head in enumerate(listing.heads)
        if at and any(w.startswith(stem) for w in re.findall(r"[a-z]+", head))
    ]
    return found[0] if len(found) == 1 else None


def column_of_numbers(listing: Listing, column: int) -> Sequence[Fraction] | None:
    """The numbers of a column; None when a cell holds none."""
    values = [read_numeral(cell) if cell else None for cell in listing.column(column)]
    return [v.value for v in values if v is not None] if all(v is not None for v in values) else None


def _sexes(listing: Listing) -> Counter[str] | None:
    for at in range(1, len(listing.heads)):
        cells = [c[:1] if c in ("f", "m", "w", "female", "male") else "?" for c in listing.column(at)]
        if "?" not in cells:
            return Counter("f" if c == "w" else c for c in cells)
    return None
