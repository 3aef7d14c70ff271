"""What a text says about variants: which names are of one variant, and words for its effect.

A protein change belongs to the coding change it stands next to, with nothing between but brackets and words such as
"leading to" or "predicted to result in"; two lists belong together in order only where "respectively" says so.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import groupby, pairwise

from resorb.reading.lazy import lazy
from resorb.reading.numerals import WORD, value_of_words
from resorb.reading.variants.names import VariantName

_I = re.IGNORECASE
_TIGHT = lazy(
    r"[\s,;:()\[\]/=→|]*(?:(?:or|i\.e\.|that is|predicted|leading|leads|led|to|resulting|results|result|in"
    r"|causing|causes|caused|by|giving|gives|"
    r"encoding|encodes|which|that|is|was|corresponds?|corresponding|produces?|producing|creates?|creating|yields?"
    r"|yielding|with|the|a|an|"
    r"its|effect|consequence|substitution|change|exon\s\d{1,2}|of|at|amino|acid|level|mutation|variant|protein"
    r"|due|known|as|"
    r"homozygous|heterozygous|missense|nonsense|expected|replacement|replaces?|premature|stop|codon|frameshift"
    r"|designated|latter|"
    r"[A-Z][A-Z0-9]{1,7}|NM_[\d.]+)(?![\w-])[\s,;:()\[\]/=→|]*){0,8}"
)
_PARTED = lazy(
    r"\b(?:and|but|other|second|another|whereas|while|mother\w*|father\w*|maternal\w*|paternal\w*|alleles?|trans"
    r"|brother|sister|siblings?|also|"
    r"versus|vs|plus|respectively|same|unlike|instead|against|compared|previously|earlier|first|neighbou?ring"
    r"|adjacent|well-known|"
    r"legacy|formerly|old|mature|not|no|nor|neither|third|one of|controls?|patient \d)\b",
    _I,
)
_INTRONIC = lazy(r"\d[+-]\d")
_FURTHEST = 160
_EFFECT = lazy(
    r"(?P<missense>\bmissense\b)|(?P<nonsense>\bnonsense\b|\bstop[- ]gain(?:ed)?\b|"
    r"\bgain(?:ed)? (?:of )?(?:a )?stop\b"
    r"|\b(?:premature|early|new) (?:stop|termination)(?: codon| signal)?\b)"
    r"|(?P<synonymous>\bsynonymous\b|\bsilent (?=variant|change|substitution|mutation|polymorphism|exchange))"
    r"|(?P<frameshift>\bframe-?\s?shift(?:s|ed|ing)?\b|\bshift(?:s|ed|ing)? (?:of )?the (?:reading "
    r"|translational )?frame\b|\bout[- ]of[- ]frame\b"
    r"|\b(?:disrupt|disturb|destroy|chang|alter)\w* (?:of )?the (?:reading |translational )?frame\b)"
    r"|(?P<inframe>\bin[- ]?frame\b|\bwithout (?:chang|shift|disturb|disrupt|affect|alter|interrupt)\w* (?:of )?"
    r"the (?:reading |translational )?frame\b|\bframe[- ](?:preserving|neutral|conserving|retaining|maintaining|"
    r"keeping)\b|\bframe (?:is|was|stays|stayed|remains|remained) (?:kept|preserved|maintained|intact|retained|open)\b"
    r"|\b(?:keep|leav|preserv|maintain|retain)\w* the (?:reading )?frame\b)",
    _I,
)
_NEGATED = lazy(
    r"\b(?:not|no|non|never|neither|nor|rather than|without|instead of|than|excluding)\W+"
    r"(?:an?\s+|the\s+|be\s+)?$|non-$",
    _I,
)
_NEAR = lazy(r"[^.;]{0,90}")
_PARTING = lazy(
    r"\b(?:and|but|or|nor|not|no|none|other|another|than|whereas|while|versus|vs|though|although|second|first"
    r"|like|unlike|whose|trans|cis|alongside|together|compound)\b|;(?! (?:type|effect|consequence|class|kind)\b)|\.\s",
    _I,
)
_SIZE = lazy(
    rf"\b(?P<n>\d{{1,3}}|{WORD}|single)[\s-]?(?:bp|base(?:[\s-]pairs?)?s?|nucleotides?|nt)[\s-]+(?P<what>deletion"
    rf"|duplication|insertion)\b"
    rf"|\b(?P<what2>deletion|duplication|insertion) of (?:an? )?(?P<n2>\d{{1,3}}|{WORD}|single) (?:bp"
    rf"|base(?:[\s-]pairs?)?s?|nucleotides?|nt)\b",
    _I,
)
_RESIDUES = {
    "alanine": "Ala", "arginine": "Arg", "asparagine": "Asn", "aspartate": "Asp", "aspartic acid": "Asp",
    "cysteine": "Cys",
    "glutamine": "Gln", "glutamate": "Glu", "glutamic acid": "Glu", "glycine": "Gly", "histidine": "His",
    "isoleucine": "Ile",
    "leucine": "Leu", "lysine": "Lys", "methionine": "Met", "phenylalanine": "Phe", "proline": "Pro", "serine": "Ser",
    "threonine": "Thr", "tryptophan": "Trp", "tyrosine": "Tyr", "valine": "Val",
}  # fmt: skip
_RESIDUE = "|".join(sorted(_RESIDUES, key=len, reverse=True))
_EXCHANGE = lazy(
    rf"\b(?P<one>{_RESIDUE})(?:\s+(?:at\s+)?(?:(?:residue|position|codon)\s+)?\d{{1,5}})?(?:-|\s+)(?:to|by|with"
    rf"|into)(?:-|\s+)(?:an?\s+)?(?P<two>{_RESIDUE})\b",
    _I,
)
_CODON = lazy(
    r"\b(?:in|of|at|affect(?:s|ing)|alter(?:s|ing)|chang(?:es|ing)|hits|"
    r"within)\s+(?:the\s+)?codon\s+(?P<n>\d{1,5})\b",
    _I,
)


@dataclass(frozen=True, slots=True)
class EffectWord:
    """A word for the effect of a change: missense, nonsense, synonymous, frameshift or inframe."""

    start: int
    end: int
    effect: str


@dataclass(frozen=True, slots=True)
class SizeWord:
    """A length in words ("an 8-bp deletion"): ``what`` is deletion, duplication or insertion."""

    start: int
    end: int
    bases: int
    what: str


@dataclass(frozen=True, slots=True)
class Exchange:
    """Amino acids in words ("serine to phenylalanine"), by their three-letter names."""

    start: int
    end: int
    first: str
    alt: str


def paired(text: str, names: Sequence[VariantName]) -> list[tuple[VariantName, VariantName]]:
    """Coding and protein names of one variant, (coding, protein)."""
    listed = [n for n in names if n.system in ("c", "p")]
    runs = [list(group) for _, group in groupby(listed, key=lambda n: n.is_protein)]
    found: list[tuple[VariantName, VariantName]] = []
    taken: set[VariantName] = set()
    for run, after in pairwise(runs):
        before = _owner(run, after)
        if len(before) > 1 and len(after) > 1:
            together = "respectively" in text.lower() or "[" in text[before[0].start : after[-1].end + 1]
            if len(before) == len(after) and together and not taken & {*before, *after}:
                found += [_pair(a, b) for a, b in zip(before, after, strict=True)]
                taken |= {*before, *after}
            continue
        one, other = before[-1], after[0]
        gap = text[one.end : other.start]
        if one.is_protein and ";" in gap and runs[0] is not run:
            continue  # "c.…, p.…; c.…": the first protein name has its own coding name before it
        many = len(before) > 1 or len(after) > 1
        if one in taken or other in taken or len(gap) > _FURTHEST or (many and "(" not in gap and len(before) > 1):
            continue
        if _TIGHT.fullmatch(gap):
            found.append(_pair(one, other))
            taken |= {one, other}
    if not found and len(listed) == 2 and len(runs) == 2:
        gap = text[listed[0].end : listed[1].start]
        if len(gap) <= _FURTHEST and (not _PARTED.search(gap) or _same_codon(*listed)):
            found.append(_pair(*listed))
    return found


def _owner(run: list[VariantName], after: list[VariantName]) -> list[VariantName]:
    """The names of a run that those behind it may belong to: the last alone when the others lie in introns."""
    exonic = [n for n in run if not _INTRONIC.search(n.name)]
    alone = len(exonic) == 1 == len(after) and exonic[0] is run[-1] and after[0].is_protein
    return exonic if alone else run


def _same_codon(one: VariantName, other: VariantName) -> bool:
    """Whether a coding and a protein name speak of one codon: then nothing between them tells them apart."""
    coding, protein = _pair(one, other)
    base, residue = (re.search(r"\d+", n.name) for n in (coding, protein))
    return base is not None and residue is not None and (int(base[0]) - 1) // 3 + 1 == int(residue[0])


def aliases(text: str, names: Sequence[VariantName]) -> list[tuple[VariantName, VariantName]]:
    """Neighbouring DNA names of one variant in two systems ("IVS8+1G>A, c.1626+1G>A or g.16075G>A")."""
    found = []
    for one, other in pairwise(n for n in names if not n.is_protein):
        gap = text[one.end : other.start]
        if one.system != other.system and len(gap) < 60 and _TIGHT.fullmatch(gap):
            found.append((one, other))
    return found


def _pair(one: VariantName, other: VariantName) -> tuple[VariantName, VariantName]:
    return (other, one) if one.is_protein else (one, other)


def effects(text: str) -> Iterator[EffectWord]:
    """Every word of effect that is not denied."""
    for m in _EFFECT.finditer(text):
        if not _NEGATED.search(text[max(0, m.start() - 25) : m.start()]):
            yield EffectWord(m.start(), m.end(), m.lastgroup or "")


def sizes(text: str) -> Iterator[SizeWord]:
    """Every length of a deletion, duplication or insertion in words."""
    for m in _SIZE.finditer(text):
        word = (m["n"] or m["n2"]).lower()
        bases = 1 if word == "single" else int(word) if word.isdigit() else value_of_words(word) or 0
        yield SizeWord(m.start(), m.end(), int(bases), (m["what"] or m["what2"]).lower())


def exchanges(text: str) -> Iterator[Exchange]:
    """Every pair of amino acids of which one becomes the other."""
    for m in _EXCHANGE.finditer(text):
        yield Exchange(m.start(), m.end(), _RESIDUES[m["one"].lower()], _RESIDUES[m["two"].lower()])


def codons(text: str) -> Iterator[tuple[int, int, int]]:
    """Codon numbers in words, with start and end of "codon 71"."""
    for m in _CODON.finditer(text):
        yield m.end() - len(re.search(r"codon\s+\d+$", m[0], _I)[0]), m.end(), int(m["n"])  # type: ignore[index]


def spoken_of(
    text: str,
    start: int,
    end: int,
    names: Sequence[VariantName],
    others: Sequence[tuple[int, int]],
    most: int = 9,
) -> VariantName | None:
    """The name that a word at ``start`` to ``end`` is about: the next one behind or before it, if nothing parts them.

    ``most`` words may stand between. ``others`` are the places of further words of the same kind: a name beyond one
    of them is not meant.
    """
    after = next((n for n in names if n.start >= end), None)
    before = next((n for n in reversed(names) if n.end <= start), None)
    options = []
    if after is not None and _joined(text, end, after.start, others, most):
        options.append((after.start - end, after))
    if before is not None and _joined(text, before.end, start, others, most):
        options.append((start - before.end, before))
    return min(options, key=lambda o: o[0])[1] if options else None


def _joined(text: str, start: int, end: int, others: Sequence[tuple[int, int]], most: int) -> bool:
    gap = text[start:end]
    if len(gap) > 10 * most or _PARTING.search(gap) or len(gap.split()) > most:
        return False
    return not any(start <= a and b <= end for a, b in others)
