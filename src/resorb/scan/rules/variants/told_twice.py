"""A variant told twice, once with a codon or base that no other name of the document bears out."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from resorb.checks.plausibility.hgvs import DnaChange, ProteinChange, codon_of
from resorb.checks.plausibility.variants import NOMENCLATURE
from resorb.reading.variants.names import variant_names
from resorb.reading.variants.words import paired
from resorb.scan.material import Mark, Scanned, Stretch
from resorb.scan.registry import rule
from resorb.scan.rules.variants.changes import LONGEST, MOST_NAMES, Read, read
from resorb.values.findings import Verdict


@dataclass(frozen=True)
class _Name:
    """A name in its place; ``alone`` when no name of the other level (coding or protein) belongs to it there."""

    read: Read
    at: Stretch
    alone: bool


@rule(
    "variant-told-twice",
    kind="variant",
    doc="A variant named again by itself has the codon or base that its coding and protein names together give.",
    source=f"{NOMENCLATURE}; codon = (base - 1) // 3 + 1",
)
def told_twice(text: Scanned) -> Iterator[Mark]:
    """Each lone name that is, but for its digits, one whose other level the document tells too."""
    found = list(_names(text))
    proteins = [(n, p) for n in found if (p := n.read.protein) is not None and p.kind == "substitution"]
    codings = [(n, d) for n in found if (d := n.read.dna) is not None and _is_plain(d)]
    codons = {codon_of(d.start.base)[0] for _, d in codings}
    own = {p.start for _, p in proteins}
    for name, change in proteins:
        if not name.alone or change.start in codons:
            continue
        likely = {p.start for _, p in proteins if _is_same(change, p) and p.start in codons}
        if len(likely) == 1 and _is_slip(change.start, next(iter(likely))):
            right = next(iter(likely))
            base = next(d for _, d in codings if codon_of(d.start.base)[0] == right)
            yield _mark(
                name, f"{change.printed} is elsewhere told of codon {right}, that of {base.printed}", base, right
            )
    for name, dna in codings:
        if not name.alone or codon_of(dna.start.base)[0] in own:
            continue
        bases = {d.start.base for _, d in codings if (d.ref, d.alt) == (dna.ref, dna.alt)}
        bases = {b for b in bases if codon_of(b)[0] in own and _is_slip(dna.start.base, b)}
        if len(bases) == 1:
            right = next(iter(bases))
            base = next(d for _, d in codings if d.start.base == right)
            yield _mark(name, f"{dna.printed} is elsewhere told as {base.printed}, which fits its protein", base,
                        codon_of(right)[0])  # fmt: skip


def _names(text: Scanned) -> Iterator[_Name]:
    for sentence in text.sentences:
        if "." not in sentence.text:
            continue
        names = variant_names(sentence.text)
        if 0 < len(names) <= MOST_NAMES:
            joined = {one for pair in paired(sentence.text, names) for one in pair}
            for name in names:
                yield _Name(read(name), sentence.at(name.start, name.end), name not in joined)
    for block, table in text.tables:
        for row in table.rows:
            for cell in row:
                for name in variant_names(cell.text) if len(cell.text) <= LONGEST else ():
                    yield _Name(read(name), text.cell(block, cell, name.start, name.end), alone=False)


def _is_plain(dna: DnaChange) -> bool:
    return dna.kind == "substitution" and dna.is_coding and not dna.start.offset and dna.start.base > 0


def _is_same(one: ProteinChange, other: ProteinChange) -> bool:
    return (one.first, one.alt) == (other.first, other.alt) and one.start != other.start


def _is_slip(one: int, other: int) -> bool:
    """Whether two positions differ by the order of their digits, or in one of them."""
    a, b = str(one), str(other)
    if one == other or len(a) != len(b) or len(a) < 2:
        return False
    return sorted(a) == sorted(b) or (len(a) > 2 and sum(x != y for x, y in zip(a, b, strict=True)) == 1)


def _mark(name: _Name, message: str, base: DnaChange, codon: int) -> Mark:
    return name.at.mark(
        "variant-told-twice", Verdict.ASSUMES, f"{message}.", computed=f"codon {codon}",
        arithmetic=f"({base.start.base} - 1) // 3 + 1 = {codon}", suggestion=f"codon {codon}",
        assumption="both names are of one variant",
    )  # fmt: skip
