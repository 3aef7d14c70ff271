"""Names of variants that no grammar reads, and what is wrong with each: no base, a turned sign, a word for a sign.

Also numbers of codons that a text gives a gene ("KL is 1012 amino acids long"): no position lies beyond them.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass

from resorb.reading.lazy import lazy

_POINT = r"[-*]?\d{1,7}(?:[+-]\d{1,6})?"
_NO_BASE = lazy(rf"\bc\.\s?{_POINT}(?P<ref>[A-Za-z])\s?>\s?(?P<alt>[A-Za-z])(?![A-Za-z0-9])")
_TURNED = lazy(rf"\bc\.\s?{_POINT}[ACGT]\s?(?:<|&lt;|=)\s?[ACGT](?![A-Za-z0-9])")
_NO_SIGN = lazy(rf"\bc\.\s?{_POINT}(?P<two>[ACGT][ACGT])(?![A-Za-z0-9>])")
_WORD = lazy(
    rf"\bc\.\s?{_POINT}(?:_{_POINT})?(?P<word>insert(?:ion|ed|s)?|delet(?:ions?|ed|es)|dupl(?:ications?|"
    rf"icated)?|invert(?:ed)?|inversion|subst?)"
    r"[ACGT]{0,30}(?![a-z])"
)
_COUNTED = lazy(
    r"\bc\.\s?(?P<base>\d{1,6})(?P<a>[+-]\d{1,5})_(?P=base)(?P<b>[+-]\d{1,5})(?P<what>del|"
    r"dup)(?P<bases>[ACGT]{1,30})(?![A-Za-z])"
)
_OTHER_PREFIX = lazy(
    rf"\b(?P<p>p)\.\s?\(?{_POINT}(?:[ACGT]\s?>\s?[ACGT]|(?:_{_POINT})?(?:del|dup|ins)[ACGT]{{0,20}})(?![A-Za-z0-9])"
    r"|\b(?P<c>c)\.\s?\(?(?:Ala|Arg|Asn|Asp|Cys|Gln|Glu|Gly|His|Ile|Leu|Lys|Met|Phe|Pro|Ser|Thr|Trp|Tyr|Val)\d{1,5}"
    r"(?:[A-Z][a-z]{2}|\*|=)?(?:fs\w*)?",
)
"""A change of bases called one of the protein, or the other way round."""
_AMBIGUOUS = frozenset("RYSWKMBDHVN")
"""Letters that stand for several bases."""
_LENGTH = lazy(
    r"\b(?P<gene>[A-Z][A-Z0-9]{1,7})\b[^.;\d]{0,60}?(?<![\w.])(?P<n>\d{2,4})[\s-](?P<what>codons?|"
    r"amino[\s-]acids?|residues?|aa)\b",
)
_GENE = lazy(r"\b(?:GALNT3|FGF23|KL|[A-Z]{2,6}\d{1,2})\b")
_POSITION = lazy(r"\b(?:c\.\s?(?P<base>\d{1,6})|p\.\(?(?:[A-Z][a-z]{2}|[A-Z])(?P<residue>\d{1,5}))")


@dataclass(frozen=True, slots=True)
class Malformed:
    """A name with its fault, and what may be meant. ``sure`` when nothing can make it right."""

    start: int
    end: int
    fault: str
    meant: str
    sure: bool = True


@dataclass(frozen=True, slots=True)
class Beyond:
    """A position behind the end of its gene, of so many codons."""

    start: int
    end: int
    codon: int
    gene: str
    codons: int


def malformed(text: str) -> Iterator[Malformed]:
    """Every name of a coding change that cannot be read, in order of fault."""
    if "c." not in text and "p." not in text:
        return
    for match in _OTHER_PREFIX.finditer(text):
        of, meant = ("bases", f"c{match[0][1:]}") if match["p"] else ("amino acids", f"p{match[0][1:]}")
        yield Malformed(*match.span(), f"{match[0][0]}. stands before a change of {of}", meant)
    for match in _NO_BASE.finditer(text):
        odd = [b for b in (match["ref"], match["alt"]) if b.upper() not in "ACGTUN"]
        if odd:
            several = all(b.upper() in _AMBIGUOUS for b in odd)
            yield Malformed(*match.span(), f"{odd[0]} is no base", "A, C, G or T", sure=not several)
    for match in _TURNED.finditer(text):
        yield Malformed(*match.span(), "the sign of a substitution is >", re.sub(r"<|&lt;|=", ">", match[0]))
    for match in _NO_SIGN.finditer(text):
        meant = f"{match[0][:-1]}>{match[0][-1]}"
        yield Malformed(*match.span(), "no sign says what becomes of these bases", meant, sure=False)
    for match in _WORD.finditer(text):
        word = match["word"]
        yield Malformed(*match.span(), f"“{word}” is no sign of HGVS", match[0].replace(word, word[:3]))
    for match in _COUNTED.finditer(text):
        places = int(match["b"]) - int(match["a"]) + 1
        if places > 0 and places != len(match["bases"]):
            fault = f"it names {places} places and {len(match['bases'])} bases"
            yield Malformed(*match.span(), fault, f"{places} bases, or other places")


def beyond_the_gene(text: str) -> Iterator[Beyond]:
    """Positions behind the end of the only gene a text gives a length; none where several genes are named."""
    lengths = {(m["gene"], int(m["n"])) for m in _LENGTH.finditer(text)}
    if len(lengths) != 1 or len({m[0] for m in _GENE.finditer(text)}) != 1:
        return
    gene, codons = next(iter(lengths))
    for match in _POSITION.finditer(text):
        codon = (int(match["base"]) - 1) // 3 + 1 if match["base"] else int(match["residue"])
        if codon > codons + (1 if match["base"] else 0):
            end = re.compile(r"[^\s,;)]*").match(text, match.end())
            yield Beyond(match.start(), end.end() if end else match.end(), codon, gene, codons)
