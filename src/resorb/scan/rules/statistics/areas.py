"""Areas told by two diameters: the area printed beside them, and the percentage by which it became smaller.

A wound is measured by its length and width; its area is their product, or that of the ellipse they span.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from fractions import Fraction

from resorb.checks.arithmetic.near_miss import near_miss
from resorb.checks.arithmetic.rounding import written
from resorb.reading.lazy import lazy
from resorb.reading.numerals import numerals, read_numeral
from resorb.scan.material import Mark, Scanned, Sentence
from resorb.scan.registry import rule
from resorb.values.findings import Verdict
from resorb.values.numbers import PrintedNumber

_I = re.IGNORECASE
_N = r"(?<![\w.,×/–-])(?<![×x*]\s)(?<!by\s)\d{1,3}(?:\.\d{1,2})?"
_SIZE = lazy(
    rf"(?P<a>{_N})(?:\s?[cm]m)?(?:\s?[×x*]\s?|\sby\s)(?P<b>\d{{1,3}}(?:\.\d{{1,2}})?)(?:\s?(?P<unit>[cm]m)\b|(?=\s?[;,|)]|\s?$))"
    r"(?!\s?(?:[×x*]|by)\s?\d)",
    _I,
)
_AREA = lazy(
    rf"[\s,;]{{0,2}}(?:[(\[=≈]\s?)?(?:(?:an?\s|the\s)?(?:wound\s|lesion\s|surface\s)?area:?\s?(?:of\s|was\s|=\s?)?|i\.e\.,?\s|or\s|"
    rf"giving\s|about\s|roughly\s)?(?:[(\[=≈]\s?)?(?P<n>{_N})\s?(?P<unit>cm2|cm²|mm2|mm²|sq\.?\s?cm)(?!\w)"
    r"(?!,?\s(?:in\s(?:all|total)|altogether|together|combined|summed|for\s(?:all|both)))",
    _I,
)
_LESS = lazy(
    r"\b(?:down|reduc\w+|smaller|decreas\w+|fall\w*|fell|shr[aiu]nk\w*|shrinkage|less)\s(?:by\s|of\s|in\sarea\s(?:by|of)\s)?"
    r"(?:about\s|some\s|nearly\s|roughly\s)?(?P<p>\d{1,2}(?:\.\d)?)\s?%|"
    r"(?<![\w.])(?P<q>\d{1,2}(?:\.\d)?)\s?%\s(?:smaller|less|reduction|decrease|shrinkage|down)\b",
    _I,
)
_TRACED = lazy(r"\b(?:planimet\w*|trac(?:ed|ings?)|photo\w*|software|irregular\w*|undermin\w*)\b", _I)
_OTHER = lazy(r"\b(?:planimet\w*|trac(?:ed|ings?)|software|depth|deep|volume|mL|pain|dose|score|thick\w*)\b", _I)
_AREA_ALONE = lazy(r"(?P<n>(?<![\w.,×/–-])\d{1,4}(?:\.\d{1,2})?)\s?(?P<unit>cm2|cm²|mm2|mm²)(?!\w)", _I)
_SQUARE = lazy(r"(?:cm|mm)[2²](?!\w)", _I)
_FOR_EACH = lazy(r"\b(?:means?|medians?|average\w*|respectively|difference|CI|expected|would|placebo|controls?)\b", _I)
"""Words of areas of many, whose mean percentage is another thing."""
_ELLIPSE = Fraction(785, 1000)
_ROOM, _POINTS, _MOST = Fraction(3, 100), 2, 60
_TO_CM = {"mm": Fraction(1, 10), "cm": Fraction(1)}


@dataclass(frozen=True, slots=True)
class _Size:
    """Two diameters in cm with how far each is rounded; ``printed`` is the area beside them and where it stands."""

    sentence: Sentence
    start: int
    end: int
    a: Fraction
    b: Fraction
    half: Fraction
    printed: PrintedNumber | None
    area: Fraction | None
    span: tuple[int, int]

    @property
    def product(self) -> Fraction:
        return self.a * self.b

    def may_be(self, area: Fraction, step: Fraction) -> bool:
        """Whether an area is the product or the ellipse, as far as the numbers are rounded."""
        low, high = (max(Fraction(0), self.a - self.half) * max(Fraction(0), self.b - self.half),
                     (self.a + self.half) * (self.b + self.half))  # fmt: skip
        return any(low * f - step / 2 <= area * (1 + _ROOM) and area * (1 - _ROOM) <= high * f + step / 2
                   for f in (Fraction(1), _ELLIPSE))  # fmt: skip


@rule(
    "area-and-size",
    kind="statistic",
    doc="An area beside two diameters is their product or that of an ellipse; so is the percentage by which it shrank.",
    source="length × width, or × π/4; 3 % of room, and what rounding leaves",
)
def area_and_size(text: Scanned) -> Iterator[Mark]:
    """Each size with an area, and each size with a percentage against every other size."""
    yield from _less_than_before(text)
    sizes = [size for sentence in text.sentences for size in _sizes(sentence)]
    if not sizes or len(sizes) > _MOST:
        return
    follows = sum(s.area is not None and _follows(s) for s in sizes)
    for size in sizes:
        if size.area is not None and size.printed is not None and not _follows(size):
            too_large = size.area > size.product
            slip = near_miss(size.printed, size.product, off_by=0)
            if too_large or (not _TRACED.search(size.sentence.text) and (slip or follows)):
                yield _wrong_area(size)
    known = [s.product for s in sizes] + [s.area for s in sizes if s.area is not None and _follows(s)]
    known += list(_of_tables(text))
    lengths = [n for s in sizes for n in (s.a, s.b)]
    for sentence in text.sentences:
        own = [s for s in sizes if s.sentence is sentence]
        if not own:
            continue
        near = [n.value for one in text.before(sentence, 3) if _SQUARE.search(one.text) for n in numerals(one.text)]
        yield from _shrinking(sentence, own, known, (lengths, near))


def _sizes(sentence: Sentence) -> Iterator[_Size]:
    for match in _SIZE.finditer(sentence.text):
        area = _AREA.match(sentence.text, match.end())
        if match["unit"] is None:
            continue
        factor = _TO_CM[match["unit"].lower()]
        a, b = Fraction(match["a"]) * factor, Fraction(match["b"]) * factor
        half = factor / 2 / 10 ** min(len(match[g].partition(".")[2]) for g in "ab")
        printed = read_numeral(area["n"]) if area else None
        square = Fraction(1, 100) if area and area["unit"].lower().startswith("mm") else Fraction(1)
        value = printed.value * square if printed else None
        span = area.span("n") if area else (0, 0)
        yield _Size(
            sentence, match.start(), match.end(), a, b, half, printed, value, (span[0], area.end() if area else 0)
        )


def _follows(size: _Size) -> bool:
    step = size.printed.step if size.printed is not None else Fraction(0)
    return size.area is not None and size.may_be(size.area, step)


def _wrong_area(size: _Size) -> Mark:
    product = f"{written(size.a)} × {written(size.b)} cm = {written(size.product)} cm²"
    return size.sentence.at(*size.span).mark(
        "area-and-size", Verdict.ASSUMES, f"The area does not follow from the two diameters: {product}.",
        computed=f"{written(size.product)} cm²", arithmetic=product, suggestion=f"{written(size.product)} cm²",
        assumption="the area was reckoned from the two diameters",
    )  # fmt: skip


def _of_tables(text: Scanned) -> Iterator[Fraction]:
    """Products of the sizes in cells, in any unit: only what none of them gives is doubted."""
    for _, table in text.tables:
        for row in table.rows[:_MOST]:
            for cell in row:
                for match in _SIZE.finditer(cell.text):
                    yield Fraction(match["a"]) * Fraction(match["b"])


def _less_than_before(text: Scanned) -> Iterator[Mark]:
    """One area in a sentence with the one percentage it is smaller by, which a digit parts from that of an earlier."""
    if not any("²" in s.text or "m2" in s.text for s in text.sentences):
        return
    areas: dict[str, set[Fraction]] = {}
    for said in (*(s.text for s in text.sentences), *_cells_of_areas(text)):
        for match in _AREA_ALONE.finditer(said):
            areas.setdefault(match["unit"][:2].lower(), set()).add(Fraction(match["n"]))
    for sentence in text.sentences:
        now, told = list(_AREA_ALONE.finditer(sentence.text)), list(_LESS.finditer(sentence.text))
        if len(now) != 1 or len(told) != 1 or not 0 < told[0].start() - now[0].end() < _MOST:
            continue
        if _SIZE.search(sentence.text) or _FOR_EACH.search(sentence.text):
            continue
        name, value = "p" if told[0]["p"] else "q", Fraction(now[0]["n"])
        share = read_numeral(told[0][name])
        shares = {100 * (was - value) / was: was for was in areas[now[0]["unit"][:2].lower()] if was > value}
        if share is None or not shares or any(abs(one - share.value) <= _POINTS for one in shares):
            continue
        near = [one for one in shares if near_miss(share, one, off_by=0) in ("one digit", "two digits swapped")]
        if not near:
            continue
        first = max(near, key=lambda one: shares[one])  # the earliest is the largest of what has shrunk
        was, right = written(shares[first]), f"{float(first):.{share.decimals}f} %"
        yield sentence.at(*told[0].span(name)).mark(
            "area-and-size", Verdict.ASSUMES, f"From {was} to {written(value)} is {right} less, not {share.text} %.",
            computed=right, arithmetic=f"({was} - {written(value)})/{was} = {right}", suggestion=right,
            assumption=f"it is compared with the area of {was}",
        )  # fmt: skip


def _cells_of_areas(text: Scanned) -> Iterator[str]:
    """The cells of rows whose label names the unit, each with the unit behind it."""
    for _, table in text.tables:
        for row in table.rows[:_MOST]:
            unit = _SQUARE.search(row[0].text) if row else None
            if unit is not None:
                yield from (f"{cell.text} {unit[0]}" for cell in row[1:])


def _shrinking(
    sentence: Sentence, sizes: Sequence[_Size], known: Sequence[Fraction], others: tuple[Sequence[Fraction], ...]
) -> Iterator[Mark]:
    """One size in a sentence with one percentage by which it became smaller, which no other size gives."""
    told = list(_LESS.finditer(sentence.text))
    if len(sizes) != 1 or len(told) != 1 or _OTHER.search(sentence.text) or len(set(known)) < 2:
        return
    size, match = sizes[0], told[0]
    if match.start() < size.end:
        return
    share = Fraction(match["p"] or match["q"])
    now = {size.product, *([size.area] if size.area is not None else ())}
    areas = sorted({100 * (was - n) / was for n in now for was in known if was > n})
    by_chance = [100 * (was - n) / was for n in (size.a, size.b, *now) for each in others for was in each if was > n]
    if not areas or any(abs(one - share) <= _POINTS for one in (*areas, *by_chance)):
        return
    best = min(areas, key=lambda one: abs(one - share))
    yield sentence.at(*match.span("p" if match["p"] else "q")).mark(
        "area-and-size", Verdict.ASSUMES,
        f"No other size told here makes this {written(share)} %; the nearest makes it {round(best)} %.",
        computed=f"{round(best)} %", arithmetic=f"1 - {written(size.product)} cm² / an earlier area",
        suggestion=f"{round(best)} %",
        assumption="it is the area that became smaller, and the earlier size is told here",
    )  # fmt: skip
