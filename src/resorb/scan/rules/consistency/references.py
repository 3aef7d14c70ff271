"""Tables and figures that a text cites: they exist, and hold what is said of them."""

from __future__ import annotations

import re
from collections import Counter, defaultdict
from collections.abc import Iterator
from dataclasses import dataclass, field

from resorb.reading.lazy import lazy
from resorb.reading.papers.citations import Citation, caption_label, citations, stems
from resorb.reading.sentences import sentences
from resorb.scan.material import Mark, Scanned, Sentence
from resorb.scan.registry import rule
from resorb.values.documents import BlockKind
from resorb.values.findings import Verdict

Label = tuple[str, int]
_LONGEST_CLAUSE = 320
_IS_SUBJECT = lazy(
    r"\s+(?:also\s+)?(?:shows?|lists?|gives?|describes?|summari[sz]es?|presents?|compares?|depicts?|displays?|"
    r"illustrates?|"
    r"contains?|provides?|details?|reports?|demonstrates?|the|an?|how|what|which)\b",
    re.IGNORECASE,
)
_RUN_IN = lazy(r"(?:^|(?<=[.)\]\da-z] )|(?<=\d))(?:Table|Figure|Fig\.?)\s\d{1,2}\.?(?=\s[A-Z])")
_FEW = 4
"""A clause of so few content words is about another table only when all of them stand there."""
_CLEAR = 3
"""By how many content words another table must fit better than the cited one."""


@dataclass
class Captioned:
    """What is known of one table or figure: its entries (caption, and each row of the table) as content words."""

    line: int
    entries: list[frozenset[str]] = field(default_factory=list)

    def fit(self, words: frozenset[str]) -> int:
        """How many of the words its best entry holds."""
        return max((len(words & entry) for entry in self.entries), default=0)

    def is_of(self, words: frozenset[str]) -> bool:
        """Whether its caption holds all of the words."""
        return bool(self.entries) and words <= frozenset().union(*self.entries[:2])


_CROWD = 30
"""A sentence that cites more tables and figures is a list of them: nothing is said of any."""


@rule(
    "reference",
    kind="consistency",
    doc="A table or figure that is cited exists, and holds what is said of it.",
    source="captions of the document; content words shared by the citing clause and captions or rows",
)
def references(text: Scanned) -> Iterator[Mark]:
    """Every citation of a table or figure."""
    held = _captioned(text)
    inline = set(_run_in(text))
    cited = [(s, c) for s in text.sentences if s.block.kind is not BlockKind.CAPTION for c in citations(s.text)]
    times = Counter((c.kind, c.number) for _, c in cited)
    missing: dict[str, set[int]] = defaultdict(set)
    for kind, number in times:
        if (kind, number) not in held:
            missing[kind].add(number)
    crowd = Counter(id(s) for s, _ in cited)
    for sentence, one in cited:
        if crowd[id(sentence)] > _CROWD:
            continue
        present = sorted(number for kind, number in held if kind == one.kind)
        if (one.kind, one.number) in held:
            yield from _elsewhere(sentence, one, held, times)
        elif (
            1 in present
            and one.number < present[-1]
            and len(missing[one.kind]) == 1
            and (one.kind, one.number) not in inline
            and len(present) == present[-1] - 1
        ):
            yield _gap(sentence, one, present)
        elif (
            present
            and one.number > present[-1]
            and len(missing[one.kind]) == 1
            and (one.kind, one.number) not in inline
            and present == list(range(1, len(present) + 1))
        ):
            yield _absent(sentence, one, held, present)


def _captioned(text: Scanned) -> dict[Label, Captioned]:
    found: dict[Label, Captioned] = {}
    for block in text.document.blocks:
        if block.kind is BlockKind.CAPTION:
            passage = block.passage
            label: Label | None = None
            for start, end in sentences(passage.text):
                label = caption_label(passage.text[start:end]) or label
                if label is not None:
                    one = found.setdefault(label, Captioned(passage.line_and_column(start)[0]))
                    one.entries.append(stems(passage.text[start:end]))
    for _, table in text.tables:
        label = caption_label(table.label) or (caption_label(table.caption.text) if table.caption else None)
        if label is not None and label in found:
            found[label].entries += [stems(row[0].text) for row in table.rows if row]
            if table.rows:
                found[label].entries.append(stems(" ".join(cell.text for cell in table.rows[0])))
    return found


