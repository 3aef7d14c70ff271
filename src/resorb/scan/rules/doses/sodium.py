"""The sodium that a dose of thiosulfate carries, in mmol or mg, against its mass."""

from __future__ import annotations

import re
from collections.abc import Iterator
from fractions import Fraction

from resorb.reading.lazy import lazy
from resorb.scan.material import Mark, Scanned
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
_DRUG = lazy(r"\b(?:thiosul(?:f|ph)ate|STS|TST)\b", _I)
_OF_SALT = (Fraction(2000) / Fraction("248.18"), Fraction(2000) / Fraction("158.11"))
"""mmol of sodium in a gram of the pentahydrate and of the anhydrous salt."""
_POWERS = tuple(Fraction(10) ** k for k in (-3, -2, -1, 1, 2, 3))
_CLOSE = Fraction(1, 25)


@rule(
    "sodium-in-a-dose",
    kind="dose-arithmetic",
    doc="The sodium in a dose of thiosulfate follows from its mass: 8.06 mmol in a gram of the pentahydrate.",
    source="two sodium in a mole of 248.18 g (pentahydrate) or 158.11 g (anhydrous)",
)
def sodium_in_a_dose(text: Scanned) -> Iterator[Mark]:
    """Grams and mmol of sodium in one sentence that are a power of ten apart."""
    if not any(_DRUG.search(s.text) for s in text.sentences):
        return
    for sentence in text.sentences:
        said = sentence.text
        if ("mmol" not in said and "mEq" not in said) or len(said) > 2000 or not _LOADED.search(said):
            continue
        own = [_value(m["v"]) for m in _PER_GRAM.finditer(said)]
        for match in (*_FIRST.finditer(said), *_TURNED.finditer(said)):
            grams, load = _value(match["g"]), _value(match["v"])
            near = said[max(0, match.start() - 40) : match.end("of")]
            if not grams or not load or not _SODIUM.search(near) or _NOT.search(match["mid"]):
                continue
            if any(_is_close(grams * one, load) for one in (*_OF_SALT, *own)):
                continue
            off = [one for one in (*own, *_OF_SALT) if any(_is_close(grams * one * p, load) for p in _POWERS)]
            if not off:
                continue
            exact = grams * off[0]
            shown = f"{as_text(exact.limit_denominator(10)) if off[0] in own else round(float(exact))} {match['u']}"
            how = f"{as_text(grams)} g × {as_text(off[0])} mmol/g = {shown}"
            yield sentence.at(match.start("v"), match.end("u")).mark(
                "sodium-in-a-dose", Verdict.FAILS, f"So much sodium does not follow: {how}.",
                computed=shown, arithmetic=how, suggestion=shown,
            )  # fmt: skip


def _value(printed: str) -> Fraction:
    return Fraction(printed.replace(",", ""))


def _is_close(exact: Fraction, printed: Fraction) -> bool:
    return abs(exact - printed) <= exact * _CLOSE
