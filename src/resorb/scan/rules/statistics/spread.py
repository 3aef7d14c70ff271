"""Standard deviations and errors against the range, the scale and the number of values they are of."""

from __future__ import annotations

from collections.abc import Iterator
from fractions import Fraction

from resorb.checks.arithmetic.spreads import least_variance, most_variance, root_text
from resorb.reading.counts.sample_sizes import Sizes, sample_sizes
from resorb.reading.statistics.summaries import Summary, same_unit
from resorb.reading.statistics.summary_parts import Part, Piece
from resorb.scan.material import Mark, Scanned, Sentence, Stretch
from resorb.scan.registry import rule
from resorb.scan.rules.statistics.grid import without_pieces
from resorb.scan.rules.statistics.summaries import box, extremes, summaries_of
from resorb.values.findings import Verdict
from resorb.values.numbers import PrintedNumber, Rounding


@rule(
    "sd-possible",
    "se-and-sd",
    kind="statistic",
    doc="A standard deviation is one that values in the printed range can have; a standard error follows from SD "
    "and n.",
    source="Bhatia and Davis 2000, Am Math Mon 107:353; order statistics",
)
def spreads(text: Scanned) -> Iterator[Mark]:
    """Each SD, SE and ± of the text."""
    for sentence in text.sentences:
        said = sentence.text
        if sentence.is_long or not any(
            word in said for word in ("SD", "±", "+/-", "eviation", "S.D", "s.d", "sd", "SE", "rror")
        ):
            continue
        for one in summaries_of(sentence):
            mark = judged_spread(text, sentence, one)
            if mark is not None:
                yield mark


def judged_spread(text: Scanned, sentence: Sentence, one: Summary) -> Mark | None:
    """What is wrong with the SD, SE or ± of a summary, if anything."""
    found = _spread(one)
    if found is None:
        return None
    spread, where, is_sd = found
    at = sentence.at(*where)
    if spread.value < 0:
        return at.mark(
            "sd-possible", Verdict.FAILS, f"A standard deviation cannot be negative; {spread.text} is printed.",
            computed="0 or more", arithmetic=f"{spread.text} < 0", suggestion=spread.text.lstrip("-"),
        )  # fmt: skip
    sizes = _sizes(text, sentence)
    return _against_error(sentence, one, sizes) or _against_range(sentence, one, spread, where, is_sd, sizes)


def _spread(one: Summary) -> tuple[PrintedNumber, tuple[int, int], bool] | None:
    """The SD with its place, and whether it was called one: "±" may be a standard error."""
    sd, both, single = (one.parts.get(p) for p in (Part.SD, Part.PLUS_MINUS, Part.SPREAD_BRACKET))
    if sd is not None:
        return sd.low, (sd.said, sd.end), True
    if both is not None and both.high is not None:
        return both.high, (both.start, both.end), False
    mean = one.parts.get(Part.MEAN)
    if single is not None and mean is not None and mean.legend.startswith(("sd", "s.d", "standard d", "± sd")):
        return single.low, (single.start, single.end), True
    return None


def _sizes(text: Scanned, sentence: Sentence) -> Sizes:
    """Group sizes of the sentence; of the nearest before it when it states none itself."""
    here = sample_sizes(without_pieces(sentence.text))
    if here.stated:
        return here
    for before in (one for one in text.before(sentence) if not one.is_long):
        there = sample_sizes(without_pieces(before.text))
        return Sizes(there.stated, there.possible | here.possible)
    return here


def _against_range(
    sentence: Sentence, one: Summary, spread: PrintedNumber, where: tuple[int, int], is_sd: bool, sizes: Sizes
) -> Mark | None:
    pair = _ends(one)
    if pair is None or pair.high is None:
        return None
    low, high = box(pair.low).low, box(pair.high).high
    if low is None or high is None or low >= high:
        return None
    size = next(iter(sizes.stated)) if len(sizes.stated) == 1 else None
    least, most = (max(Fraction(0), end) for end in spread.interval(Rounding.HALF_UP))
    ends = f"{pair.low.text} to {pair.high.text}"
    at = sentence.at(*where)
    if one.mean and same_unit(one.mean, pair) and not low <= one.mean.low.value <= high:
        return None  # that is told of the mean
    mean = box(one.mean.low) if one.mean and same_unit(one.mean, pair) else None
    n = size if size is not None and size >= 2 else 2
    limit = most_variance(low, high, n, mean)
    if least > 0 and least * least > limit:
        exact = most_variance(pair.low.value, pair.high.value, n, mean)
        number = f"n = {size}" if size is not None else "even two values"
        return at.mark(
            "sd-possible", Verdict.FAILS, f"Values from {ends} cannot have a standard deviation of {spread.text}.",
            computed=f"at most {root_text(exact, spread.decimals + 1)}",
            arithmetic=f"largest variance for {number}: {_product(one, pair, n)} = {float(exact):.4g}; "
                f"{spread.text}² = {float(spread.value**2):.4g}",
            suggestion=f"an SD of at most {root_text(exact, spread.decimals + 1)}, or a wider range",
        )  # fmt: skip
    return _too_small(at, spread, most, pair, sizes, is_sd=is_sd)


