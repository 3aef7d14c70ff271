"""Who was counted: groups with their sizes, parts of them with percentages, and the steps of attrition."""

from __future__ import annotations

import re
from collections.abc import Iterator

from resorb.reading.counts.counted import Count, Ratio
from resorb.reading.counts.groups import Group, groups
from resorb.reading.counts.losses import attrition, begins
from resorb.reading.counts.proportions import Proportion, Token, proportions, tokens
from resorb.reading.counts.shares import Percentage
from resorb.reading.lazy import lazy
from resorb.scan.drafting.facts import Fact, Row, fact, put
from resorb.scan.drafting.persons import is_told_of_others
from resorb.scan.material import Scanned, Sentence, Stretch
from resorb.scan.rules.counts.scope import Scope
from resorb.values.documents import Table

_MOST_TEXT = 700
_LESIONS = lazy(r"(?:lesion|deposit|nodule|ulcer|plaque|calcification)s?$")
_SHARES = lazy(r"%|per\s?cent", re.IGNORECASE)
_CELL = lazy(r"(?P<n>\d{1,5})\s*\(\s*(?P<percent>\d{1,3}(?:[.·]\d{1,2})?)\s*%?\s*\)", re.ASCII)


def counted(text: Scanned) -> list[Row]:
    """Groups in the order met: sizes first, then the parts of each with a percentage, then rows of tables."""
    own = [s for s in text.sentences if len(s.text) <= _MOST_TEXT * 4 and not is_told_of_others(s)]
    sizes: list[Row] = []
    for sentence in own:
        for group in groups(sentence.text):
            if group.size > 1 and (group.is_people or _LESIONS.search(group.noun)):
                put(sizes, _size(sentence, group), whole=True)
    for number, row in enumerate(sizes, 1):
        row.name = f"g{number}"
    parts: list[Row] = []
    scope = Scope(text)
    for sentence in own:
        for one in proportions(sentence.text):
            if isinstance(one.share, Percentage) and one.part is not None:
                whole = one.whole if one.whole is not None else _spoken_of(scope, sentence, one)
                put(parts, Row("groups", list(_part(sentence, one, one.share, whole, sizes))), whole=True)
    for block, table in text.tables:
        for facts in _cells(text, block, table):
            put(parts, Row("groups", facts), whole=True)
    for number, row in enumerate(parts, len(sizes) + 1):
        row.name = f"g{number}"
    return sizes + parts


def _size(sentence: Sentence, group: Group) -> Row:
    at = sentence.at(group.start, group.end)
    column = "n_lesions" if _LESIONS.search(group.noun) else "n"
    label = [fact("groups", "label", at)] if group.noun else []
    return Row("groups", [*label, fact("groups", column, at, str(group.size))])


def _spoken_of(scope: Scope, sentence: Sentence, one: Proportion) -> int | None:
    """The size of the group that the sentence speaks of, when that is sure."""
    group = None if one.is_subset else scope.group_for(sentence, one)
    return group.size if group is not None and group.is_sure else None


def _part(
    sentence: Sentence, one: Proportion, share: Percentage, whole: int | None, sizes: list[Row]
) -> Iterator[Fact]:
    """A count with its percentage; the whole is named when exactly one group has its size."""
    closed = sentence.text[one.end : one.end + 1] == ")" and "(" in sentence.text[one.start : one.end]
    at = sentence.at(one.start, one.end + closed)
    wholes = [row for row in sizes if ("n", str(whole)) in row.values()]
    if len(wholes) == 1:
        yield Fact("of", wholes[0].name, wholes[0].facts[-1].at, wholes[0].facts[-1].printed)
    yield fact("groups", "n", at, str(one.part))
    yield fact("groups", "percent", sentence.at(share.number_start, share.end), share.number.text)


def _cells(text: Scanned, block: int, table: Table) -> Iterator[list[Fact]]:
    """Rows of a table of counts with percentages: the head of the row is the label as printed."""
    head = table.rows[0] if table.rows else ()
    columns = [n for n, cell in enumerate(head) if n and _SHARES.search(cell.text)]
    if len(columns) != 1:
        return
    for row in table.rows[1:]:
        cell = row[columns[0]] if columns[0] < len(row) else None
        match = _CELL.fullmatch(cell.text.strip()) if cell is not None else None
        if cell is None or match is None or not row[0].text.strip():
            continue
        at: Stretch = text.cell(block, cell)
        label = fact("groups", "label", text.cell(block, row[0]))
        yield [label, fact("groups", "n", at, match["n"]), fact("groups", "percent", at, match["percent"])]


def steps(text: Scanned) -> list[Row]:
    """The steps of an attrition that is told whole: who began, each loss, who was left."""
    rows: list[Row] = []
    done = -1
    for number, sentence in enumerate(text.sentences):
        if (
            number <= done
            or len(sentence.text) > _MOST_TEXT
            or is_told_of_others(sentence)
            or not begins(sentence.text)
        ):
            continue
        for last in range(number, min(number + 3, len(text.sentences))):
            more = text.sentences[last]
            ends = more.start + len(more.text)
            if more.block_number != sentence.block_number or ends - sentence.start > _MOST_TEXT:
                break
            found = _steps(sentence, sentence.passage.text[sentence.start : ends])
            if found:
                rows += found
                done = last
                break
    return rows


def _steps(sentence: Sentence, text: str) -> list[Row]:
    told = attrition(text)
    if told is None:
        return []
    whole: list[Token] = [t for t in tokens(text) if isinstance(t, Count | Ratio)]
    at = next((n for n, token in enumerate(whole) if token.start == told.start), None)
    if at is None:
        return []
    first = at - len(told.lost)
    rows = []
    for lost, token in zip(told.lost, whole[max(0, first) : at], strict=False):
        if lost >= 0:
            stretch = sentence.at(token.start, token.end)
            rows.append(Row("attrition", [fact("attrition", "out", stretch, str(lost))]))
    begun = whole[first - 1] if first > 0 and not isinstance(whole[max(0, first)], Ratio) else whole[max(0, first)]
    begins_at = sentence.at(begun.start, begun.end)
    left = sentence.at(told.start, told.end)
    return [
        Row("attrition", [fact("attrition", "left", begins_at, str(told.begun))]),
        *rows,
        Row("attrition", [fact("attrition", "left", left, str(told.left))]),
    ]
