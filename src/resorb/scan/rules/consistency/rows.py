"""A row of counts against the sentence that says how many had the same: "Warfarin 11", "12 used warfarin"."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator

from resorb.reading.counts.counted import COUNT, is_label, measured, value_of
from resorb.reading.lazy import lazy
from resorb.reading.numerals import numerals
from resorb.reading.tables.grid import RowKind
from resorb.scan.material import Mark, Scanned, Sentence
from resorb.scan.registry import rule
from resorb.scan.rules.consistency.common import is_of_others
from resorb.scan.rules.tables.common import grids
from resorb.values.findings import Verdict

_MOST_ROWS = 60
_MOST_SENTENCES = 5000
_LONGEST = 800
_UNITS = lazy(r"(?:,?\s*(?:n\s*)?\(?(?:n|no\.?)?,?\s*\(?%\)?\)?|,\s*n|,\s*no\.?)\s*$", re.IGNORECASE)
_PLAIN = lazy(r"[A-Za-z][a-z-]{3,}(?:\s[a-z][a-z-]{2,}){0,3}")
_EMPTY = frozenset(
    """none total unknown other others yes absent present female male women missing patients lesions number complete
    partial positive negative first second mild moderate severe left right topical alone""".split()  # noqa: SIM905
)
_NARROW = lazy(
    r"\b(?:of\s+(?:these|those|them|whom)|among|responders|arm|group|placebo|vehicle|controls?|respectively|at\s+(?:week|month|"
    r"baseline|entry|least)|after|later|new|worsened|severe|previous|history|other|also|both|only|alone|or|first|"
    r"second|women\s+with|men\s+with|subgroup|day|week|month|infusions?|sessions?|episodes?|lesions?)\b",
    re.IGNORECASE,
)
_OPENED = lazy(
    rf"(?:^|[.;:,(]\s*)(?:of|among(?:st)?|in|for|with)\s+(?:all\s+)?(?:the|these|those|our|his|her|their)?\s*(?:of\s+)?(?P<m>{COUNT})(?![\s-]*(?:"
    rf"weeks?|months?|years?|days?|cent(?:re|er)s?|hospitals?|countries)\b)",
    re.IGNORECASE,
)
"""A group that the sentence speaks of: "of the 6 minors, 5 had"."""
_NAMED = lazy(rf"(?P<m>{COUNT})\s+(?:were\s+)?[^\W\d][\w'’-]*(?:\s+[^\W\d][\w'’-]*){{0,3}}\s?[:(–—]", re.IGNORECASE)
"""The same with those who are told of it behind: "6 minors: 5 had", "six were minors (1 had …)"."""
_OF_SOME = lazy(
    r"(?:^|[.;:]\s*)(?:of|in|for)\s+(?:the\s+|our\s+)?(?:minors|children|adults|adolescents|infants|boys|girls|wom[ae]n|m[ae]n|others|"
    r"rest|remaining|survivors|deaths|dead|youngest|oldest|younger|older)\b",
    re.IGNORECASE,
)


@rule(
    "row-in-text",
    kind="consistency",
    doc="How many had what is the same in the row of a table and in the sentence that says it.",
    source="rows of the one column of counts; sentences that name the row's words right behind a count",
)
def rows_in_text(text: Scanned) -> Iterator[Mark]:
    """Rows with a plain label of which one other count is told in the text, and the row's own is not."""
    ours = [s for s in text.sentences if len(s.text) <= _LONGEST and not is_of_others(s)]
    whole = "\n".join(s.text for s in ours).lower() if len(ours) <= _MOST_SENTENCES else ""
    for number, grid in grids(text):
        columns = [c for c, column in enumerate(grid.columns) if column.counts and not column.is_percent]
        if len(columns) != 1 or len(grid.rows) > _MOST_ROWS:
            continue
        labels = Counter(_bare(row.label) for row in grid.rows)
        for row in grid.rows:
            label, cell = _bare(row.label), row.cells[columns[0]]
            if (
                cell.count is None
                or row.kind is not RowKind.VALUES
                or labels[label] > 1
                or not _is_plain(label)
                or label not in whole
            ):
                continue
            wholes = {*grid.wholes(columns[0]), *filter(None, (cell.whole,))}
            told = list(_told(ours, label, wholes))
            if not told or len({value for _, _, value in told}) != 1 or told[0][2] in (cell.count, cell.whole):
                continue
            if any(label in s.text.lower() and s != told[0][0] and _prints(s, cell.count) for s in ours):
                continue
            sentence, match, value = told[0]
            line = sentence.passage.line_and_column(sentence.start)[0]
            yield text.cell(number, cell.passage, *cell.span).mark(
                "row-in-text", Verdict.ASSUMES,
                f"The table prints {cell.count} for “{row.label}”, line {line} says {value}.", computed=str(value),
                arithmetic=f"{cell.count} (table) ≠ {value} (line {line}: “{match[0]}”)",
                suggestion=f"{value} here, or {cell.count} there", assumption="the text speaks of a part of the group",
            )  # fmt: skip


def _prints(sentence: Sentence, count: int) -> bool:
    return any(number.value == count for number in numerals(sentence.text))


def _bare(label: str) -> str:
    return _UNITS.sub("", label.strip()).strip(" ,:").lower()


def _is_plain(label: str) -> bool:
    return bool(_PLAIN.fullmatch(label)) and not _EMPTY & set(label.split())


def _told(ours: list[Sentence], label: str, wholes: set[int]) -> Iterator[tuple[Sentence, re.Match[str], int]]:
    """Counts in the text right before the words of the label, in sentences that speak of no part or time."""
    words = re.escape(label)
    said = re.compile(
        rf"(?P<n>{COUNT})(?:\s+(?:patients|cases|participants|subjects|adults|children|persons|people))?(?:\s*\([^()]{{0,20}}\))?"
        rf"\s+(?:had|used|received|took|were\s+on|was\s+on|were|with|on|showed|reported|developed|experienced)\s+"
        rf"(?:a\s+|an\s+|taking\s+)?{words}(?![\w-])",
        re.IGNORECASE,
    )
    for sentence in ours:
        if label not in sentence.text.lower() or _NARROW.search(sentence.text) or _OF_SOME.search(sentence.text):
            continue
        for match in said.finditer(sentence.text):
            value = value_of(match["n"])
            behind = match.end("n")
            if re.search(
                r"\bof\s+(?:(?:the|our|these)\s+)?$", sentence.text[max(0, match.start() - 10) : match.start()]
            ):
                continue
            before = sentence.text[: match.start()]
            groups = (*_NAMED.finditer(before), *_OPENED.finditer(before))
            if any(value_of(group["m"]) not in wholes for group in groups):
                continue
            if value is not None and not measured(sentence.text, behind) and not is_label(sentence.text, match.start()):
                yield sentence, match, value
