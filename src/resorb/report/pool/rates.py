"""Rates as a reader meets them: counts first, percentages whole, never one of a single patient."""

from __future__ import annotations

from resorb.report.words import NBSP, plural


def percent(rate: float) -> str:
    """A rate in whole per cent without its sign; 0 and 100 only when they are exact: ``67``, ``0.4``, ``99.6``."""
    for decimals in range(4):
        text = f"{100 * rate:.{decimals}f}"
        if float(text) not in (0, 100) or rate in (0, 1):
            return text
    return "0" if rate < 0.5 else "100"


def span(low: float, high: float) -> str:
    """Two ends of an interval: ``48 to 84 %``."""
    return f"{percent(low)} to {percent(high)}{NBSP}%"


def rate_and_span(rate: float, low: float, high: float) -> str:
    """A rate with its ends, for a column: ``68 % (48 to 84 %)``."""
    return f"{percent(rate)}{NBSP}% ({span(low, high)})"


def exact_words(events: int, n: int, low: float, high: float) -> str:
    """A whole with its exact interval; none and all are words, for their percentage says less than the interval."""
    rate = "none" if events == 0 else "all" if events == n else f"{percent(events / n)}{NBSP}%"
    return f"{rate} ({span(low, high)})"


def counted(events: int, n: int, unit: str = "patients") -> str:
    """A count of a whole: ``19 of 28 patients``, ``1 of 1 patient``."""
    return f"{events} of {n} {unit if n != 1 else unit.removesuffix('s')}"


def in_studies(studies: int, series: int) -> str:
    """Where a count comes from: ``in 5 studies``, ``in 5 studies (7 series)``."""
    more = f" ({series} series)" if series != studies else ""
    return f"in {studies} {plural(studies, 'study', 'studies')}{more}"


def route_words(route: str) -> str:
    """A route as the start of a heading: ``Topical use``, ``Route not said``."""
    return "Route not said" if route == "not said" else f"{route[:1].upper()}{route[1:]} use"
