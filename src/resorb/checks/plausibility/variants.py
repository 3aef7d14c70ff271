"""Variants as printed: their shape, codon arithmetic, and whether the descriptions of one allele agree."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from itertools import combinations

from resorb.checks.plausibility.hgvs import (
    LOST,
    Change,
    DnaChange,
    ProteinChange,
    codon_of,
    descriptions,
    parse,
    repaired,
)
from resorb.checks.plausibility.said import cited, said
from resorb.checks.registry import Judgement, check
from resorb.codes import conditions, genes, genetic_code
from resorb.tables.schema import Condition
from resorb.tables.study import Study
from resorb.values.findings import Finding, Refused, Verdict

Located = tuple[DnaChange, DnaChange]
"""A variant by its coding and its genomic name."""
NOMENCLATURE = "HGVS nomenclature; codon = (position - 1) // 3 + 1"


@dataclass(frozen=True, slots=True)
class Described:
    """One description that could be read: the text it stands in, and every reading when a sign was lost."""

    text: int
    readings: tuple[Change, ...]
    supplied: bool = False

    @property
    def change(self) -> Change:
        """The reading, or the first of several."""
        return self.readings[0]

    @property
    def meant(self) -> str:
        """All readings, for a message."""
        return " or ".join(r.printed for r in self.readings)


def described(condition: Condition) -> tuple[Described, ...]:
    """All descriptions of a diagnosis that can be read.

    One that lost a sign is read too, when its readings tell of the same bases at the same place (c.1626+1 or -1).
    """
    found = []
    for number, text in enumerate(condition.variants):
        for one in descriptions(text):
            try:
                found.append(Described(number, (parse(one),)))
            except Refused:
                readings = tuple(parse(r) for r in repaired(one))
                if readings and len({_place(r) for r in readings}) == 1:
                    found.append(Described(number, readings, supplied=True))
    return tuple(found)


def _place(change: Change) -> tuple[object, ...]:
    """What readings must share to be of one variant: system, bases and the base counted from."""
    if isinstance(change, DnaChange):
        return change.system, change.start.base, change.end.base, change.edit
    return change.first, change.start, change.end, change.kind, change.alt


@check("variant-shape", doc="A variant follows the HGVS grammar and does not contradict itself.", source=NOMENCLATURE)
def variant_shape(study: Study) -> Iterator[Finding]:
    """Each description against the closed grammar; those that lost a sign with the readings that fit."""
    for condition in study.rows(Condition):
        for text in condition.variants:
            for one in descriptions(text):
                yield _shape(condition, one)


def _shape(condition: Condition, one: str) -> Finding:
    try:
        parse(one)
    except Refused as refused:
        readings = repaired(one)
        if not readings:
            return said(
                "variant-shape", Verdict.FAILS, condition, "variants", f"{refused.rule}.",
                printed=one, suggestion=refused.remedy,
            )  # fmt: skip
        how = "lost a sign" if LOST.search(one) else "lacks a sign"
        few = f"one reading fits the grammar: {readings[0]}" if len(readings) == 1 else f"{len(readings)} readings fit"
        return said(
            "variant-shape", Verdict.ASSUMES, condition, "variants", f"{one!r} {how} in print; {few}.",
            printed=one, suggestion=" or ".join(readings), assumption=f"that {' or '.join(readings)} is meant",
        )  # fmt: skip
    return said("variant-shape", Verdict.HOLDS, condition, "variants", f"{one} follows the grammar.", printed=one)


@check(
    "variant-arithmetic",
    doc="Descriptions of one variant agree: codon and base change, frame, splice offset, distances.",
    source=f"{NOMENCLATURE}; standard genetic code",
)
def variant_arithmetic(study: Study) -> Iterator[Finding]:
    """Each protein change against its DNA change, IVS against c. names, and distances along c. and g. numbers."""
    for condition in study.rows(Condition):
        read = described(condition)
        yield from _consequences(condition, read)
        yield from _splice(condition, read)
        yield from _distances(condition, read)


def _consequences(condition: Condition, read: tuple[Described, ...]) -> Iterator[Finding]:
    coding = [d for d in read if isinstance(d.change, DnaChange) and d.change.is_coding]
    proteins = [d for d in read if isinstance(d.change, ProteinChange)]
    for protein in proteins:
        here = [d for d in coding if d.text == protein.text]
        partners = here or (coding if len(coding) == len(proteins) == 1 else _same_codon(coding, protein))
        if len(partners) == 1:
            yield _consequence(condition, partners[0], protein)
        elif coding:
            message = f"{protein.change.printed} fits none of several DNA changes alone: needs the one it belongs to."
            yield said(
                "variant-arithmetic", Verdict.UNJUDGED, condition, "variants", message, printed=protein.change.printed
            )


def _same_codon(coding: list[Described], protein: Described) -> list[Described]:
    assert isinstance(protein.change, ProteinChange)  # noqa: S101 - for the type checker
    start = protein.change.start
    return [d for d in coding if isinstance(d.change, DnaChange) and codon_of(d.change.start.base)[0] == start]


def _consequence(condition: Condition, dna: Described, protein: Described) -> Finding:
    assert isinstance(dna.change, DnaChange)  # noqa: S101 - for the type checker
    assert isinstance(protein.change, ProteinChange)  # noqa: S101 - for the type checker
    verdict, message, arithmetic, suggestion = judge_consequence(dna.change, protein.change)
    if verdict is not Verdict.UNJUDGED:
        return _weighed(
            condition, verdict is Verdict.HOLDS, (dna, protein), message, arithmetic=arithmetic, suggestion=suggestion
        )
    printed = f"{dna.meant}, {protein.meant}"
    return said("variant-arithmetic", verdict, condition, "variants", message, arithmetic=arithmetic, printed=printed)


def judge_consequence(dna: DnaChange, protein: ProteinChange) -> tuple[Verdict, str, str, str | None]:
    """Whether a change within the coding sequence can have this consequence: verdict, message, arithmetic, remedy."""
    codon, place = codon_of(dna.start.base)
    arithmetic = f"({dna.start.base} - 1) // 3 + 1 = {codon}"
    shift = dna.length_change
    if shift is not None and shift % 3 != 0:
        arithmetic = f"{shift:+d} bases, no multiple of 3; {arithmetic}"
        if protein.kind == "frameshift" and protein.start >= codon:
            return Verdict.HOLDS, f"{dna.printed} shifts the frame from codon {codon} on.", arithmetic, None
        if protein.kind == "frameshift":
            message = f"{dna.printed} begins in codon {codon}, after the first changed amino acid {protein.start}."
            return Verdict.FAILS, message, arithmetic, "check both positions"
        # A shifted frame may meet a stop signal at once.
        if protein.kind == "substitution" and protein.alt == "Ter" and protein.start >= codon:
            return Verdict.HOLDS, f"{dna.printed} shifts the frame and may stop at {protein.start}.", arithmetic, None
        message = f"{dna.printed} shifts the frame; {protein.printed} does not say so."
        return Verdict.FAILS, message, arithmetic, f"expected p.…{codon}fs"
    if protein.kind == "frameshift":
        message = f"{dna.printed} keeps the frame; {protein.printed} says it shifts."
        return Verdict.FAILS, message, f"{shift or 0:+d} bases, a multiple of 3", "check the bases inserted or lost"
    if dna.kind != "substitution" or protein.kind not in ("substitution", "synonymous"):
        message = f"{dna.printed} with {protein.printed} needs the reference sequence."
        return Verdict.UNJUDGED, message, arithmetic, None
    if protein.start != codon:
        message = f"{dna.printed} lies in codon {codon}, not {protein.start}."
        bases = f"codon {protein.start} is c.{3 * protein.start - 2} to c.{3 * protein.start}"
        return Verdict.FAILS, message, arithmetic, bases
    alt = protein.first if protein.kind == "synonymous" else protein.alt
    ways = genetic_code().reachable(protein.first, alt)
    if (dna.ref, dna.alt, place) in ways:
        message = f"{dna.ref} to {dna.alt} at place {place} of codon {codon} can turn {protein.first} into {alt}."
        return Verdict.HOLDS, message, arithmetic, None
    shown = ", ".join(f"{r}>{a} at place {p}" for r, a, p in sorted(ways, key=lambda w: (w[2], w[0], w[1])))
    message = f"{dna.ref} to {dna.alt} at place {place} of codon {codon} cannot turn {protein.first} into {alt}."
    return Verdict.FAILS, message, arithmetic, f"single-base changes that do: {shown or 'none'}"


def _splice(condition: Condition, read: tuple[Described, ...]) -> Iterator[Finding]:
    """Offsets into an intron: the IVS and the c. name of one variant must have the same offset and bases."""
    dna = [d for d in read if isinstance(d.change, DnaChange) and (d.change.start.offset or d.change.end.offset)]
    older = [d for d in dna if isinstance(d.change, DnaChange) and d.change.system == "IVS"]
    newer = [d for d in dna if isinstance(d.change, DnaChange) and d.change.system == "c"]
    for one in older:
        partners = [d for d in newer if d.text == one.text] or (newer if len(newer) == len(older) == 1 else [])
        for other in partners:
            same = bool(_ends_of(one) & _ends_of(other))
            words = "agree" if same else "differ"
            yield _weighed(condition, same, (one, other), f"{one.meant} and {other.meant} {words} in offset and bases.")
    for one in newer:
        message = f"Whether an exon ends at the base that {one.meant} counts from needs the table of exons."
        yield said("variant-arithmetic", Verdict.UNJUDGED, condition, "variants", message, printed=one.meant)


def _ends_of(one: Described) -> set[tuple[int, tuple[str, str, str]]]:
    return {in_intron(r) for r in one.readings if isinstance(r, DnaChange)}


def in_intron(change: DnaChange) -> tuple[int, tuple[str, str, str]]:
    """What the IVS name and the c. name of one variant must share: how far into the intron, and which bases."""
    return change.start.offset, change.edit


def _weighed(
    condition: Condition, holds: bool, used: tuple[Described, ...], message: str, **more: str | None
) -> Finding:
    """A comparison that holds only if the signs supplied are those that were lost."""
    supplied = [d.meant for d in used if d.supplied]
    verdict = Verdict.FAILS if not holds else Verdict.ASSUMES if supplied else Verdict.HOLDS
    assumption = f"that {', '.join(supplied)} is meant, where a sign was lost in print"
    return said(
        "variant-arithmetic", verdict, condition, "variants", message, printed=", ".join(d.meant for d in used),
        assumption=assumption if verdict is Verdict.ASSUMES else None, **more,
    )  # fmt: skip


def _distances(condition: Condition, read: tuple[Described, ...]) -> Iterator[Finding]:
    """Two variants are no farther apart in the coding sequence than in the genome, which holds the introns too."""
    for (c1, g1), (c2, g2) in combinations(list(_paired(read)), 2):
        judged = judge_distance(_located(c1, g1), _located(c2, g2), (c1.meant, c2.meant))
        yield _weighed(
            condition, judged.verdict is Verdict.HOLDS, (c1, g1, c2, g2), judged.message,
            arithmetic=judged.arithmetic, suggestion=judged.suggestion,
        )  # fmt: skip


def _located(coding: Described, genomic: Described) -> Located:
    assert isinstance(coding.change, DnaChange)  # noqa: S101 - for the type checker
    assert isinstance(genomic.change, DnaChange)  # noqa: S101 - for the type checker
    return coding.change, genomic.change


def judge_distance(first: Located, second: Located, names: tuple[str, str] | None = None) -> Judgement:
    """Two variants, each by its coding and its genomic name: introns can only lengthen the distance."""
    coding, genomic = _apart(first[0], second[0]), _apart(first[1], second[1])
    holds = coding[0] <= genomic[0]
    one, other = names or (first[0].printed, second[0].printed)
    message = f"{one} and {other} lie {coding[0]} bases apart in coding numbers, {genomic[0]} in genomic ones."
    return Judgement(
        Verdict.HOLDS if holds else Verdict.FAILS,
        message,
        computed=str(coding[0]),
        arithmetic=f"{coding[1]} {'≤' if holds else '>'} {genomic[1]}",
        suggestion=None if holds else "check the four positions; introns can only lengthen the distance",
    )


def _apart(one: DnaChange, other: DnaChange) -> tuple[int, str]:
    low, high = sorted((one.start.base, other.start.base))
    return high - low, f"{high} - {low} = {high - low}"


def _paired(read: tuple[Described, ...]) -> Iterator[tuple[Described, Described]]:
    """Coding and genomic names of one variant: in one text, or the only two with the same bases."""
    coding, genomic = (
        [(d, d.change) for d in read if isinstance(d.change, DnaChange) and d.change.system == system]
        for system in ("c", "g")
    )
    for one, change in coding:
        alike = [d for d, g in genomic if g.edit == change.edit]
        here = [d for d in alike if d.text == one.text]
        unique = len(alike) == 1 and sum(c.edit == change.edit for _, c in coding) == 1
        if len(here) == 1 or unique:
            yield one, (here or alike)[0]


@check(
    "variant-zygosity",
    doc="As many different variants as the zygosity needs: one when homozygous, two when compound heterozygous.",
    source="meaning of the words",
)
def variant_zygosity(study: Study) -> Iterator[Finding]:
    """Zygosity against the number of different variants printed."""
    for condition in study.rows(Condition):
        if condition.zygosity not in ("homozygous", "heterozygous", "compound heterozygous") or not condition.variants:
            continue
        read = described(condition)
        if not read:
            message = "The variants are not readable: needs their HGVS names to count them."
            yield said("variant-zygosity", Verdict.UNJUDGED, condition, "zygosity", message)
            continue
        least, most = _alleles(condition, read)
        needed = 2 if condition.zygosity == "compound heterozygous" else 1
        message = f"Different variants told apart: {least}; {condition.zygosity} needs {needed}."
        if least > needed:
            verdict, assumption = Verdict.FAILS, None
        elif most < needed:
            verdict, assumption = Verdict.ASSUMES, "that a second variant was found and is not printed"
        else:
            verdict, assumption = Verdict.HOLDS, None
        yield said(
            "variant-zygosity", verdict, condition, "zygosity", message,
            printed=condition.zygosity, assumption=assumption,
        )  # fmt: skip


def _alleles(condition: Condition, read: tuple[Described, ...]) -> tuple[int, int]:
    """Fewest and most different variants: names of one system differ for sure, texts differ at most."""
    systems: dict[str, set[str]] = {}
    for d in read:
        system = d.change.system if isinstance(d.change, DnaChange) else "p"
        systems.setdefault(system, set()).add(d.change.printed)
    least = max(len(names) for names in systems.values())
    return least, max(least, len(set(condition.variants)))


@check("variant-gene", doc="A variant of this gene is known to cause the diagnosis.", source="genes of resorb.codes")
def variant_gene(study: Study) -> Iterator[Finding]:
    """The gene of a diagnosis against what its variants are known to cause."""
    known = genes()
    for condition in study.rows(Condition):
        gene = known.get(condition.gene or "")
        if gene is None or not gene.conditions or condition.status == "ruled out" or "genetic" not in condition.basis:
            continue
        fits = bool(_family(condition.condition) & set(gene.conditions)) or any(
            condition.condition in _family(c) for c in gene.conditions
        )
        message = f"Variants of {gene.label} are known for {', '.join(gene.conditions)}.{cited(gene.sources)}"
        yield said(
            "variant-gene", Verdict.HOLDS if fits else Verdict.ASSUMES, condition, "gene", message,
            printed=f"{condition.condition}, {gene.label}",
            assumption=None if fits else f"that variants of {gene.label} also cause {condition.condition}",
        )  # fmt: skip


def _family(name: str) -> set[str]:
    """A condition and all wider ones."""
    known, found = conditions(), {name}
    while (entry := known.get(name)) is not None and entry.parent and entry.parent not in found:
        name = entry.parent
        found.add(name)
    return found
