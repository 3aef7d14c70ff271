"""Names of variants that no grammar reads, and positions behind the end of a gene."""

from __future__ import annotations

from collections.abc import Iterator

from resorb.checks.plausibility.variants import NOMENCLATURE
from resorb.reading.variants.malformed import Malformed, beyond_the_gene, malformed
from resorb.scan.material import Mark, Scanned, Stretch
from resorb.scan.registry import rule
from resorb.values.findings import Verdict

LONGEST = 5000


@rule(
    "variant-malformed",
    kind="variant",
    doc="A name of a variant can be read: bases are bases, signs are those of HGVS, bases are as many as their places.",
    source=NOMENCLATURE,
)
def malformed_variants(text: Scanned) -> Iterator[Mark]:
    """Each sentence and cell."""
    for sentence in text.sentences:
        for one in malformed(sentence.text):
            yield _told(sentence.at(one.start, one.end), one)
    for number, table in text.tables:
        for cell in (cell for row in table.rows for cell in row if len(cell.text) <= LONGEST):
            for one in malformed(cell.text):
                yield _told(text.cell(number, cell, one.start, one.end), one)


@rule(
    "variant-in-gene",
    kind="variant",
    doc="A variant lies within the codons that its text gives the gene.",
    source=f"{NOMENCLATURE}; arithmetic",
)
def variants_in_gene(text: Scanned) -> Iterator[Mark]:
    """Each sentence with the one before it."""
    for sentence in text.sentences:
        before = next(iter(text.before(sentence)), None)
        said = f"{before.text} " if before is not None else ""
        if not ("c." in sentence.text or "p." in sentence.text):
            continue
        for far in beyond_the_gene(said + sentence.text):
            if far.start >= len(said):
                yield sentence.at(far.start - len(said), far.end - len(said)).mark(
                    "variant-in-gene", Verdict.FAILS,
                    f"{far.gene} has {far.codons} codons; this lies in codon {far.codon}.",
                    computed=f"codon {far.codon}", arithmetic=f"{far.codon} > {far.codons}",
                    suggestion=f"a place within {far.codons} codons, or another length of {far.gene}",
                )  # fmt: skip


def _told(stretch: Stretch, one: Malformed) -> Mark:
    return stretch.mark(
        "variant-malformed", Verdict.FAILS if one.sure else Verdict.ASSUMES,
        f"This name cannot be read: {one.fault}.",
        computed=one.fault, suggestion=one.meant, assumption=None if one.sure else "nothing of it was lost in print",
    )  # fmt: skip
