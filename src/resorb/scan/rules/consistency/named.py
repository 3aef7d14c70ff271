"""Things named twice: databases listed and counted, units counted, the site in a legend."""

from __future__ import annotations

import re
from collections.abc import Iterator

from resorb.reading.counts.counted import COUNT, value_of
from resorb.reading.lazy import lazy
from resorb.scan.material import Mark, Scanned, Sentence
from resorb.scan.registry import rule
from resorb.scan.rules.consistency.common import differs, is_of_others, parts
from resorb.values.documents import BlockKind
from resorb.values.findings import Verdict

Told = tuple[Sentence, re.Match[str]]
_BASES = lazy(
    rf"(?P<n>{COUNT})\s+(?:(?:electronic|bibliographic|online|literature|medical|major)\s+){{0,2}}databases\b",
    re.IGNORECASE,
)
_NAME = r"(?:the\s+)?[A-Z][\w-]*(?:\s+(?:of\s+)?(?:the\s+)?[A-Z][\w-]*){0,4}"
_LISTED = lazy(
    rf"(?P<list>{_NAME}(?:,\s+{_NAME}){{0,8}},?\s+and\s+{_NAME})\s+(?:databases\s+)?(?:were|was)\s+(?:systematically\s+)?searched\b|"
    rf"\b[Ss]earched\s+(?:in\s+)?(?P<list2>{_NAME}(?:,\s+{_NAME}){{0,8}},?\s+and\s+{_NAME})(?=\s+(?:from|to|until|up|for|through|on|in|between)\b|[.;,])"
)
_KNOWN = lazy(
    r"\b(?:MEDLINE|PubMed|Embase|EMBASE|CENTRAL|Cochrane|Scopus|Web\s+of\s+Science|CINAHL|PsycINFO|LILACS|Google\s+Scholar)\b"
)
_UNITS = lazy(
    rf"\b(?P<n>{COUNT})\s+(?P<kind>(?!(?:other|of|more|further|these|those|new|additional|different)\b)[a-z][a-z-]{{2,20}})\s+"
    r"(?P<noun>units|cent(?:er|re)s|clinics|hospitals|countries|wards|departments|practices|regions)\b",
    re.IGNORECASE,
)
_SITES = (
    r"tibia|fibula|ulna|radius|humerus|femur|patella|sacrum|scapula|sternum|calf|thigh|shin|heel|ankle|knee|hip|elbow|wrist|"
    r"shoulder|buttock|abdomen|breast|thumb|palm|forearm|scalp|cheek|penis|groin|coccyx|clavicle"
)
_SITE = lazy(rf"\b(?:the|her|his|left|right)\s+(?:left\s+|right\s+)?(?P<site>{_SITES})\b", re.IGNORECASE)
_SHOWN = lazy(
    r"\b(?:plaques?|ulcers?|lesions?|nodules?|deposits?|mass|calcifications?|wounds?|tumou?rs?)\b", re.IGNORECASE
)


def _ours(text: Scanned) -> list[Sentence]:
    return [s for s in text.sentences if not s.is_long and not is_of_others(s)]


@rule(
    "listed-things",
    kind="consistency",
    doc="As many databases are listed as searched as the text says there were.",
    source="names in the list, counted; only lists that hold a known database",
)
def listed_things(text: Scanned) -> Iterator[Mark]:
    """The number of databases against their list."""
    ours = [s for s in _ours(text) if "earched" in s.text or "databases" in s.text]
    said = [(s, m) for s in ours for m in _BASES.finditer(s.text)]
    lists = [(s, m) for s in ours for m in _LISTED.finditer(s.text) if _KNOWN.search(m[0])]
    if len({value_of(m["n"]) for _, m in said}) != 1 or len(lists) != 1:
        return
    (sentence, match), (there, found) = said[0], lists[0]
    names = re.split(r",\s+and\s+|,\s+|\s+and\s+(?:the\s+)?(?=[A-Z])", found["list"] or found["list2"])
    count = value_of(match["n"])
    if count is None or len(names) == count or re.search(r"\([^)]*\)|\bvia\b|\bthrough\b", found[0]):
        return
    if there.number > sentence.number:
        span = found.span("list") if found["list"] else found.span("list2")
        at = there.at(*span)
    else:
        at = sentence.at(match.start("n"), match.end())
    yield at.mark(
        "listed-things", Verdict.FAILS, f"{count} databases are said, but {len(names)} are listed: {', '.join(names)}.",
        computed=str(len(names)), arithmetic=f"{' + '.join(names)} = {len(names)}, not {count}",
        suggestion=f"{len(names)} databases, or name the {count}",
    )  # fmt: skip


@rule(
    "same-units",
    kind="consistency",
    doc="Units, centres, hospitals and countries of one kind are as many wherever they are counted.",
    source="the same two words with two numbers in two parts of a paper",
)
def same_units(text: Scanned) -> Iterator[Mark]:
    """Two numbers of one kind of place."""
    part = parts(text)
    found: dict[tuple[str, str], list[Told]] = {}
    for sentence in _ours(text):
        for match in _UNITS.finditer(sentence.text):
            key = match["kind"].lower(), match["noun"].lower().replace("centers", "centres")
            found.setdefault(key, []).append((sentence, match))
    for (kind, noun), told in found.items():
        values = [value_of(m["n"]) for _, m in told]
        blocks = [part[s.block_number] for s, _ in told]
        if len(set(values)) != 2 or len(set(blocks)) != len(told):
            continue
        odd = next((at for at, v in enumerate(values) if values.count(v) == 1 and at), len(told) - 1)
        other = next(at for at, v in enumerate(values) if v != values[odd])
        (sentence, match), (there, there_match) = told[odd], told[other]
        span = match.start("n"), match.end()
        yield differs(
            "same-units", sentence, span, f"the number of {kind} {noun}",
            (there, (there_match.start("n"), there_match.end())), "some took no part in one of the steps",
        )  # fmt: skip


@rule(
    "same-site",
    kind="consistency",
    doc="A legend shows the lesion where the text describes it.",
    source="the one site of the text against a site named in a legend alone",
)
def same_site(text: Scanned) -> Iterator[Mark]:
    """Legends that name a site of the body of which the text says nothing, where the text has one site only."""
    told: list[Told] = []
    legends: list[Told] = []
    for sentence in text.sentences:
        into = legends if sentence.block.kind is BlockKind.CAPTION else told
        into += [(sentence, m) for m in _SITE.finditer(sentence.text)]
    sites = {m["site"].lower() for _, m in told}
    if len(sites) != 1 or any(word in s.text for s, _ in told for word in ("patients", "cases", "both")):
        return
    for sentence, match in legends:
        if match["site"].lower() not in sites and _SHOWN.search(sentence.text) and _SHOWN.search(told[0][0].text):
            yield differs(
                "same-site", sentence, match.span("site"), "the site of the lesion",
                (told[0][0], told[0][1].span("site")),
                "the figure shows another lesion",
            )  # fmt: skip
            return