def _ends(one: Summary) -> Piece | None:
    """The printed smallest and largest value, or the ends of the scale."""
    spread = one.parts.get(Part.SD) or one.parts.get(Part.PLUS_MINUS) or one.parts.get(Part.SPREAD_BRACKET)
    for pair in (
        one.parts.get(Part.RANGE), extremes(one), one.parts.get(Part.FROM), one.parts.get(Part.SCALE), _bracket(one)
    ):  # fmt: skip
        if pair is not None and pair.high is not None and spread is not None and same_unit(spread, pair):
            return pair if pair.low.value <= pair.high.value else None
    return None


def _bracket(one: Summary) -> Piece | None:
    """Two whole numbers in brackets behind "33.3 ± 0.6" are a range; an interval has decimals."""
    both, pair = one.parts.get(Part.PLUS_MINUS), one.parts.get(Part.BRACKET)
    if both is None or pair is None or pair.high is None or not both.low.decimals:
        return None
    is_range = not pair.low.decimals and not pair.high.decimals and pair.low.value < both.low.value < pair.high.value
    return pair if is_range else None


def _product(one: Summary, pair: Piece, n: int) -> str:
    high = pair.high or pair.low
    mean = one.mean.low if one.mean else None
    if mean is not None and pair.low.value <= mean.value <= high.value:
        return f"{n}/{n - 1} × ({high.text} - {mean.text}) × ({mean.text} - {pair.low.text})"
    return f"{n}/{n - 1} × (({high.text} - {pair.low.text})/2)²"


def _too_small(
    at: Stretch, spread: PrintedNumber, most: Fraction, pair: Piece, sizes: Sizes, *, is_sd: bool
) -> Mark | None:
    """Two values at the ends and all others in the middle have the smallest SD there is for this range."""
    low, high = box(pair.low).high, box(pair.high or pair.low).low
    if pair.part is Part.SCALE or low is None or high is None or low >= high:
        return None
    ends = f"{pair.low.text} to {(pair.high or pair.low).text}"
    width = f"{(pair.high or pair.low).text} - {pair.low.text}"
    if spread.value == 0:
        return at.mark(
            "sd-possible", Verdict.FAILS, f"Values from {ends} differ, so their standard deviation is not 0.",
            computed="above 0", arithmetic=f"{width} > 0", suggestion="an SD above 0, or one value instead of a range",
        )  # fmt: skip
    if not sizes.stated or any(
        most * most * (1 if is_sd else n) >= least_variance(low, high, n) for n in sizes.possible if n >= 2
    ):
        return None
    n = max(sizes.stated)
    if n < 2:
        return None
    exact = least_variance(pair.low.value, (pair.high or pair.low).value, n)
    shown = root_text(exact, spread.decimals + 1)
    sure = len(sizes.stated) == 1
    return at.mark(
        "sd-possible", Verdict.FAILS if sure else Verdict.ASSUMES,
        f"{n} values of which one is {pair.low.text} and one {(pair.high or pair.low).text} cannot have a "
        f"standard deviation of "
        f"only {spread.text}.",
        computed=f"at least {shown}", arithmetic=f"smallest variance: ({width})²/(2 × {n - 1}) = "
            f"{float(exact):.4g}, root {shown}",
        suggestion=f"an SD of at least {shown}", assumption=None if sure else f"the values are {n}",
    )  # fmt: skip


def _against_error(sentence: Sentence, one: Summary, sizes: Sizes) -> Mark | None:
    """SE = SD/√n: never above the SD, and of the stated n."""
    sd, se = one.parts.get(Part.SD), one.parts.get(Part.SE)
    if sd is None or se is None or sd.low.value <= 0 or se.low.value <= 0:
        return None
    at = sentence.at(se.said, se.end)
    least, most = se.low.interval(Rounding.HALF_UP)
    low, high = sd.low.interval(Rounding.HALF_UP)
    if least > high:
        return at.mark(
            "se-and-sd", Verdict.FAILS, f"A standard error is never larger than its standard deviation, {sd.low.text}.",
            computed=f"at most {sd.low.text}", arithmetic=f"{se.low.text} > {sd.low.text}", suggestion="SD and "
                "SE exchanged?",
        )  # fmt: skip
    fits = [n for n in sizes.possible if n > 0 and least * least * n <= high * high and low * low <= most * most * n]
    if fits or not sizes.stated:
        return None
    n = next(iter(sizes.stated))
    right = root_text(sd.low.value**2 / n, se.low.decimals + 1)
    return at.mark(
        "se-and-sd", Verdict.FAILS if len(sizes.stated) == 1 else Verdict.ASSUMES,
        f"A standard deviation of {sd.low.text} over {n} values gives a standard error of {right}, not {se.low.text}.",
        computed=right, arithmetic=f"{sd.low.text}/√{n} = {right}", suggestion=right,
        assumption=None if len(sizes.stated) == 1 else f"the values are those {n}",
    )  # fmt: skip
