"""Genes of the field and the standard genetic code."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass

from resorb.codes.entries import Entry
from resorb.codes.forms import Form


@dataclass(frozen=True, slots=True, kw_only=True)
class Gene(Entry):
    """A gene; ``omim`` is the number of the gene, ``conditions`` are keys of what its variants cause."""

    name: str = ""
    omim: str = ""
    conditions: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class AminoAcid(Entry):
    """An amino acid (or the stop signal "Ter") and the DNA codons that stand for it."""

    letter: str
    codons: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class GeneticCode:
    """The genetic code: three-letter amino acid by DNA codon, one-letter names by three-letter name."""

    by_codon: Mapping[str, str]
    letters: Mapping[str, str]

    def reachable(self, one: str, other: str) -> frozenset[tuple[str, str, int]]:
        """Single-base changes that turn amino acid ``one`` into ``other``: (reference base, new base, place 1 to 3).

        Both are three-letter names, for example ``Ser`` and ``Gly``.
        """
        return frozenset(
            (codon[i], base, i + 1)
            for codon, name in self.by_codon.items()
            if name == one
            for i in range(3)
            for base in "ACGT"
            if base != codon[i] and self.by_codon[codon[:i] + base + codon[i + 1 :]] == other
        )


def read_gene(form: Form) -> Gene:
    """Read one entry of variants.yaml, section ``genes``."""
    omim = form.text("omim", "")
    if omim and not re.fullmatch(r"\d{6}", omim):
        form.fault("omim", f"{omim!r} is not an OMIM number", "write its six digits")
    return Gene(**form.basics(), name=form.text("name", ""), omim=omim, conditions=form.refers("causes", "conditions"))


def read_amino_acid(form: Form) -> AminoAcid:
    """Read one entry of variants.yaml, section ``genetic code``."""
    codons = form.texts("codons")
    for codon in codons:
        if not re.fullmatch("[ACGT]{3}", codon):
            form.fault("codons", f"{codon!r} is not a DNA codon", "write three of A, C, G, T")
    return AminoAcid(**form.basics(), letter=form.text("letter"), codons=codons)
