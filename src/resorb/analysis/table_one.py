"""Table 1 of many patients: counts, means and quantiles of every column in one pass over the frame."""

from __future__ import annotations

from collections.abc import Callable, Sequence

import polars as pl

_SCHEMA = {
    "variable": pl.String(), "level": pl.String(), "group": pl.String(), "n": pl.Int64(), "missing": pl.Int64(),
    "percent": pl.Float64(), "mean": pl.Float64(), "sd": pl.Float64(), "median": pl.Float64(), "q1": pl.Float64(),
    "q3": pl.Float64(), "low": pl.Float64(), "high": pl.Float64(),
}  # fmt: skip
OVERALL = "all"


def table_one(frame: pl.DataFrame, variables: Sequence[str] | None = None, by: str | None = None) -> pl.DataFrame:
    """Summarise each variable, over all rows and (with ``by``) in each group.

    Args:
        frame: one row a patient.
        variables: columns to summarise; all but ``by`` when not given.
        by: a column whose values make the groups.

    Returns:
        One row a variable, level and group. Numbers have n, missing, mean, sd (n - 1), median and quartiles (linear
        interpolation, as in R's type 7), low and high; words and flags one row a level with n and its percentage of
        those not missing.
    """
    chosen = [c for c in (variables or frame.columns) if c != by]
    numbers = [c for c in chosen if frame.schema[c].is_numeric()]
    levels = [c for c in chosen if c not in numbers]
    parts = [(OVERALL, frame)]
    if by is not None:
        named = frame.partition_by(by, as_dict=True, maintain_order=True)
        parts += [("missing" if key[0] is None else str(key[0]), part) for key, part in sorted(named.items(), key=str)]
    rows: dict[str, list[pl.DataFrame]] = {c: [] for c in chosen}
    for group, part in parts:
        for name, summary in _numbers(part, numbers, group):
            rows[name].append(summary)
        for name in levels:
            rows[name].append(_levels(part, name, group))
    listed = [one for name in chosen for one in rows[name]]
    return pl.concat(listed) if listed else pl.DataFrame(schema=_SCHEMA)


def _numbers(part: pl.DataFrame, names: list[str], group: str) -> list[tuple[str, pl.DataFrame]]:
    if not names:
        return []
    what: dict[str, Callable[[pl.Expr], pl.Expr]] = {
        "n": lambda c: c.count().cast(pl.Int64),
        "missing": lambda c: c.null_count().cast(pl.Int64),
        "mean": lambda c: c.mean(),
        "sd": lambda c: c.std(),
        "median": lambda c: c.median(),
        "q1": lambda c: c.quantile(0.25, "linear"),
        "q3": lambda c: c.quantile(0.75, "linear"),
        "low": lambda c: c.min().cast(pl.Float64),
        "high": lambda c: c.max().cast(pl.Float64),
    }
    found = part.select(make(pl.col(c)).alias(f"{i}.{key}") for i, c in enumerate(names) for key, make in what.items())
    one = found.row(0, named=True)
    return [
        (c, pl.DataFrame([{"variable": c, "group": group} | {k: one[f"{i}.{k}"] for k in what}], schema=_SCHEMA))
        for i, c in enumerate(names)
    ]


def _levels(part: pl.DataFrame, name: str, group: str) -> pl.DataFrame:
    counted = part.get_column(name).value_counts(name="n").sort(name, nulls_last=True)
    missing = part.get_column(name).null_count()
    known = part.height - missing
    percent = pl.col("n").cast(pl.Float64) * 100 / known if known else pl.lit(None, pl.Float64)
    filled = counted.filter(pl.col(name).is_not_null()).select(
        pl.lit(name).alias("variable"),
        pl.col(name).cast(pl.String).alias("level"),
        pl.lit(group).alias("group"),
        pl.col("n").cast(pl.Int64),
        pl.lit(missing, pl.Int64).alias("missing"),
        percent.alias("percent"),
    )
    empty = {c: t for c, t in _SCHEMA.items() if c not in filled.columns}
    return filled.with_columns(pl.lit(None, t).alias(c) for c, t in empty.items()).select(*_SCHEMA)
