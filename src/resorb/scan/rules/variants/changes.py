"""Variants: names that contradict themselves, coding against protein changes, and words for the effect."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, replace
from itertools import pairwise

from resorb.checks.plausibility.hgvs import (
    Change,
    Contradiction,
    DnaChange,
    ProteinChange,
    codon_of,
    parse,
)
from resorb.checks.plausibility.variants import NOMENCLATURE, in_intron, judge_consequence, judge_distance
from resorb.codes import genetic_code
from resorb.reading.variants.names import VariantName, variant_names
from resorb.reading.variants.words import (
    EffectWord,
    Exchange,
    aliases,
    codons,
    effects,
    exchanges,
    paired,
    sizes,
    spoken_of,
)
from resorb.scan.material import Mark, Scanned, Sentence, Stretch
from resorb.scan.registry import rule
from resorb.values.documents import Passage, Table
from resorb.values.findings import Refused, Verdict

LONGEST = 5000
MOST_NAMES = 60
"""A longer text, or one with more names, is no sentence: nothing is judged in it."""
_FAR = 70
"""Names farther apart than this are not underlined together."""
_LONG_UNCHANGED = 12
"""Amino acids that a shifted frame does not read by chance as the old one did."""
_FRAMES = ("inframe", "frameshift")
_SHAPE, _ARITHMETIC, _WORDS = "variant-shape", "variant-arithmetic", "variant-words"


@dataclass(frozen=True)
class Read:
    """A name and what it says; ``change`` is None when no grammar reads it. ``start_loss`` for ``p.Met1?``."""

    name: VariantName
    change: Change | None
    fault: Refused | None = None
    start_loss: bool = False

    @property
    def dna(self) -> DnaChange | None:
        """The change of DNA, when it is one."""
        return self.change if isinstance(self.change, DnaChange) else None

    @property
    def protein(self) -> ProteinChange | None:
        """The change of protein, when it is one."""
        return self.change if isinstance(self.change, ProteinChange) else None

    @property
    def is_silent(self) -> bool:
        """Whether it names the same amino acid twice, the older way of writing p.Ser71=."""
        return self.name.is_protein and isinstance(self.fault, Contradiction) and "to itself" in self.fault.rule


@rule(
    _SHAPE, _ARITHMETIC, _WORDS,
    kind="variant",
    doc="A variant does not contradict itself, its protein change follows from its coding change, and words for its "
    "effect (missense, frameshift, in frame, 8-bp deletion) fit.",
    source=f"{NOMENCLATURE}; standard genetic code",
)  # fmt: skip
def variants(text: Scanned) -> Iterator[Mark]:
    """Each sentence, and each row of each table."""
    for sentence in text.sentences:
        words = sentence.text
        if not ("." in words or "IVS" in words):
            continue
        names = variant_names(words)
        if 0 < len(names) <= MOST_NAMES:
            yield from _sentence(sentence, names)
    for block, table in text.tables:
        yield from _table(text, block, table)


def read(name: VariantName) -> Read:
    """A name parsed."""
    if not name.name:
        return Read(name, None)
    if name.name.endswith("?"):
        return Read(name, None, start_loss=name.name in {"p.Met1?", "p.M1?"})
    try:
        return Read(name, parse(name.name))
    except Refused as refused:
        return Read(name, None, refused)


@dataclass(frozen=True)
class _Named:
    """The names of a sentence, which coding and protein changes belong together, and which of them are at odds."""

    known: dict[VariantName, Read]
    pairs: list[tuple[Read, Read]]
    at_odds: set[VariantName]

    def of(self, name: VariantName | None) -> tuple[Read | None, Read | None]:
        """The coding and the protein change of a name; neither where they are at odds, as that is said already."""
        if name is None or name in self.at_odds:
            return None, None
        one = self.known[name]
        alone = (None, one) if name.is_protein else (one, None)
        return next((pair for pair in self.pairs if name in (pair[0].name, pair[1].name)), alone)


def _sentence(sentence: Sentence, names: list[VariantName]) -> Iterator[Mark]:
    words = sentence.text
    known = {name: read(name) for name in names}
    for one in known.values():
        yield from _shape(sentence.at(one.name.start, one.name.end), one)
    here = _Named(known, [(known[c], known[p]) for c, p in paired(words, names)], set())
    for coding, protein in here.pairs:
        for mark in _pair(sentence.at, coding, protein):
            yield mark
            if mark.finding.verdict is not Verdict.HOLDS:
                here.at_odds.update({coding.name, protein.name})
    yield from _systems(sentence, names, known)
    yield from _effects(sentence, names, here)
    yield from _exchanges(sentence, names, here)
    yield from _codons(sentence, names, known)


def _shape(stretch: Stretch, one: Read) -> Iterator[Mark]:
    if one.name.system != "p" and any(base in "Uu" for base in _bases(one.name.name)):
        message = f"{one.name.name} has a U; coding DNA has T, only RNA (r.) has U."
        meant = one.name.name.replace("U", "T")
        yield stretch.mark(_SHAPE, Verdict.FAILS, message, computed="U", suggestion=meant)
    elif isinstance(one.fault, Contradiction) and not one.is_silent:
        yield stretch.mark(_SHAPE, Verdict.FAILS, f"{one.fault.rule}.", suggestion=one.fault.remedy)
    elif one.change is not None and not one.name.is_lost:
        yield stretch.mark(_SHAPE, Verdict.HOLDS, f"{one.name.name} follows the grammar.")


def _bases(name: str) -> str:
    return "".join(c for c in name.partition(".")[2] if c.isupper() and c in "ACGTU")


def _pair(at: Callable[[int, int], Stretch], coding: Read, protein: Read) -> Iterator[Mark]:
    stretch = _closed(at(*_span(coding.name, protein.name)))
    dna = coding.dna
    if dna is None or not dna.is_coding:
        return
    if protein.start_loss:
        first, last = dna.start.base, dna.end.base
        if last < 1 or first > 3:
            message = f"The start codon is c.1 to c.3; {dna.printed} does not touch it."
            yield stretch.mark(
                _ARITHMETIC, Verdict.FAILS, message, computed=f"codon {codon_of(first)[0]}",
                arithmetic=f"({first} - 1) // 3 + 1 = {codon_of(first)[0]}", suggestion="check both positions",
            )  # fmt: skip
        return
    change = protein.protein
    if protein.is_silent:
        change = _as_synonymous(protein.name.name)
    if change is None:
        return
    verdict, message, arithmetic, suggestion = judge_consequence(dna, change)
    if verdict is Verdict.UNJUDGED:
        return
    assumption = None
    far = change.start - codon_of(dna.start.base)[0]
    if verdict is Verdict.HOLDS and change.kind == "frameshift" and far > _LONG_UNCHANGED:
        verdict, assumption = Verdict.ASSUMES, f"the shifted frame reads {far} amino acids as before"
        message = f"{dna.printed} shifts the frame in codon {codon_of(dna.start.base)[0]}, not in {change.start}."
        suggestion = f"expected p.…{codon_of(dna.start.base)[0]}fs"
    if verdict is Verdict.FAILS:
        codon = codon_of(dna.start.base)[0]
        if change.kind in ("substitution", "synonymous") and dna.kind == "substitution" and change.start != codon:
            stretch = at(protein.name.start, protein.name.end)
            if protein.name.is_bare:
                verdict, assumption = Verdict.ASSUMES, "that the protein is counted from another amino acid"
    elif coding.name.is_lost:
        return
    yield stretch.mark(
        _ARITHMETIC, verdict, message, computed=f"codon {codon_of(dna.start.base)[0]}", arithmetic=arithmetic,
        suggestion=suggestion, assumption=assumption,
    )  # fmt: skip


def _closed(stretch: Stretch) -> Stretch:
    """With the bracket that closes one opened inside."""
    text = stretch.passage.text[stretch.start : stretch.end + 1]
    is_open = text.endswith(")") and text[:-1].count("(") == text[:-1].count(")") + 1
    return replace(stretch, end=stretch.end + 1) if is_open else stretch


def _systems(sentence: Sentence, names: Sequence[VariantName], known: dict[VariantName, Read]) -> Iterator[Mark]:
    """Names of one variant in two systems: offset into the intron, and distances along gene and genome."""
    located: list[tuple[DnaChange, DnaChange, VariantName]] = []
    for one, other in aliases(sentence.text, names):
        first, second = known[one].dna, known[other].dna
        if first is None or second is None or one.is_lost or other.is_lost:
            continue
        if "IVS" in (one.system, other.system) and "c" in (one.system, other.system):
            holds = in_intron(first) == in_intron(second)
            words = "agree" if holds else "differ"
            yield sentence.at(*_span(one, other)).mark(
                _ARITHMETIC, Verdict.HOLDS if holds else Verdict.FAILS,
                f"{first.printed} and {second.printed} {words} in offset and bases.",
                suggestion=None if holds else "check both names",
            )  # fmt: skip
        elif (one.system, other.system) == ("c", "g"):
            located.append((first, second, other))
    for (c1, g1, _), (c2, g2, name) in pairwise(located):
        judged = judge_distance((c1, g1), (c2, g2))
        yield sentence.at(name.start, name.end).mark(
            _ARITHMETIC, judged.verdict, judged.message, computed=judged.computed, arithmetic=judged.arithmetic,
            suggestion=judged.suggestion,
        )  # fmt: skip


def _as_synonymous(name: str) -> ProteinChange | None:
    """``p.Ser71Ser`` read as ``p.Ser71=``."""
    digits = "".join(c for c in name if c.isdigit())
    head = name[: name.index(digits) + len(digits)]
    try:
        change = parse(f"{head}=")
    except Refused:
        return None
    return change if isinstance(change, ProteinChange) else None


def _span(*names: VariantName) -> tuple[int, int]:
    """From the first to the last, or only the last when they stand far apart."""
    ordered = sorted(names, key=lambda n: n.start)
    first, last = ordered[0], ordered[-1]
    if last.start - first.end > _FAR:
        protein = next((n for n in names if n.is_protein), last)
        return protein.start, protein.end
    return first.start, last.end


def _effects(sentence: Sentence, names: Sequence[VariantName], here: _Named) -> Iterator[Mark]:
    words = list(effects(sentence.text))
    places = [(w.start, w.end) for w in words]
    for word in words:
        # "An in-frame deletion that leads to a frameshift": both words are of the same name.
        framed = word.effect in _FRAMES
        others = [
            p for p, w in zip(places, words, strict=True) if w is not word and not (framed and w.effect in _FRAMES)
        ]
        name = spoken_of(sentence.text, word.start, word.end, names, others, most=12 if framed else 9)
        coding, protein = here.of(name)
        if name is None or (coding is None and protein is None):
            continue
        said = against_word(word.effect, coding, protein)
        if said is not None:
            wrong, arithmetic, suggestion = said
            if wrong:
                stretch = sentence.at(*_with_word(word, name))
                message = f"{sentence.text[word.start : word.end]} does not fit: {wrong}."
                yield stretch.mark(
                    _WORDS, Verdict.FAILS, message, computed=suggestion, arithmetic=arithmetic, suggestion=suggestion
                )
    for size in sizes(sentence.text):
        name = spoken_of(sentence.text, size.start, size.end, [n for n in names if n.system in ("c", "g")], [])
        dna = here.known[name].dna if name is not None else None
        if dna is None or dna.kind != size.what or dna.length_change is None or dna.start.offset or dna.end.offset:
            continue
        bases = abs(dna.length_change)
        if bases != size.bases:
            stretch = sentence.at(size.start, size.end)
            yield stretch.mark(
                _WORDS, Verdict.FAILS, f"{dna.printed} is a {size.what} of {bases} bases, not {size.bases}.",
                computed=str(bases), suggestion=f"{bases}-bp {size.what}",
                arithmetic=f"{dna.end.base} - {dna.start.base} + 1 = {bases}" if size.what != "insertion" else None,
            )  # fmt: skip


def _with_word(word: EffectWord, name: VariantName) -> tuple[int, int]:
    start, end = min(word.start, name.start), max(word.end, name.end)
    return (start, end) if end - start <= _FAR + 40 else (word.start, word.end)


def against_word(effect: str, coding: Read | None, protein: Read | None) -> tuple[str, str | None, str] | None:
    """What is wrong with a word of effect, the arithmetic, and the word that fits; "" when it holds, None when open."""
    dna = coding.dna if coding else None
    frame = dna.shifts_frame if dna and dna.kind != "substitution" else None
    kind = _kind(protein)
    shift = f"{dna.length_change:+d} bases" if dna and frame is not None else None
    if effect == "inframe":
        if frame:
            return f"{dna.printed if dna else ''} shifts the frame", f"{shift}, no multiple of 3", "frameshift"
        return (f"{_shown(protein)} is a frameshift", None, "frameshift") if kind == "frameshift" else None
    if effect == "frameshift":
        if frame is False:
            return f"{dna.printed if dna else ''} keeps the frame", f"{shift}, a multiple of 3", "in-frame"
        if dna is not None and dna.kind == "substitution" and dna.is_coding and kind != "frameshift":
            return f"{dna.printed} exchanges one base and keeps the frame", "+0 bases", "missense or nonsense"
        return (f"{_shown(protein)} is {kind}", None, kind) if kind in ("missense", "synonymous") else None
    if dna is not None and (dna.start.offset or dna.end.offset):
        return f"{dna.printed} lies in an intron", None, "splice variant" if abs(dna.start.offset) < 3 else "intronic"
    if frame and effect in ("missense", "synonymous"):
        return f"{dna.printed if dna else ''} shifts the frame", f"{shift}, no multiple of 3", "frameshift"
    if kind is None or kind == effect or (kind == "frameshift" and effect == "nonsense"):
        return None
    return f"{_shown(protein)} is {kind}", None, kind


def _kind(protein: Read | None) -> str | None:
    if protein is None:
        return None
    if protein.is_silent:
        return "synonymous"
    change = protein.protein
    if change is None or change.kind not in ("substitution", "synonymous", "frameshift"):
        return None
    if change.kind == "substitution":
        return "nonsense" if change.alt == "Ter" else None if change.first == "Ter" or change.start == 1 else "missense"
    return change.kind


def _shown(protein: Read | None) -> str:
    return protein.name.name if protein else ""


def _exchanges(sentence: Sentence, names: Sequence[VariantName], here: _Named) -> Iterator[Mark]:
    """Amino acids in words against the name beside them."""
    letters = genetic_code()
    for words in exchanges(sentence.text):
        coding, protein = here.of(spoken_of(sentence.text, words.start, words.end, names, []))
        change = protein.protein if protein else None
        if change is not None and change.kind == "substitution":
            if (change.first, change.alt) != (words.first, words.alt):
                yield _exchanged(sentence, words, f"{change.printed} says {change.first} to {change.alt}")
            continue
        dna = coding.dna if coding else None
        if dna is None or protein is not None or dna.kind != "substitution" or not dna.is_coding:
            continue
        place = codon_of(dna.start.base)[1]
        if (dna.ref, dna.alt, place) not in letters.reachable(words.first, words.alt):
            why = f"{dna.ref} to {dna.alt} at place {place} of a codon cannot turn {words.first} into {words.alt}"
            yield _exchanged(sentence, words, why)


def _exchanged(sentence: Sentence, words: Exchange, why: str) -> Mark:
    stretch = sentence.at(words.start, words.end)
    return stretch.mark(_WORDS, Verdict.FAILS, f"{why}.", suggestion="check the amino acids and the name")


def _codons(sentence: Sentence, names: Sequence[VariantName], known: dict[VariantName, Read]) -> Iterator[Mark]:
    """A codon in words against the one substitution of a sentence."""
    coding = [d for n in names if n.system == "c" and (d := known[n].dna) and d.is_coding and d.kind == "substitution"]
    if len(coding) != 1 or any(n.is_protein for n in names):
        return
    right = codon_of(coding[0].start.base)[0]
    for start, end, said in codons(sentence.text):
        name = spoken_of(sentence.text, start, end, [n for n in names if n.system == "c"], [], most=18)
        if name is not None and said != right:
            yield sentence.at(start, end).mark(
                _ARITHMETIC, Verdict.FAILS, f"{coding[0].printed} lies in codon {right}, not {said}.",
                computed=f"codon {right}", arithmetic=f"({coding[0].start.base} - 1) // 3 + 1 = {right}",
                suggestion=f"codon {right}",
            )  # fmt: skip


def _table(text: Scanned, block: int, table: Table) -> Iterator[Mark]:
    """Each row: the coding and the protein changes of its cells belong together in order."""
    for row in table.rows[1:] if len(table.rows) > 1 else table.rows:
        found: list[tuple[VariantName, Read, Passage]] = []
        for cell in row:
            if len(cell.text) > LONGEST:
                continue
            found += [(name, read(name), cell) for name in variant_names(cell.text)]
        for name, one, cell in found:
            yield from _shape(text.cell(block, cell, name.start, name.end), one)
        coding = [f for f in found if f[0].system == "c"]
        proteins = [f for f in found if f[0].is_protein]
        if len(coding) != len(proteins):
            continue
        for (_, c, _), (name, p, cell) in zip(coding, proteins, strict=True):
            here = text.cell(block, cell, name.start, name.end)
            yield from _pair(lambda _start, _end, here=here: here, c, p)  # type: ignore[misc]
