"""All vocabularies in one object: the package's data files, and any folder of more that a user adds.

Each file is read when first asked for and kept. A second drug is a folder of YAML files, not a change of code::

    with using(load_knowledge(Path("my-drug"))):
        lookup("drugs", "my drug")
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from contextvars import ContextVar
from difflib import get_close_matches
from functools import cache, cached_property
from importlib.resources import files
from importlib.resources.abc import Traversable
from pathlib import Path
from types import MappingProxyType
from typing import TypeVar

from resorb.codes.appraising import AppraisalTool, read_appraisal_tool
from resorb.codes.claims import ClaimKind, read_claim_kind
from resorb.codes.entries import Entry, Source, fold
from resorb.codes.files import PLACES, SOURCES, check_sections, read_section, read_sources
from resorb.codes.forms import Form
from resorb.codes.genetics import AminoAcid, Gene, GeneticCode, read_amino_acid, read_gene
from resorb.codes.labs import Analyte, read_analyte
from resorb.codes.preparations import (
    Drug,
    GivenDose,
    OtherDrugs,
    Product,
    read_drug,
    read_given_dose,
    read_other_drugs,
    read_product,
)
from resorb.codes.rules import Criteria, read_criteria
from resorb.codes.terms import (
    AdverseEvent,
    Condition,
    Endpoint,
    FindingTerm,
    Measure,
    Method,
    Route,
    read_adverse_event,
    read_condition,
    read_endpoint,
    read_finding,
    read_measure,
    read_method,
    read_route,
)
from resorb.codes.windows import DoseWindow, Slip, read_slip, read_window
from resorb.values.findings import BadInput, Fault, Place, Refused
from resorb.values.tree import Node, read_tree

E = TypeVar("E", bound=Entry)


class Knowledge:
    """The vocabularies of the package and of the given folders; files are read when first needed.

    Every property maps a key to its entry, in file order, and raises BadInput with all faults of its file.
    """

    def __init__(self, *folders: Path) -> None:
        self.folders = folders
        self._trees: dict[str, tuple[Node, ...]] = {}
        self._indexes: dict[str, dict[str, str]] = {}

    def lookup(self, vocabulary: str, text: str) -> str:
        """The canonical key of what ``text`` names; case, spaces, hyphens and accents do not matter.

        Raises:
            Refused: when no entry of the vocabulary is called so; the remedy names the nearest.
        """
        entries = self.entries(vocabulary)
        index = self._indexes[vocabulary]
        folded = fold(text)
        if folded in index:
            return index[folded]
        near = dict.fromkeys(index[n] for n in get_close_matches(folded, index, n=5, cutoff=0.6))
        shown = text if len(text) <= 40 else text[:37] + "..."
        words = vocabulary.replace("_", " ")
        if near:
            raise Refused(f"{shown!r} is not on the list of {words}", f"did you mean {' or '.join(list(near)[:3])}?")
        known = list(entries)
        some = ", ".join(known[:12]) + (", ..." if len(known) > 12 else "")
        raise Refused(f"{shown!r} is not on the list of {words}", f"use one of: {some}")

    def entries(self, vocabulary: str) -> Mapping[str, Entry]:
        """The entries of a vocabulary named by its word, for example ``routes``."""
        if vocabulary not in PLACES:
            raise KeyError(f"{vocabulary!r} is not a vocabulary; there are {', '.join(PLACES)}")
        found: Mapping[str, Entry] = getattr(self, vocabulary)
        return found

    def windows_for(self, drug: str, route: str, measure: str, population: str = "any") -> tuple[DoseWindow, ...]:
        """Windows that judge a measure of a drug by a route.

        Those of the population come first, then those for any. When the population is not known (``any``), all of
        them are given.
        """
        fits = [
            w
            for w in self.dose_windows.values()
            if w.drug == drug
            and route in w.routes
            and w.measure == measure
            and (population in ("any", w.population) or w.population == "any")
        ]
        return tuple(sorted(fits, key=lambda w: w.population == "any"))

    @cached_property
    def sources(self) -> Mapping[str, Source]:
        """Everything the values were read from."""
        faults: list[Fault] = []
        found = read_sources(self._files(SOURCES, faults), faults)
        if faults:
            raise BadInput(faults)
        return MappingProxyType(found)

    @cached_property
    def conditions(self) -> Mapping[str, Condition]:
        """Diagnoses with their codes."""
        found = self._read("conditions", read_condition)
        wrong = [c for c in found.values() if c.parent and c.parent not in found]
        if wrong:
            file = PLACES["conditions"][0]
            raise BadInput(
                [Fault(Place(file), f"{c.key}.is a", f"{c.parent!r} is unknown", "use a key") for c in wrong]
            )
        return found

    @cached_property
    def drugs(self) -> Mapping[str, Drug]:
        """Drugs with their salts."""
        return self._read("drugs", read_drug)

    @cached_property
    def other_drugs(self) -> Mapping[str, OtherDrugs]:
        """Names of drugs that are not judged."""
        return self._read("other_drugs", read_other_drugs)

    @cached_property
    def given_doses(self) -> Mapping[str, GivenDose]:
        """The most that is given of some drugs beside the treatment."""
        return self._read("given_doses", read_given_dose)

    @cached_property
    def routes(self) -> Mapping[str, Route]:
        """Ways of giving a drug."""
        return self._read("routes", read_route)

    @cached_property
    def products(self) -> Mapping[str, Product]:
        """Known preparations."""
        return self._read("products", read_product)

    @cached_property
    def dose_windows(self) -> Mapping[str, DoseWindow]:
        """Plausible doses."""
        return self._read("dose_windows", read_window)

    @cached_property
    def slips(self) -> Mapping[str, Slip]:
        """Ways in which a printed dose goes wrong, the likeliest first."""
        return self._read("slips", read_slip)

    @cached_property
    def analytes(self) -> Mapping[str, Analyte]:
        """Laboratory quantities."""
        return self._read("analytes", read_analyte)

    @cached_property
    def criteria(self) -> Mapping[str, Criteria]:
        """Published response criteria."""
        return self._read("criteria", read_criteria)

    @cached_property
    def findings(self) -> Mapping[str, FindingTerm]:
        """What an assessment may find."""
        return self._read("findings", read_finding)

    @cached_property
    def endpoints(self) -> Mapping[str, Endpoint]:
        """What a printed count of an outcome counts."""
        return self._read("endpoints", read_endpoint)

    @cached_property
    def appraisals(self) -> Mapping[str, AppraisalTool]:
        """Tools that appraise reports, with what their questions ask."""
        return self._read("appraisals", read_appraisal_tool)

    @cached_property
    def methods(self) -> Mapping[str, Method]:
        """How an assessment was made."""
        return self._read("methods", read_method)

    @cached_property
    def measures(self) -> Mapping[str, Measure]:
        """What an assessment measures."""
        return self._read("measures", read_measure)

    @cached_property
    def adverse_events(self) -> Mapping[str, AdverseEvent]:
        """Harms."""
        return self._read("adverse_events", read_adverse_event)

    @cached_property
    def claim_kinds(self) -> Mapping[str, ClaimKind]:
        """Kinds of claim a study file may hold."""
        return self._read("claim_kinds", read_claim_kind)

    @cached_property
    def genes(self) -> Mapping[str, Gene]:
        """Genes known in the field."""
        return self._read("genes", read_gene)

    @cached_property
    def amino_acids(self) -> Mapping[str, AminoAcid]:
        """Amino acids with their codons."""
        return self._read("amino_acids", read_amino_acid)

    @cached_property
    def genetic_code(self) -> GeneticCode:
        """The standard genetic code."""
        by_codon = {codon: acid.key for acid in self.amino_acids.values() for codon in acid.codons}
        letters = {acid.key: acid.letter for acid in self.amino_acids.values()}
        return GeneticCode(MappingProxyType(by_codon), MappingProxyType(letters))

    def _read(self, vocabulary: str, read: Callable[[Form], E]) -> Mapping[str, E]:
        file, section = PLACES[vocabulary]
        faults: list[Fault] = []
        elsewhere: dict[Fault, None] = {}

        def find(other: str, text: str) -> str:
            try:
                return self.lookup(other, text)
            except BadInput as bad:  # the other file is to blame; go on and find all faults of this one
                elsewhere.update(dict.fromkeys(bad.faults))
                return text

        trees = self._files(file, faults)
        found, index = read_section(trees, section, read, self.sources, find, faults)
        if faults or elsewhere:
            raise BadInput([*faults, *elsewhere])
        self._indexes[vocabulary] = index
        return MappingProxyType(found)

    def _files(self, name: str, faults: list[Fault]) -> tuple[Node, ...]:
        """The trees of one data file: the package's, then those of the folders."""
        if name not in self._trees:
            trees = []
            for folder in (_package_data(), *self.folders):
                path = folder.joinpath(name)
                if not path.is_file():
                    continue
                shown = str(path) if isinstance(path, Path) and folder in self.folders else name
                tree = read_tree(path.read_bytes(), shown)
                check_sections(tree, name, faults)
                trees.append(tree)
            self._trees[name] = tuple(trees)
        return self._trees[name]


