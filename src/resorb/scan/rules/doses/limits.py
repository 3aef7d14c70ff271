"""Strengths, frequencies and times of infusion that nobody uses."""

from __future__ import annotations

import re
from collections.abc import Iterator
from fractions import Fraction

from resorb.reading.doses.drug_names import DrugName
from resorb.reading.doses.frequencies import Often, how_often
from resorb.reading.doses.mentions import Mention
from resorb.reading.lazy import lazy
from resorb.scan.material import Mark, Scanned
from resorb.scan.registry import rule
from resorb.scan.rules.doses.texts import Doses, doses_of, is_quoted, judged
from resorb.scan.rules.doses.windows import SOURCE, is_said_of
from resorb.values.findings import Verdict
from resorb.values.numbers import as_text
from resorb.values.ranges import Range

_I = re.IGNORECASE
_NAME = r"(?:sodium\s+)?(?:thiosul(?:f|ph)ate|STS\b|TST\b)"
_FORM = (
    r"(?:ointment|cream|gel|foam|pomade|cerate|lotion|paste|solution|formulation|preparation|product|compress\w*"
    r"|mixture)(?!\s+(?:users?|groups?|arms?))"
)
_BASIS = r"\s?(?:\(?w/[wv]\)?\s*)?"
_FORM_BEHIND = lazy(
    rf"{_BASIS}(?:(?:topical|compounded|sodium|thiosul(?:f|ph)ate|STS|TST|zinc|oxide|sterile|aqueous)\s+){{0,4}}{_FORM}\b",
    _I,
)
_FORM_NEAR = lazy(
    rf"{_BASIS}(?:(?:xanthan|carbopol|carbomer|poloxamer|hydrogel|petrolatum|lipophilic|hydrophilic|aqueous|magistral|soft|white|"
    rf"extemporaneous|pharmacy-made)\s+){{0,2}}{_FORM}\b"
    rf"|{_BASIS}in\s+(?:an?\s+)?(?:(?:white|soft|yellow|cold|emulsifying|hydrophilic|simple|oily)\s+){{0,2}}"
    r"(?:petrolatum|vaseline|zinc\s+oxide|lanolin|paraffin|cream|ointment|gel|base|eucerin|aquaphor)\b",
    _I,
)
"""Behind a strength: what the drug is mixed into."""
_FORM_BEFORE = lazy(rf"{_FORM}\s*[(:]?\s*$", _I)
_NAME_BEHIND = lazy(rf"{_BASIS}(?:(?:topical|compounded|undiluted)\s+)?{_NAME}", _I)
_NAME_BEFORE = lazy(
    rf"{_NAME}(?:\s*[|,(]?\s*(?:topical(?:ly)?|{_FORM}|in|an?|of|at|strength|was|is|zinc oxide))*\s*[(|,:]?\s*$", _I
)
_OF_FORM = lazy(rf"^[^.;]*\b{_FORM}\b", _I)
_STRENGTH_BEFORE = lazy(r"\b(?:strength|concentration)s?(?: was| is| of|:| =){1,2}\s*$", _I)
_OTHER_CARE = lazy(
    r"\b(?:dress\w*|wound care|monitor\w*|measured|check\w*|dialysed|visits?|pain|pressure|washed|scored|exercis\w+"
    r"|meals?|physiotherapy)\b",
    _I,
)
_INFUSED = lazy(
    r"\b(?:over|during|in|within|for|last(?:ing|ed)?|push(?:ed)?)\s+(?:the\s+)?(?:(?:last|final|first)\s+)?(?:a\s+)?$",
    _I,
)
_SIZE_BEFORE = lazy(r"\b(?:by|to|than|recovery|recovered|yield|assay|of the labelled)\s*(?:of\s*)?$", _I)
MOST_PER_WEEK = {
    "intravenous": (21, 28),
    "topical": (43, 84),
    "intralesional": (7, 14),
    "intradermal": (7, 14),
    "intraperitoneal": (29, 42),
}
"""From how many a week on a frequency is told as odd, and as impossible. They lie beyond the windows, with room for
some days of unusual care."""
LONGEST_INFUSION = 24 * 60
SHORTEST_INFUSION, SHORTEST_IN_SECONDS = 1, 3
"""In minutes: what lies outside is told. The windows are narrower; a slow push or a long pump may be meant."""


