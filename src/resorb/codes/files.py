"""The data files: which vocabulary stands in which file and section, and how one section becomes typed entries."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from difflib import get_close_matches
from typing import TypeVar

from resorb.codes.entries import Entry, Source, fold
from resorb.codes.forms import Find, Form
from resorb.values.findings import Fault
from resorb.values.tree import Node

E = TypeVar("E", bound=Entry)

PLACES = {
    "conditions": ("conditions.yaml", "conditions"),
    "drugs": ("drugs.yaml", "drugs"),
    "other_drugs": ("other_drugs.yaml", "other drugs"),
    "given_doses": ("given_doses.yaml", "given doses"),
    "routes": ("routes.yaml", "routes"),
    "products": ("products.yaml", "products"),
    "dose_windows": ("dose_windows.yaml", "windows"),
    "slips": ("dose_windows.yaml", "slips"),
    "analytes": ("analytes.yaml", "analytes"),
    "criteria": ("criteria.yaml", "criteria"),
    "endpoints": ("endpoints.yaml", "endpoints"),
    "findings": ("findings.yaml", "findings"),
    "methods": ("methods.yaml", "methods"),
    "measures": ("measures.yaml", "measures"),
    "adverse_events": ("adverse_events.yaml", "adverse events"),
    "appraisals": ("appraisals.yaml", "appraisals"),
    "claim_kinds": ("claim_kinds.yaml", "claim kinds"),
    "genes": ("variants.yaml", "genes"),
    "amino_acids": ("variants.yaml", "genetic code"),
}
"""File and section of each vocabulary."""

SOURCES = "sources.yaml"
SEEN = ("full text", "excerpt", "secondary", "convention")


def sections_of(file: str) -> tuple[str, ...]:
    """The sections a data file may have."""
    return ("sources",) if file == SOURCES else tuple(s for f, s in PLACES.values() if f == file)


def check_sections(tree: Node, file: str, faults: list[Fault]) -> None:
    """Note a fault for each top-level name that is not a section of this file."""
    allowed = sections_of(file)
    if tree.entries is None:
        faults.append(Fault(tree.place, "document", f"is a {tree.kind}", f"start with `{allowed[0]}:`"))
    for name, key in tree.keys.items():
        if name not in allowed:
            near = get_close_matches(name, allowed, n=1)
            hint = f"did you mean {near[0]!r}? " if near else ""
            faults.append(Fault(key.place, name, "is not a section of this file", f"{hint}use: {', '.join(allowed)}"))


def read_sources(trees: Sequence[Node], faults: list[Fault]) -> dict[str, Source]:
    """All sources of the given files, later ones added to earlier ones."""
    found: dict[str, Source] = {}
    for form in _forms(trees, "sources", faults, found, _no_vocabulary):
        cite, seen, url = form.text("cite"), form.choice("seen", SEEN), form.text("url", "")
        form.done()
        if form.key in found:
            form.faults.append(Fault(form.node.place, form.path, "stands in another file too", "choose another key"))
        found[form.key] = Source(form.key, cite, seen, url)
    return found


def read_section(
    trees: Sequence[Node],
    section: str,
    read: Callable[[Form], E],
    sources: Mapping[str, Source],
    find: Find,
    faults: list[Fault],
) -> tuple[dict[str, E], dict[str, str]]:
    """Entries of one section over all files, and the index from folded names to keys.

    No name may mean two entries; that and every other fault is noted in ``faults``.
    """
    entries: dict[str, E] = {}
    index: dict[str, str] = {}
    for form in _forms(trees, section, faults, sources, find):
        entry = read(form)
        form.done()
        for folded, name in {fold(n): n for n in entry.names}.items():
            taken = index.setdefault(folded, entry.key)
            if taken != entry.key or entry.key in entries:
                rule = f"the name {name!r} already means {taken!r}"
                faults.append(Fault(form.node.place, form.path, rule, "leave it to one of the two"))
        entries[entry.key] = entry
    return entries, index


def _forms(
    trees: Sequence[Node], section: str, faults: list[Fault], sources: Mapping[str, Source], find: Find
) -> list[Form]:
    forms = []
    for tree in trees:
        node = (tree.entries or {}).get(section)
        if node is None:
            continue
        if node.entries is None:
            faults.append(Fault(node.place, section, f"is a {node.kind}", "write a map: a key, then its fields"))
            continue
        for key, child in node.entries.items():
            if child.entries is None:
                rule = f"is a {child.kind}"
                faults.append(Fault(child.place, f"{section}.{key}", rule, "write a map of fields here"))
            else:
                forms.append(Form(key, child, f"{section}.{key}", faults, sources, find))
    return forms


def _no_vocabulary(vocabulary: str, text: str) -> str:  # pragma: no cover - sources refer to nothing
    raise AssertionError(vocabulary, text)
