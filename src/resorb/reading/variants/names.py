"""Names of variants in running text, written anew as HGVS writes them.

``c.211A>G`` also with a lost or odd sign between its bases (c.211A→G, U+FFFD), with blanks, as ``c.A211G``, with a
dash for the underscore of a range; ``IVS8+1G>A``; ``p.Ser71Gly``, ``p.(Ser71Gly)``, ``p.S71G``, and without ``p.``
where the words around it say what it is; alleles in square brackets.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, replace

from resorb.codes import genetic_code
from resorb.reading.lazy import lazy

_LOST = "\ufffd\u25a1\ufffc"
_ARROW = rf"(?:>|→|⟶|➔|\u203a|&gt;|-{{1,2}}>|–>|[{_LOST}¿])"
_POINT = rf"[-*]?\d{{1,7}}(?:\s?[+−–{_LOST}-]\s?\d{{1,6}})?"
_BASE = "[ACGTUacgtu]"
_DNA = lazy(
    rf"(?P<system>[cg]\.|IVS)\s?(?P<open>\()?(?:(?P<start>{_POINT})(?:\s?_\s?(?P<end>{_POINT}))?\s?(?:"
    rf"(?P<ref>{_BASE})\s?{_ARROW}\s?"
    rf"(?P<alt>{_BASE})|(?P<word>delins|del|dup|ins|inv)\s?(?P<bases>{_BASE}{{0,60}})(?:ins(?P<more>{_BASE}{{1,60}}))?)"
    rf"|(?P<old>[ACGT]\d{{1,7}}[ACGT]))(?![A-Za-z0-9>])(?(open)\)?)"
)
_DNA_START = lazy(r"(?<![A-Za-z0-9.])(?:[cg]\.|IVS)(?=[\s(*A-Z0-9-])")
_THREE = "Ala|Arg|Asn|Asp|Cys|Gln|Glu|Gly|His|Ile|Leu|Lys|Met|Phe|Pro|Ser|Thr|Trp|Tyr|Val|Ter|Sec"
_AA = r"(?:[A-Z][a-z]{2}|[A-Z]{3}|[A-Z]|\*)"
_FS = r"fs(?:\s?(?:\*|X|Ter)\s?(?:\d{1,4}|\?)?)?"
_CHANGE = rf"(?:=|\?|{_AA}?{_FS}|del|dup|(?:del)?ins{_AA}{{1,20}}|{_AA}|\*|X|stop|Stop|STOP)"
_PROTEIN = lazy(
    rf"(?<![A-Za-z0-9.])p\.\s?(?P<open>[(\[])?(?P<first>{_AA})-?(?P<start>\d{{1,5}})-?(?:_(?P<last>{_AA})"
    rf"(?P<end>\d{{1,5}}))?"
    rf"(?P<change>{_CHANGE})(?![A-Za-z0-9])(?(open)[)\]]?)"
)
_BARE_THREE = lazy(
    rf"(?<![A-Za-z0-9.])(?P<first>{_THREE})-?(?P<start>\d{{1,5}})-?(?P<change>(?:{_THREE})?{_FS}|(?:{_THREE}|\*|X"
    rf"|=|stop))(?![A-Za-z0-9])"
)
_BARE_ONE = lazy(
    r"(?<![\w./-])(?P<first>[ACDEFGHIKLMNPQRSTVWY])(?P<start>\d{2,4})(?P<change>[ACDEFGHIKLMNPQRSTVWYX*])(?![\w/-])"
)
_SPEAKS_OF_PROTEIN = lazy(
    r"mutation|variant|change|substitution|polymorphism|protein|amino|one-letter|single-letter|missense|nonsense"
    r"|residue|replacement",
    re.IGNORECASE,
)
_ALLELES = lazy(r"(?<![A-Za-z0-9.])(?P<system>[cp])\.(?=\[)(?P<all>(?:\[[^\[\]]{1,60}\]\s?;?\s?){1,4})")
_BARE_DNA = lazy(
    rf"(?P<start>{_POINT})(?:_(?P<end>{_POINT}))?(?:(?P<ref>{_BASE}){_ARROW}(?P<alt>{_BASE})|(?P<word>delins|del"
    rf"|dup|ins)(?P<bases>{_BASE}{{0,60}}))"
)


@dataclass(frozen=True, slots=True)
class VariantName:
    """A name of a variant and its place; ``name`` is how HGVS would write what is printed.

    ``system`` is c, g, IVS or p. ``is_bare`` when "p." was not printed, ``is_lost`` when a sign was lost in print and
    supplied; ``name`` is empty when the sign cannot be told.
    """

    start: int
    end: int
    system: str
    name: str
    is_bare: bool = False
    is_lost: bool = False

    @property
    def is_protein(self) -> bool:
        """Whether it names a protein change."""
        return self.system == "p"


def variant_names(text: str) -> list[VariantName]:
    """Every name of a variant in a text, in order, none inside another."""
    if not any(sign in text for sign in (".", "IVS")):
        return []
    found = [*_alleles(text), *_dna(text), *_proteins(text)]
    if any(one.system == "c" for one in found):
        found += _bare(text)
    kept: list[VariantName] = []
    for one in sorted(found, key=lambda n: (n.start, -n.end)):
        if not kept or one.start >= kept[-1].end:
            kept.append(one)
    return kept


def _dna(text: str) -> Iterator[VariantName]:
    for start in _DNA_START.finditer(text):
        m = _DNA.match(text, start.start())
        if m is not None:
            name = _dna_name(m, m["system"])
            is_lost = any(sign in m[0] for sign in (*_LOST, "¿"))
            yield VariantName(m.start(), m.end(), m["system"].rstrip("."), name, is_lost=is_lost)


def _dna_name(m: re.Match[str], system: str) -> str:
    groups = m.groupdict()
    if groups.get("old"):
        ref, number, alt = m["old"][0], m["old"][1:-1], m["old"][-1]
        return f"{system}{number}{ref}>{alt}"
    ends = [_point(groups.get(end)) for end in ("start", "end")]
    if any(end is None for end in ends):
        return ""
    start, end = ends[0] or "", ends[1] or ""
    if m["ref"]:
        return f"{system}{start}{'_' if end else ''}{end}{m['ref'].upper()}>{m['alt'].upper()}"
    # A dash in place of the underscore: the second number would be an impossible offset.
    split = re.fullmatch(r"(\d+)[-](\d+)", start)
    if split is not None and not end and int(split[2]) > int(split[1]):
        start, end = split[1], split[2]
    more = f"ins{groups['more'].upper()}" if groups.get("more") else ""
    return f"{system}{start}{'_' if end else ''}{end}{m['word']}{m['bases'].upper()}{more}"


def _point(text: str | None) -> str | None:
    """A position with plain signs; "" when there is none, None when its sign was lost."""
    if text is None:
        return ""
    plain = re.sub(r"\s", "", text).replace("−", "-").replace("–", "-")
    return None if any(sign in plain for sign in _LOST) else plain


def _proteins(text: str) -> Iterator[VariantName]:
    if "p." in text:
        for m in _PROTEIN.finditer(text):
            yield VariantName(m.start(), m.end(), "p", _protein_name(m))


def _protein_name(m: re.Match[str]) -> str:
    groups = m.groupdict()
    head = f"{_residue(m['first'])}{m['start']}"
    if groups.get("last"):
        head += f"_{_residue(groups['last'] or '')}{groups['end']}"
    change = re.sub(r"\s", "", m["change"])
    if change.lower() in ("stop", "x"):
        return f"p.{head}*"
    change = re.sub(r"[A-Z]{3}", lambda a: a[0].title(), change)
    return f"p.{head}{change}"


def _residue(text: str) -> str:
    return text.title() if len(text) == 3 else text


def _bare(text: str) -> Iterator[VariantName]:
    for m in _BARE_THREE.finditer(text):
        yield VariantName(m.start(), m.end(), "p", _protein_name(m), is_bare=True)
    for m in _BARE_ONE.finditer(text):
        around = text[max(0, m.start() - 40) : m.start()] + text[m.end() : m.end() + 40]
        if _SPEAKS_OF_PROTEIN.search(around) and m["first"] in genetic_code().letters.values():
            yield VariantName(m.start(), m.end(), "p", _protein_name(m), is_bare=True)


def _alleles(text: str) -> Iterator[VariantName]:
    """``c.[484C>T];[1720T>G]``: one name in each bracket, or several parted by semicolons."""
    for m in _ALLELES.finditer(text):
        at = m.start("all")
        for part in re.finditer(r"[^\[\];\s()]+", m["all"]):
            place = at + part.start(), at + part.end()
            if m["system"] == "p":
                inner = _PROTEIN.fullmatch(f"p.{part[0]}")
                if inner is not None:
                    yield VariantName(*place, "p", _protein_name(inner))
                continue
            change = _BARE_DNA.fullmatch(part[0])
            if change is not None:
                yield replace(VariantName(*place, "c", _dna_name(change, "c.")), is_lost=False)