@rule(
    "dose-plausible",
    kind="dose",
    doc="Strengths, frequencies and times of infusion lie where labels and reports do.",
    source=SOURCE,
)
def dose_plausible(text: Scanned) -> Iterator[Mark]:
    """What no slip of a unit explains but nobody has given."""
    for doses in doses_of(text):
        if is_quoted(doses):
            continue
        for mention in doses.read.mentions:
            if mention.quantity.kind == "percent":
                yield from _strength(doses, mention)
            elif mention.quantity.kind == "minutes" and not doses.read.of_animals:
                yield from _infusion(doses, mention)
        if not doses.read.of_animals:
            yield from too_often(doses)


def _strength(doses: Doses, mention: Mention) -> Iterator[Mark]:
    q, text = mention.quantity, doses.read.text
    strong = [n for n in doses.read.names if not n.is_weak]
    keys = {n.key for n in strong}
    drug = mention.drug or (next(iter(keys)) if len(keys) == 1 else None)
    if drug is None or q.exact is None or 1 <= q.exact <= 50 or not _is_strength(text, q.start, q.end):
        return
    if any(n.key != drug and q.end <= n.start <= q.end + 30 for n in strong) and not _NAME_BEHIND.match(text, q.end):
        return
    found = judged(drug, "topical", "strength", q.value)
    tried = (q.exact * 100, q.exact / 10, q.exact * 10)
    usual = (v for v in tried if judged(drug, "topical", "strength", Range.point(v)).band == "usual")
    meant = next(usual, None)
    fails = q.exact > 100
    if not found.is_error_likely or (q.exact < 1 and meant is None):
        return
    fits, shown = f"usual is {found.usual}", as_text(q.exact)
    reason = "no preparation holds more than 100 %" if fails else found.reason
    yield doses.where.at(q.start, q.end).mark(
        "dose-plausible", Verdict.FAILS if fails else Verdict.ASSUMES, f"This strength is not used: {reason}.",
        computed=found.usual, arithmetic=f"{shown} % > 100 %" if fails else f"{shown} %; {fits}",
        suggestion=f"{as_text(meant)} %" if meant is not None else f"check the number; {fits}",
        assumption=None if fails else f"it is meant as printed; {fits}",
    )  # fmt: skip


def _is_strength(text: str, start: int, end: int) -> bool:
    """Whether a percentage is a strength: its drug or a form stands right beside it."""
    before = text[max(0, start - 60) : start]
    if _NAME_BEHIND.match(text, end) or _FORM_BEHIND.match(text, end) or _STRENGTH_BEFORE.search(before):
        return True
    if _FORM_NEAR.match(text, end) and _SIZE_BEFORE.search(before) is None:
        return True
    if re.search(r"\bin\s*$", before):
        return False  # in so many per cent of the patients
    if _NAME_BEFORE.search(before) is None or re.match(r"\s*(?:of|increase|more|higher|above|rise)\b", text[end:]):
        return False
    return "|" in before or _FORM_BEFORE.search(before) is not None or _OF_FORM.search(text[end : end + 60]) is not None


_APPLIED = lazy(r"\b(?:appl(?:y|ied|ies)|rub(?:bed|s)?)\b", re.IGNORECASE)
"""What is done to a nodule with something for the skin."""


