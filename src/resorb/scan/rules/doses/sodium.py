"""The sodium that a dose of thiosulfate carries, in mmol or mg, against its mass."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from fractions import Fraction
from functools import cache

from resorb.codes.knowledge import Knowledge, knowledge
from resorb.reading.doses.judging import DEFAULT_DRUG
from resorb.reading.doses.quantities import number_in
from resorb.reading.lazy import lazy
from resorb.scan.material import Mark, Scanned, Sentence
from resorb.scan.registry import rule
from resorb.values.findings import Verdict
from resorb.values.numbers import as_text

_I = re.IGNORECASE
_N = r"(?:\d{1,3},\d{3}|\d{1,4}(?:\.\d{1,3})?)"
_MASS = rf"(?<![\d.,–-])(?P<g>{_N})\s?g\b(?!\s?/|\s?(?:of )?(?:sodium|salt|Na)\b)"
_LOAD = rf"(?P<v>{_N})\s?(?P<u>mmol|mEq)\b(?!\s?/|\s?per\b)(?=(?P<of>(?:\s(?:of )?(?:sodium|Na\b|Na\+))?))"
_FIRST = lazy(rf"{_MASS}(?P<mid>[^.;\d]{{0,90}}?){_LOAD}", _I)
_TURNED = lazy(rf"{_LOAD}(?P<mid>[^.;\d]{{0,60}}?)\b(?:in|from|per|for|with)\b[^.;\d]{{0,25}}?{_MASS}", _I)
_SODIUM = lazy(r"\bsodium (?:load|content|intake)?|\bNa\b|\bNa\+|\bsodium\b", _I)
_LOADED = lazy(r"\b(?:sodium (?:load|content|burden)|(?:load|mmol|mEq) of (?:sodium|Na))\b|\bmmol Na", _I)
_NOT = lazy(
    r"\b(?:thiosul(?:f|ph)ate (?:ions?|anions?)|saline|chloride|bicarbonate|dialysate|diet\w*|urin\w*|serum|plasma"
    r"|NaCl)\b",
    _I,
)
_PER_GRAM = lazy(
    rf"(?P<v>{_N})\s?(?:mmol|mEq)\s?(?:of (?:sodium|Na)\s)?(?:/|per |in (?:each|a|one|every) )\s?(?:g|gram)\b", _I
)
_AS_MASS = lazy(
    rf"(?<![\d.,–-])(?P<v>{_N})\s?(?:mmol|mEq)\b(?:\s(?:of\s)?(?:sodium|Na\b\+?))?\s?[(=,≈]\s?(?:or |i\.e\. |about )?"
    rf"(?P<g>{_N})\s?(?P<w>mg|g)\b(?P<na>\s(?:of\s)?(?:sodium|Na\b\+?))?(?!\s?(?:/|per\b|of\b|as\b|thiosul|chloride|bicarb|hydrogen|salt|NaCl))",
    _I,
)
"""Sodium in mmol and, beside it, in mg or g."""
_GRAMS_A_MMOL = Fraction("0.02299")
"""Standard atomic weights of IUPAC: sodium 22.990, with chlorine 35.45 and hydrogen carbonate 61.02 beside it."""
_OTHER_SALTS = (Fraction("0.05844"), Fraction("0.08401"))
"""Grams of sodium chloride and bicarbonate with a mmol of sodium: such a mass is left alone."""
_DRUG = lazy(r"\b(?:thiosul(?:f|ph)ate|STS|TST)\b", _I)
_POWERS = tuple(Fraction(10) ** k for k in (-3, -2, -1, 1, 2, 3))
_CLOSE = Fraction(1, 25)


@rule(
    "sodium-in-a-dose",
    kind="dose-arithmetic",
    doc="The sodium in a dose of thiosulfate follows from its mass: 8.06 mmol in a gram of the pentahydrate.",
    source="molar masses and sodium of the salts of resorb.codes",
)
def sodium_in_a_dose(text: Scanned) -> Iterator[Mark]:
    """Grams and mmol of sodium in one sentence that are a power of ten apart."""
    if not text.holding(_DRUG):
        return
    of_salt = _mmol_per_g(knowledge())
    for sentence in text.sentences:
        said = sentence.text
        if "mmol" not in said and "mEq" not in said:
            continue
        yield from _as_mass(sentence, (*_OTHER_SALTS, *(1 / one for one in of_salt)))
        if not _LOADED.search(said):
            continue
        own = [_value(m["v"]) for m in _PER_GRAM.finditer(said)]
        for match in (*_FIRST.finditer(said), *_TURNED.finditer(said)):
            grams, load = _value(match["g"]), _value(match["v"])
            near = said[max(0, match.start() - 40) : match.end("of")]
            if not grams or not load or not _SODIUM.search(near) or _NOT.search(match["mid"]):
                continue
            if any(_is_close(grams * one, load) for one in (*of_salt, *own)):
                continue
            off = [one for one in (*own, *of_salt) if any(_is_close(grams * one * p, load) for p in _POWERS)]
            if not off:
                continue
            exact = grams * off[0]
            shown = f"{as_text(exact.limit_denominator(10)) if off[0] in own else round(float(exact))} {match['u']}"
            how = f"{as_text(grams)} g × {as_text(off[0])} mmol/g = {shown}"
            yield sentence.at(match.start("v"), match.end("u")).mark(
                "sodium-in-a-dose", Verdict.FAILS, f"So much sodium does not follow: {how}.",
                computed=shown, arithmetic=how, suggestion=shown,
            )  # fmt: skip


def _as_mass(sentence: Sentence, salts: Sequence[Fraction]) -> Iterator[Mark]:
    """Such as "101 mmol (2.3 g of sodium)": a mmol of sodium is 23 mg."""
    said = sentence.text
    for match in _AS_MASS.finditer(said):
        load, scale = _value(match["v"]), Fraction(1, 1000) if match["w"].lower() == "mg" else Fraction(1)
        grams = _value(match["g"]) * scale
        exact = load * _GRAMS_A_MMOL
        if not load or _is_roughly(exact, grams) or any(_is_roughly(load * salt, grams) for salt in salts):
            continue
        if not match["na"] and not (_LOADED.search(said) and _SODIUM.search(said)):
            continue
        if not match["na"] and not any(_is_roughly(exact * power, grams) for power in _POWERS):
            continue  # the mass may be of anything
        shown = f"{float(exact / scale):.3g} {match['w']}"
        how = f"{match['v']} mmol × 23 mg = {shown}"
        yield sentence.at(match.start("g"), match.end("w")).mark(
            "sodium-in-a-dose", Verdict.FAILS if match["na"] else Verdict.ASSUMES,
            f"So many mmol are not so much: {how}.",
            computed=shown, arithmetic=how, suggestion=shown,
            assumption=None if match["na"] else "the mass is that of the sodium",
        )  # fmt: skip


def _is_roughly(exact: Fraction, printed: Fraction) -> bool:
    """Whether two amounts are one as nearly as a guideline prints them."""
    return abs(exact - printed) * 4 <= exact


@cache
def _mmol_per_g(known: Knowledge) -> tuple[Fraction, ...]:
    """Mmol of sodium in a gram of each salt of the drug."""
    return tuple(1000 * salt.sodium / salt.molar_mass for salt in known.drugs[DEFAULT_DRUG].salts if salt.sodium)


def _value(printed: str) -> Fraction:
    number = number_in(printed)
    return number.value if number is not None else Fraction(0)


def _is_close(exact: Fraction, printed: Fraction) -> bool:
    return abs(exact - printed) <= exact * _CLOSE
