"""`python -m bench.pooling`: how fast and how right the exact model is, against `metafor::rma.glmm` on 1,000 sets."""

from __future__ import annotations

import csv
import shutil
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import TypeVar

import numpy as np

from resorb.analysis.pooling.bayes import posterior
from resorb.analysis.pooling.binomial_normal import Data, fit, profile
from resorb.analysis.pooling.likelihood import log_choose, log_likelihood
from resorb.analysis.pooling.series import Series
from resorb.values.findings import Refused

Maximum = tuple[float, float]
"""Mean logit and spread."""
Answer = TypeVar("Answer")
SETS, STUDIES, SEED = 1000, 12, 20261120
NEAR = 1e-3
"""Difference of mean logit or spread up to which two maxima are called the same."""
THEIRS = """
suppressMessages(library(metafor))
args <- commandArgs(TRUE)
sets <- split(read.csv(args[1]), ~ set)
seconds <- system.time(found <- lapply(sets, function(s) tryCatch(
  suppressWarnings(rma.glmm(measure = "PLO", xi = s$events, ni = s$n)), error = function(e) NULL)))
seconds <- sum(seconds[c("user.self", "sys.self", "user.child", "sys.child")])
rows <- lapply(names(found), function(name) {
  r <- found[[name]]
  if (is.null(r)) c(name, NA, NA) else c(name, sprintf("%.10g", c(r$beta, sqrt(r$tau2))))
})
write.table(rbind(c("seconds", seconds, NA), do.call(rbind, rows)), args[2], sep = ",", quote = FALSE,
            row.names = FALSE, col.names = FALSE)
"""


def sets() -> list[list[Series]]:
    """Sets of 12 studies: 1 to 30 patients, median rates of 0.05 to 0.98, spreads of 0 to 2."""
    random = np.random.default_rng(SEED)
    found = []
    for _ in range(SETS):
        n = random.integers(1, 31, STUDIES)
        rate, tau = random.uniform(0.05, 0.98), random.uniform(0, 2)
        logit = np.log(rate / (1 - rate)) + tau * random.standard_normal(STUDIES)
        events = random.binomial(n, 1 / (1 + np.exp(-logit)))
        found.append([Series(f"s{i}", int(y), int(m)) for i, (y, m) in enumerate(zip(events, n, strict=True))])
    return found


def main() -> None:
    """Time 1,000 sets here and in R, and say where the two disagree and who is likelier there."""
    drawn = sets()
    fit(drawn[0])
    ours, seconds = timed(_fitted, drawn)
    say(f"{SETS:,} sets of {STUDIES} studies, exact model", seconds)
    say("  posteriors, from 50 sets, no likelihood kept yet", timed(posterior, drawn[:50])[1] * SETS / 50)
    accepted = [one for one, found in zip(drawn, ours, strict=True) if found]
    say("  profile intervals, from 50 sets", timed(profile, accepted[:50])[1] * SETS / 50)
    if shutil.which("Rscript") is None:
        print("  R is not installed: no peer (Debian: r-cran-metafor)")
        return
    answer = _metafor(drawn)
    if answer is None:
        print("  metafor or lme4 is not installed: no peer (Debian: r-cran-metafor)")
        return
    theirs_seconds, theirs = answer
    say("  metafor::rma.glmm with its 7 nodes", theirs_seconds)
    print(f"  resorb is {theirs_seconds / seconds:.0f} times as fast (aim: 20 or more)")
    _agreement(drawn, ours, theirs)


def say(name: str, seconds: float) -> None:
    """One figure."""
    print(f"{name:52}{seconds:9.3f} s of CPU per 1,000")


def timed(call: Callable[[list[Series]], Answer], drawn: Sequence[list[Series]]) -> tuple[list[Answer], float]:
    """What the call answers for each set, and the seconds of CPU for all."""
    start = time.process_time()
    answers = [call(one) for one in drawn]
    return answers, time.process_time() - start


def _fitted(one: list[Series]) -> Maximum | None:
    try:
        found = fit(one)
    except Refused:
        return None
    return found.b[0], found.tau


def _metafor(drawn: list[list[Series]]) -> tuple[float, list[Maximum | None]] | None:
    with tempfile.TemporaryDirectory() as folder:
        counts, answers = Path(folder) / "sets.csv", Path(folder) / "answers.csv"
        with counts.open("w", encoding="utf-8", newline="") as file:
            write = csv.writer(file)
            write.writerow(["set", "events", "n"])
            write.writerows([i, s.events, s.n] for i, one in enumerate(drawn) for s in one)
        command = [str(shutil.which("Rscript")), "-e", THEIRS, str(counts), str(answers)]
        ran = subprocess.run(command, capture_output=True, text=True, check=False)
        if ran.returncode:
            print(ran.stderr.strip(), file=sys.stderr)
            return None
        rows = list(csv.reader(answers.open(encoding="utf-8")))
    found: list[Maximum | None] = [None] * len(drawn)
    for name, mu, tau in rows[1:]:
        found[int(name)] = None if mu == "NA" else (float(mu), float(tau))
    return float(rows[0][1]), found


def _agreement(drawn: list[list[Series]], ours: list[Maximum | None], theirs: list[Maximum | None]) -> None:
    both = [(s, o, t) for s, o, t in zip(drawn, ours, theirs, strict=True) if o and t]
    apart = np.array([max(abs(o[0] - t[0]), abs(o[1] - t[1])) for _, o, t in both])
    gains = np.array([_value(s, o) - _value(s, t) for s, o, t in both])
    near, far = apart <= NEAR, apart > NEAR
    higher = int((gains[far] > 0).sum())
    print(
        f"  maxima within {NEAR:g} of each other: {near.sum():,} sets, at most {apart[near].max(initial=0):.1e} apart"
    )
    print(f"  maxima further apart: {far.sum()} sets, at most {apart.max(initial=0):.2g} logits; in {higher} of them")
    print(f"    resorb's log-likelihood is the higher one, by up to {gains.max(initial=0):.3f}")
    print(f"  resorb's log-likelihood less metafor's, the least over all sets: {gains.min(initial=0):.1e}")
    print(f"  refused by resorb: {ours.count(None)}; no answer from metafor: {theirs.count(None)}")


def _value(one: list[Series], at: Maximum) -> float:
    data = Data.of(one)
    value = log_likelihood(data.events, data.n, data.design, np.array([at[0]]), at[1]).value
    return value + log_choose(data.events, data.n)


if __name__ == "__main__":
    main()