def too_often(doses: Doses) -> Iterator[Mark]:
    """Frequencies of a listed drug that its route rules out."""
    text = doses.read.text
    kinds = ("mass", "percent", "concentration", "volume", "per_kg", "per_m2")
    given = [m for m in doses.read.mentions if m.drug is not None and m.quantity.kind in kinds]
    strong = [n for n in doses.read.names if not n.is_weak]
    if not given or not strong:
        return
    for often in how_often(text):
        name = _given_so_often(strong, often)
        if name is None or name.key is None or _is_of_other_care(text, name.end, often):
            continue
        near = min(given, key=lambda m: abs(m.quantity.start - often.start))
        if len(near.routes) != 1 or near.routes[0] not in MOST_PER_WEEK:
            continue
        if near.routes[0] == "intralesional" and _APPLIED.search(text):
            continue
        if doses.read.routes and not is_said_of(doses, near):
            continue
        odd, impossible = MOST_PER_WEEK[near.routes[0]]
        found = judged(name.key, near.routes[0], "administrations per week", Range.point(often.per_week))
        if often.per_week < odd or not found.is_error_likely:
            continue
        fails, fits = often.per_week >= impossible, f"usual is {found.usual} times a week"
        yield doses.where.at(often.start, often.end).mark(
            "dose-plausible", Verdict.FAILS if fails else Verdict.ASSUMES,
            f"It is not given so often: {found.reason}.", computed=found.usual,
            arithmetic=f"{text[often.start : often.end]} = {as_text(often.per_week)} times a week; {fits}",
            suggestion="check the number and its unit of time",
            assumption=None if fails else f"it is meant as printed; {fits}",
        )  # fmt: skip


def _given_so_often(strong: list[DrugName], often: Often) -> DrugName | None:
    before = [n for n in strong if n.end <= often.start]
    if before:
        return before[-1]
    return strong[0] if len({n.key for n in strong}) == 1 else None


def _is_of_other_care(text: str, start: int, often: Often) -> bool:
    """Whether something else than a dose stands between the drug and the frequency: a dressing, a measurement."""
    between = text[min(start, often.start) : max(start, often.start)]
    return len(between) > 160 or ";" in between or _OTHER_CARE.search(between) is not None


def _infusion(doses: Doses, mention: Mention) -> Iterator[Mark]:
    q, text = mention.quantity, doses.read.text
    low, high = q.value.low, q.value.high
    if mention.drug is None or low is None or high is None:
        return
    is_push = q.unit.lower().startswith("s") and not _fills_a_bag(doses, q.start)
    shortest = SHORTEST_IN_SECONDS if is_push else SHORTEST_INFUSION
    if low >= shortest and high <= LONGEST_INFUSION:
        return
    infused = [
        m
        for m in doses.read.mentions
        if m.quantity.kind in ("mass", "per_m2", "per_kg")
        and m.drug == mention.drug
        and abs(m.quantity.start - q.start) < 120
        and "intravenous" in m.routes
    ]
    if not infused or not _INFUSED.search(text[max(0, q.start - 40) : q.start]):
        return
    found = judged(mention.drug, "intravenous", "infusion time", q.value)
    if not found.is_error_likely:
        return
    meant = q.value.times(60 if high < 1 else Fraction(1, 60))
    is_usual = judged(mention.drug, "intravenous", "infusion time", meant).band == "usual"
    yield doses.where.at(q.start, q.end).mark(
        "dose-plausible", Verdict.FAILS, f"It is not infused in this time: {found.reason}.", computed=found.usual,
        arithmetic=f"{text[q.start : q.end]} = {q.value} min; usual is {found.usual}",
        suggestion=f"{meant} min" if is_usual else f"check the time; usual is {found.usual}",
    )  # fmt: skip


def _fills_a_bag(doses: Doses, at: int) -> bool:
    """Whether a volume beside a time is more than a syringe holds."""
    volumes = (m.quantity for m in doses.read.mentions if m.quantity.kind in ("volume", "mass", "concentration"))
    held = [q.content if q.content is not None else q.value.low for q in volumes if abs(q.start - at) < _BESIDE
            and (q.kind == "volume" or q.content is not None)]  # fmt: skip
    return any(one is not None and one >= _A_BAG for one in held)


_BESIDE, _A_BAG = 120, 100
