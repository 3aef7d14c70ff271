"""Judges of variants: a protein change against its coding change, places in gene and genome against each other."""

from __future__ import annotations

import re

from resorb.checks.claims.facts import rows_of, unjudged, verdict
from resorb.checks.plausibility.hgvs import DnaChange, ProteinChange, codon_of, parse
from resorb.checks.registry import Judgement, judges
from resorb.codes import genetic_code
from resorb.tables.schema import Claim
from resorb.tables.study import Study, ref_of
from resorb.values.findings import FactRef, Refused

_PLACE = re.compile(r"(?P<system>[cg])\.(?P<base>\d{1,9})(?P<offset>[+-]\d{1,6})?(?:_\d{1,9}(?:[+-]\d{1,6})?)?.*")


@judges(
    "codon",
    doc="The printed protein change is one that the coding change can make.",
    source="HGVS numbering, (place - 1) // 3 + 1, and the standard genetic code",
)
def codon(study: Study, claim: Claim) -> Judgement:
    """Codon number by place, residues by some codon that the change of one base turns into the other."""
    try:
        changes = [parse(text) for text in (*claim.arguments[:1], claim.printed.strip())]
    except Refused as refused:
        return unjudged(f"{refused.rule}; {refused.remedy}")
    if len(changes) != 2 or not isinstance(changes[0], DnaChange) or not isinstance(changes[1], ProteinChange):
        return unjudged("it needs a coding change in `with` and a protein change as printed")
    dna, protein = changes[0], changes[1]
    if not dna.is_coding or dna.kind != "substitution" or protein.kind != "substitution":
        return unjudged("only a substitution of one coding base has one codon")
    number, place = codon_of(dna.start.base)
    can = (dna.ref, dna.alt, place) in genetic_code().reachable(protein.first, protein.alt)
    arithmetic = f"({dna.start.base} - 1) // 3 + 1 = codon {number}, base {place}"
    reach = f"{dna.ref}>{dna.alt} at base {place} " + ("can turn" if can else "turns no codon of") + f" {protein.first}"
    message = f"{arithmetic}; {reach} into {protein.alt}."
    fits = number == protein.start and can
    if number != protein.start:
        message = f"{arithmetic}, but {claim.printed} is codon {protein.start}."
    computed = f"codon {number}" + ("" if can else f", not {protein.first} to {protein.alt}")
    return Judgement(verdict(holds=fits), message, computed, arithmetic, trace=_trace(study, claim))


@judges(
    "genomic order",
    doc="Places in the gene and in the genome run the same way, and lie no closer in the genome.",
    source="introns lie between exons: a distance in the genome is no shorter than in the transcript",
)
def genomic_order(study: Study, claim: Claim) -> Judgement:
    """``with`` gives pairs: a coding place, then its genomic place."""
    read = [_PLACE.fullmatch(text.strip()) for text in claim.arguments]
    found = [m for m in read if m]
    if len(found) != len(read) or len(found) < 4 or len(found) % 2:
        return unjudged("`with` gives at least two pairs of places such as c.803, g.8761")
    coding, genomic = found[::2], found[1::2]
    if {m["system"] for m in coding} != {"c"} or {m["system"] for m in genomic} != {"g"}:
        return unjudged("`with` gives a coding place first, then its genomic place")
    fits, lines = True, list[str]()
    for (c1, g1), (c2, g2) in zip(
        list(zip(coding, genomic, strict=True)), list(zip(coding, genomic, strict=True))[1:], strict=False
    ):
        apart = int(c2["base"]) - int(c1["base"])
        # A place inside an intron lies that many bases beyond its exon's end, in the genome only.
        intron = int(c2["offset"] or 0) - int(c1["offset"] or 0)
        distance = int(g2["base"]) - int(g1["base"]) - intron
        fits = fits and (apart == 0 or (distance > 0) == (apart > 0)) and abs(distance) >= abs(apart)
        lines.append(f"{c2['base']} - {c1['base']} = {apart} in the transcript, {distance} in the genome")
    arithmetic = "; ".join(lines)
    said = claim.printed.strip().lower() != "no"
    message = f"{arithmetic}: " + ("the order is possible." if fits else "this order is not possible.")
    computed = "possible" if fits else "impossible"
    return Judgement(verdict(holds=fits == said), message, computed, arithmetic, trace=_trace(study, claim))


def _trace(study: Study, claim: Claim) -> tuple[FactRef, ...]:
    return tuple(ref_of(row) for row in rows_of(study, claim)) or (ref_of(claim, "arguments"),)
