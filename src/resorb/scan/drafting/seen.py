"""What was found in patients: results of the laboratory, conditions, variants."""

from __future__ import annotations

import re
from collections.abc import Iterator

from resorb.codes import genes
from resorb.reading.labs.ranges import LabRange
from resorb.reading.labs.words import LabResult, lab_results
from resorb.reading.lazy import lazy
from resorb.reading.papers.condition_names import condition_names
from resorb.reading.variants.names import variant_names
from resorb.scan.drafting.facts import Fact, Row, fact
from resorb.scan.drafting.persons import People, is_told_of_others
from resorb.scan.material import Scanned, Sentence, Stretch
from resorb.scan.rules.doses.texts import MOST_CHARACTERS
from resorb.scan.rules.labs.tables import rows_of, value_in

Placed = tuple[Row | None, Row]
"""The patient a row is of, or None, and the row."""
_GROUP = lazy(r"\b(?:mean|median|average[ds]?|IQR|interquartile|SD|respectively|patients)\b", re.IGNORECASE)
_NUMBERS = lazy(r"\d[\d.,·]*")


def labs(text: Scanned, people: People) -> Iterator[Placed]:
    """Every result with an analyte and a value; those of groups are nobody's."""
    for sentence in _own(text):
        of = None if _GROUP.search(sentence.text) else people.of_sentence(sentence)
        for result in lab_results(sentence.text):
            facts = _result(result, sentence)
            if facts:
                yield of, Row("labs", facts)
    for block, table in text.tables:
        for row in rows_of(table):
            for head, cell in row.cells:
                value = value_in(cell, row.unit)
                of = people.of_label(head)
                if value is None or of is None or not value.unit_printed:
                    continue
                printed = cell.text[value.start : value.end]
                ways = (printed, f"{printed} {value.unit_printed}")
                at = text.cell(block, cell, value.start, value.end)
                yield of, Row("labs", [fact("labs", "analyte", at, row.name.analyte), fact("labs", "value", at, *ways)])


def _result(result: LabResult, sentence: Sentence) -> list[Fact]:
    if result.name is None or len(result.values) != 1 or result.values[0].is_spread:
        return []
    value = result.values[0]
    if not value.unit_printed and not result.range:
        return []
    at = sentence.at(value.start, value.end)
    ways = (sentence.text[value.start : value.end], f"{sentence.text[value.start : value.end]} {value.unit_printed}")
    facts = [
        fact("labs", "analyte", sentence.at(result.name.start, result.name.end), result.name.analyte),
        fact("labs", "value", at, *ways),
    ]
    if result.range is not None:
        facts += _range(result.range, sentence.at(result.range.start, result.range.end), value.unit_printed)
    if result.level is not None:
        facts.append(fact("labs", "level", sentence.at(result.level.start, result.level.end), result.level.level))
    return facts


def _range(printed: LabRange, at: Stretch, unit: str) -> list[Fact]:
    numbers = _NUMBERS.findall(at.passage.text[at.start : at.end])
    if printed.low is None or printed.high is None or len(numbers) < 2:
        return []
    low, high = (number.rstrip(".,") for number in numbers[:2])
    return [fact("labs", "range", at, f"{low}-{high} {printed.unit_printed or unit}")]


def diagnoses(text: Scanned, people: People) -> Iterator[Placed]:
    """Every listed condition that is said to be there, and every variant, with a gene that its sentence names alone."""
    for sentence in _own(text):
        of = people.of_sentence(sentence)
        for name in condition_names(sentence.text):
            at = sentence.at(name.start, name.end)
            yield of, Row("conditions", [fact("conditions", "condition", at, name.condition)])
        found = variant_names(sentence.text)
        if found:
            named = [m for gene in genes() for m in re.finditer(rf"(?<![\w-]){gene}(?![\w-])", sentence.text)]
            gene = (
                [fact("conditions", "gene", sentence.at(*named[0].span()))] if len({m[0] for m in named}) == 1 else []
            )
            variants = [fact("conditions", "variants", sentence.at(one.start, one.end)) for one in found]
            yield of, Row("conditions", [*gene, *variants])


def _own(text: Scanned) -> Iterator[Sentence]:
    return (s for s in text.sentences if len(s.text) <= MOST_CHARACTERS and not is_told_of_others(s))