def _run_in(text: Scanned) -> Iterator[Label]:
    """Labels of captions that a copied text runs into its paragraphs: "... (Figure 2). Figure 2 Scan of the chest"."""
    for sentence in text.sentences:
        for match in _RUN_IN.finditer(sentence.text):
            if not _IS_SUBJECT.match(sentence.text, match.end()) and (label := caption_label(match[0])):
                yield label


def _name(kind: str, number: int) -> str:
    return f"{kind.capitalize()} {number}"


def _clause(sentence: Sentence, one: Citation) -> str:
    """What is said of the cited table: the words before a citation in brackets, or behind one that is the subject."""
    text = sentence.text
    others = [c for c in citations(text) if c.start != one.start]
    after = text[one.end : min((c.start for c in others if c.start > one.start), default=len(text))]
    before = text[max((c.end for c in others if c.end <= one.start), default=0) : one.start]
    bracketed = before.count("(") > before.count(")")
    said = after.split(", ")[0] if not bracketed and _IS_SUBJECT.match(after) else before
    return said[-_LONGEST_CLAUSE:]


def _absent(sentence: Sentence, one: Citation, held: dict[Label, Captioned], present: list[int]) -> Mark:
    words = stems(_clause(sentence, one))
    fits = sorted(((held[one.kind, n].fit(words), n) for n in present), reverse=True)
    clear = fits[0][0] > 1 and (len(fits) == 1 or fits[1][0] < fits[0][0])
    sure = len(present) > 1
    last = _name(one.kind, present[-1])
    return sentence.at(one.start, one.end).mark(
        "reference",
        Verdict.FAILS if sure else Verdict.ASSUMES,
        f"There is no {_name(one.kind, one.number)} in this document; the last one is {last}.",
        computed=", ".join(_name(one.kind, n) for n in present),
        arithmetic=f"captions found: {', '.join(_name(one.kind, n) for n in present)}",
        suggestion=f"{_name(one.kind, fits[0][1])}, which holds what is said here"
        if clear
        else f"{last} or another one",
        assumption=None if sure else f"{_name(one.kind, one.number)} was left out of this file",
    )


def _gap(sentence: Sentence, one: Citation, present: list[int]) -> Mark:
    name = _name(one.kind, one.number)
    last = _name(one.kind, present[-1])
    return sentence.at(one.start, one.end).mark(
        "reference",
        Verdict.ASSUMES,
        f"There is no {name} in this document, though there is {last}.",
        computed=", ".join(_name(one.kind, n) for n in present),
        arithmetic=f"captions found: {', '.join(_name(one.kind, n) for n in present)}",
        suggestion=f"{last}, or number the captions without a gap",
        assumption=f"{name} was left out of this file",
    )


def _elsewhere(
    sentence: Sentence, one: Citation, held: dict[Label, Captioned], times: Counter[Label]
) -> Iterator[Mark]:
    """The cited table holds nothing of what is said of it, and another does."""
    if len({(c.kind, c.number) for c in citations(sentence.text) if c.kind == one.kind}) > 2:
        return
    words = stems(_clause(sentence, one))
    own = held[one.kind, one.number].fit(words)
    others = [(c.fit(words), number) for (kind, number), c in held.items() if kind == one.kind and number != one.number]
    if not others or len(words) < 2:
        return
    best, number = max(others)
    unique = sum(fit == best for fit, _ in others) == 1
    never_cited = not times[one.kind, number]
    short = (
        len(words) <= _FEW and best == len(words) and own == 0 and (never_cited or held[one.kind, number].is_of(words))
    )
    if not unique or not (short or (best > _CLEAR and best >= own + _CLEAR)):
        return
    name, better = _name(one.kind, one.number), _name(one.kind, number)
    shared = max(held[one.kind, number].entries, key=lambda e: len(e & words)) & words
    yield sentence.at(one.start, one.end).mark(
        "reference",
        Verdict.FAILS if short and never_cited else Verdict.ASSUMES,
        f"{name} holds little or nothing of what is said here; {better} (line {held[one.kind, number].line}) does.",
        computed=better,
        arithmetic=f"words shared with {better}: {len(shared)}; with {name}: {own}",
        suggestion=better + ("" if not never_cited else ", which is cited nowhere"),
        assumption=None if short and never_cited else f"{name} has more than its caption and rows say",
    )
