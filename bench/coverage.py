"""`python -m bench.coverage`: how often the 95 % intervals of pooled rates hold the truth, by simulation.

Sets are drawn from the model itself: series of 1 to 30 patients, logit rates normal with spread tau around the logit
that makes the mean rate over series the cell's. Each cell has its own seed. The tables go into
``docs/explanation/pooling-coverage.md`` between its two marks.
"""

from __future__ import annotations

import argparse
import multiprocessing
import os
from dataclasses import dataclass
from itertools import product
from pathlib import Path

import numpy as np
from scipy.optimize import brentq

from resorb.analysis.pooling import binomial_normal
from resorb.analysis.pooling.bayes import PRIOR_MU_SD, PRIOR_TAU_SD, posterior
from resorb.analysis.pooling.inverse_variance import logits, pool
from resorb.analysis.pooling.likelihood import log_choose, marginal_mean
from resorb.analysis.pooling.series import Series
from resorb.values.findings import Refused

SEED = 20261121
SERIES = (3, 5, 10, 20)
RATES = (0.5, 0.8, 0.95, 0.98)
"""Rates of 0.2, 0.05 and 0.02 are their mirror images: every method answers the same when failures are counted."""
SPREADS = (0.0, 0.5, 1.0, 2.0)
MOST = 30
DEFAULT = (PRIOR_MU_SD, PRIOR_TAU_SD)
WIDER = (2.5, 1.5)
"""Wider priors of mean and spread, for comparison."""
PAGE = Path(__file__).parent.parent / "docs" / "explanation" / "pooling-coverage.md"
MARKS = ("<!-- simulated: begin -->", "<!-- simulated: end -->")


@dataclass(frozen=True, slots=True)
class Cell:
    """One generating model: ``k`` series of 1 to 30 patients, mean rate and spread."""

    k: int
    rate: float
    tau: float


@dataclass(frozen=True, slots=True)
class Covered:
    """Shares of sets whose interval holds its target; ``fitted`` is the share the exact model did not refuse.

    The posterior's interval is for the mean rate. Profile and Hartung-Knapp are for the median rate, which is what
    they estimate, and, as readers take them, for the mean rate.
    """

    posterior: float
    wider: float
    profile: float
    profile_mean: float
    hartung_knapp: float
    hartung_knapp_mean: float
    fitted: float


def main() -> None:
    """Simulate every cell and write the tables."""
    ask = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    ask.add_argument("--sets", type=int, default=500, help="sets per cell")
    ask.add_argument("--print", action="store_true", help="print the tables and leave the page alone")
    asked = ask.parse_args()
    os.nice(5)
    cells = [Cell(*cell) for cell in product(SERIES, RATES, SPREADS)]
    with multiprocessing.Pool(2) as workers:
        jobs = [(cell, i, asked.sets) for i, cell in enumerate(cells)]
        found = dict(zip(cells, workers.starmap(covered, jobs, chunksize=4), strict=True))
    text = "\n".join(tables(found, asked.sets))
    if asked.print:
        print(text)
        return
    page = PAGE.read_text(encoding="utf-8")
    before, after = page.split(MARKS[0])[0], page.split(MARKS[1])[1]
    PAGE.write_text(f"{before}{MARKS[0]}\n\n{text}\n\n{MARKS[1]}{after}", encoding="utf-8")


def covered(cell: Cell, index: int, sets: int) -> Covered:
    """Simulate one cell."""
    random = np.random.default_rng([SEED, index])
    mu = brentq(lambda at: marginal_mean(at, cell.tau) - cell.rate, -30, 30, xtol=1e-10)
    targets = (float(mu), float(np.log(cell.rate / (1 - cell.rate))))
    bayes, exact, classical = [], [], []
    for _ in range(sets):
        n = random.integers(1, MOST + 1, cell.k)
        events = random.binomial(n, 1 / (1 + np.exp(-(mu + cell.tau * random.standard_normal(cell.k)))))
        series = [Series("simulated", int(y), int(m)) for y, m in zip(events, n, strict=True)]
        ends = [posterior(series, mu_sd=mu_sd, tau_sd=tau_sd).mean_rate for mu_sd, tau_sd in (DEFAULT, WIDER)]
        bayes.append([end.low <= cell.rate <= end.high for end in ends])
        knapp = pool(logits(series))
        classical.append([knapp.hk_low <= at <= knapp.hk_high for at in targets])
        exact.append(_in_profile(series, targets))
    fitted = [both for both in exact if both is not None]
    return Covered(*_shares(bayes), *_shares(fitted), *_shares(classical), len(fitted) / sets)


def _in_profile(series: list[Series], targets: tuple[float, float]) -> list[bool] | None:
    """Whether the profile interval holds each logit; None where the model is refused."""
    data = binomial_normal.Data.of(series)
    try:
        top = binomial_normal.fit(series).log_likelihood - log_choose(data.events, data.n)
    except Refused:
        return None
    fallen = [top - binomial_normal.maximise(data, {0: at})[2].value for at in targets]
    return [drop <= binomial_normal.HALF_CHI2_95 for drop in fallen]


def _shares(held: list[list[bool]]) -> tuple[float, float]:
    return float(np.mean([one for one, _ in held])), float(np.mean([two for _, two in held]))


TABLES = (
    ("Posterior mean rate (the default answer)", ("posterior",)),
    ("Posterior mean rate under wider priors, N(0, 2.5) and half-normal(1.5)", ("wider",)),
    ("Profile interval of the exact model: of the median rate / taken for the mean rate", ("profile", "profile_mean")),
    (
        "Hartung-Knapp, REML, one half added to zero cells: of the median rate / taken for the mean rate",
        ("hartung_knapp", "hartung_knapp_mean"),
    ),
    ("Share of sets that the exact model accepts", ("fitted",)),
)


def tables(found: dict[Cell, Covered], sets: int) -> list[str]:
    """The tables as Markdown: a row for each size, number of series and rate, a column for each spread."""
    lines = [
        f"{sets} sets per cell, per cent; the chance error of one figure is about {100 * (0.0475 / sets) ** 0.5:.0f}."
    ]
    for title, names in TABLES:
        lines += ["", f"### {title}", "", "| series | mean rate |" + "".join(f" tau {tau:g} |" for tau in SPREADS)]
        lines += ["|---|---|" + "---|" * len(SPREADS)]
        for k, rate in product(SERIES, RATES):
            cells = [found[Cell(k, rate, tau)] for tau in SPREADS]
            shown = [" / ".join(f"{100 * getattr(cell, name):.0f}" for name in names) for cell in cells]
            lines.append(f"| {k} | {rate:g} | " + " | ".join(shown) + " |")
    return lines


if __name__ == "__main__":
    main()