def load_knowledge(*folders: Path) -> Knowledge:
    """Read everything now: the package's vocabularies with those of ``folders`` added.

    A folder holds any of the data files, written like those of the package; it adds entries and replaces none.

    Raises:
        BadInput: with every fault of every file.
    """
    known = Knowledge(*folders)
    faults = [fault for folder in folders for fault in _strays(folder)]
    for vocabulary in ("sources", *PLACES):
        try:
            getattr(known, vocabulary)
        except BadInput as bad:
            faults += bad.faults
    if faults:
        raise BadInput(list(dict.fromkeys(faults)))
    return known


_in_use: ContextVar[Knowledge | None] = ContextVar("knowledge", default=None)


def knowledge() -> Knowledge:
    """The knowledge in use: what :func:`using` set, else the package's own."""
    return _in_use.get() or _of_package()


@contextmanager
def using(known: Knowledge) -> Iterator[Knowledge]:
    """Let everything inside the block use this knowledge."""
    token = _in_use.set(known)
    try:
        yield known
    finally:
        _in_use.reset(token)


@cache
def _of_package() -> Knowledge:
    return Knowledge()


def _package_data() -> Traversable:
    return files("resorb.codes").joinpath("data")


def _strays(folder: Path) -> Iterator[Fault]:
    known = {SOURCES, *(file for file, _ in PLACES.values())}
    if not folder.is_dir():
        yield Fault(Place(str(folder)), "folder", "is not a folder", "give a folder that holds data files")
        return
    for path in sorted(folder.glob("*.y*ml")):
        if path.name not in known:
            near = get_close_matches(path.name, known, n=1)
            hint = f"did you mean {near[0]}? " if near else ""
            yield Fault(Place(str(path)), "file", "is not a data file", f"{hint}use: {', '.join(sorted(known))}")
