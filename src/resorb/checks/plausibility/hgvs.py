"""Variants as printed, read by a closed grammar: HGVS ``c.``, ``g.`` and ``p.``, and the older ``IVS8+1G>A``.

Only what reports of single genes print: substitutions, deletions, insertions, duplications, inversions and their
protein consequences. What the grammar does not know is refused with the reason; nothing is guessed.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from itertools import pairwise, product

from resorb.codes import genetic_code
from resorb.values.findings import Refused

LOST = re.compile("[\ufffd\u25a1\ufffc\u2192?¿·\\s]")
"""A sign that a PDF or a code page lost: the replacement character, a box, a blank in the middle of a variant."""
_SIGNS = (">", "+", "-", "_", "*")
_START = re.compile(r"(?<![A-Za-z0-9.])(?:[cgp]\.|IVS(?=\d))")
_TAIL = re.compile(r"(?:[\s,;/\[\]]|\s=|\b(?:or|and)\b|\s\()+$|\s+[a-z]{3,}.*$")
_POINT = r"[-*]?\d{1,9}(?:[+-]\d{1,6})?"
_DNA = re.compile(
    rf"(?P<system>c\.|g\.|IVS)\(?(?P<start>{_POINT})(?:_(?P<end>{_POINT}))?"
    r"(?:(?P<ref>[ACGT])>(?P<alt>[ACGT])|(?P<word>delins|del|dup|ins|inv)(?P<bases>[ACGT]*)(?:ins(?P<more>[ACGT]+))?)\)?"
)
_AA = r"(?:[A-Z][a-z]{2}|[A-Z]|\*)"
_PROTEIN = re.compile(
    rf"p\.\(?(?P<first>{_AA})(?P<start>\d{{1,9}})(?:_(?P<last>{_AA})(?P<end>\d{{1,9}}))?"
    rf"(?:(?P<same>=)|(?P<alt>{_AA})?(?P<fs>fs)(?:(?:Ter|\*|X)(?:\d+|\?))?"
    rf"|(?P<word>delins|del|dup|ins)(?P<rest>(?:{_AA})*)|(?P<new>{_AA}))\)?"
)
_WORDS = {"del": "deletion", "dup": "duplication", "ins": "insertion", "delins": "delins", "inv": "inversion"}
_REMEDY = "write it like c.211A>G, c.803_804insC, c.1626+1G>A, g.16075G>A or p.Ser71Gly"


class Contradiction(Refused):
    """A description whose shape is known and that contradicts itself: no reading of it can be true."""


@dataclass(frozen=True, slots=True)
class Position:
    """A base: number ``base`` of the sequence (of the intron, in IVS names), ``offset`` bases into the intron.

    ``region`` is "" inside the coding sequence (or genome), "-" before its start, "*" after its stop.
    """

    base: int
    offset: int = 0
    region: str = ""


@dataclass(frozen=True, slots=True)
class DnaChange:
    """A change of DNA: ``system`` is c, g or IVS; ``kind`` what happens from ``start`` to ``end``.

    ``ref`` and ``alt`` are the bases lost and gained where they are printed.
    """

    printed: str
    system: str
    start: Position
    end: Position
    kind: str
    ref: str = ""
    alt: str = ""

    @property
    def is_coding(self) -> bool:
        """Whether it lies within the coding sequence, so that it has a codon."""
        ends = (self.start, self.end)
        return self.system == "c" and all(not p.offset and not p.region for p in ends)

    @property
    def edit(self) -> tuple[str, str, str]:
        """What happens, without where: the same in every system of coordinates."""
        return self.kind, self.ref, self.alt

    @property
    def shifts_frame(self) -> bool | None:
        """Whether it shifts the reading frame; None outside the coding sequence, or when the length is not told."""
        if not self.is_coding or self.kind == "inversion" or self.length_change is None:
            return None
        return self.length_change % 3 != 0

    @property
    def length_change(self) -> int | None:
        """Bases gained (negative: lost); None when the description does not tell."""
        size = self.end.base - self.start.base + 1
        if self.start.offset or self.end.offset:
            return None
        gained = {"insertion": len(self.alt), "duplication": size, "deletion": -size, "delins": len(self.alt) - size}
        return gained.get(self.kind, 0)


@dataclass(frozen=True, slots=True)
class ProteinChange:
    """A change of protein: three-letter amino acid ``first`` at ``start``; ``kind`` and, for substitutions, ``alt``."""

    printed: str
    first: str
    start: int
    end: int
    kind: str
    alt: str = ""


Change = DnaChange | ProteinChange


def codon_of(base: int) -> tuple[int, int]:
    """Codon number and place in it (1 to 3) of a base of the coding sequence, which counts from 1."""
    return (base - 1) // 3 + 1, (base - 1) % 3 + 1


def descriptions(text: str) -> tuple[str, ...]:
    """The single descriptions within one printed text: ``c.211A>G (p.Ser71Gly)`` holds two."""
    cuts = [*(m.start() for m in _START.finditer(text)), len(text)]
    return tuple(_trimmed(text[a:b].strip()) for a, b in pairwise(cuts))


def _trimmed(piece: str) -> str:
    before = ""
    while piece != before:
        before, piece = piece, _TAIL.sub("", piece)
    surplus = piece.count(")") - piece.count("(")
    return piece[:-1] if surplus == 1 and piece.endswith(")") else piece


def parse(text: str) -> Change:
    """Read one description.

    Raises:
        Contradiction: when it contradicts itself (an insertion between bases that are not neighbours).
        Refused: when it breaks the grammar.
    """
    if len(text) <= 80:
        if m := _DNA.fullmatch(text):
            return _dna(text, m)
        if m := _PROTEIN.fullmatch(text):
            return _protein(text, m)
    raise Refused(f"{text[:40]!r} is not a variant in HGVS", _REMEDY)


def repaired(text: str) -> tuple[str, ...]:
    """Readings of a description that lost a sign, all of which the grammar accepts; empty when none is."""
    places = [m.start() for m in LOST.finditer(text)]
    if not places:
        dropped = re.fullmatch(r"((?:[cg]\.|IVS).*\d[ACGT])([ACGT])", text)
        tries = [f"{dropped[1]}>{dropped[2]}"] if dropped else []
    elif len(places) <= 3:
        tries = [_with(text, dict(zip(places, signs, strict=True))) for signs in product(_SIGNS, repeat=len(places))]
    else:
        tries = []
    return tuple(t for t in tries if _accepted(t))


def _with(text: str, signs: dict[int, str]) -> str:
    return "".join(signs.get(i, c) for i, c in enumerate(text))


def _accepted(text: str) -> bool:
    try:
        parse(text)
    except Refused:
        return False
    return True


def _dna(text: str, m: re.Match[str]) -> DnaChange:
    start = _position(m["start"])
    end = _position(m["end"]) if m["end"] else start
    system = m["system"].rstrip(".")
    if not start.base or not end.base:
        raise Contradiction(f"{text!r} names base 0", "bases count from 1")
    if system == "g" and (start.offset or start.region or end.offset or end.region):
        raise Refused(f"{text!r} has an offset in genomic numbers", "genomic bases are counted through")
    if system == "IVS" and not start.offset:
        raise Refused(f"{text!r} names an intron without a place in it", "write it like IVS8+1G>A")
    if not start.region and not end.region and (end.base, end.offset) < (start.base, start.offset):
        raise Contradiction(f"{text!r} runs backwards", "put the smaller number first")
    if m["ref"]:
        if m["end"]:
            raise Contradiction(f"{text!r} substitutes one base over a range", "name one base, or write delins")
        if m["ref"] == m["alt"]:
            raise Contradiction(f"{text!r} changes {m['ref']} to itself", "check both bases")
        return DnaChange(text, system, start, end, "substitution", m["ref"], m["alt"])
    word, bases = m["word"], m["bases"]
    if m["more"] and word == "del":
        word, alt, ref = "delins", m["more"], bases
    elif m["more"]:
        raise Refused(f"{text!r} is not a variant in HGVS", _REMEDY)
    else:
        ref, alt = (bases, "") if word in ("del", "dup", "inv") else ("", bases)
    change = DnaChange(text, system, start, end, _WORDS[word], ref, alt)
    _check_bases(change, bool(m["end"]))
    return change


def _check_bases(change: DnaChange, ranged: bool) -> None:
    text = change.printed
    if change.kind in ("insertion", "delins") and not change.alt:
        raise Refused(f"{text!r} does not say which bases are inserted", "add the bases, for example insC")
    if change.kind == "insertion" and not (ranged and _neighbours(change.start, change.end)):
        raise Contradiction(
            f"{text!r} inserts between bases that are not neighbours", "name two neighbours, such as 803_804"
        )
    size = change.end.base - change.start.base + 1
    plain = not (change.start.offset or change.end.offset or change.start.region or change.end.region)
    if change.ref and plain and len(change.ref) != size:
        raise Contradiction(
            f"{text!r} names {len(change.ref)} bases for {size} places", "check the range and the bases"
        )


def _neighbours(one: Position, other: Position) -> bool:
    """Whether nothing lies between; across the border of an exon or the coding sequence nobody can tell."""
    if one.region or other.region or (one.offset and one.base != other.base):
        return True
    if one.offset or other.offset:
        return other.base == one.base and other.offset == one.offset + 1
    return other.base == one.base + 1


def _position(text: str) -> Position:
    m = re.fullmatch(r"([-*]?)(\d+)([+-]\d+)?", text)
    assert m is not None  # noqa: S101 - the grammar above matched it
    return Position(int(m[2]), int(m[3] or 0), m[1])


def _protein(text: str, m: re.Match[str]) -> ProteinChange:
    first = _amino_acid(m["first"], text)
    start, end = int(m["start"]), int(m["end"] or m["start"])
    if not start or end < start:
        raise Contradiction(f"{text!r} runs backwards or names place 0", "amino acids count from 1")
    if m["same"]:
        return ProteinChange(text, first, start, end, "synonymous", first)
    if m["fs"]:
        alt = _amino_acid(m["alt"], text) if m["alt"] else ""
        return ProteinChange(text, first, start, end, "frameshift", alt)
    if m["word"]:
        for name in re.findall(_AA, m["rest"]):
            _amino_acid(name, text)
        return ProteinChange(text, first, start, end, _WORDS[m["word"]])
    alt = _amino_acid(m["new"], text)
    if alt == first:
        raise Contradiction(
            f"{text!r} changes {first} to itself", f"write p.{first}{start}= when the protein stays the same"
        )
    return ProteinChange(text, first, start, end, "substitution", alt)


def _amino_acid(name: str, text: str) -> str:
    letters = genetic_code().letters
    if name in letters:
        return name
    if name in ("*", "X"):
        return "Ter"
    for three, one in letters.items():
        if one == name:
            return three
    raise Contradiction(f"{name!r} in {text[:40]!r} is not an amino acid", "use a three-letter name such as Ser")
