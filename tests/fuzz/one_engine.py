"""One database engine for all inputs of a process: starting one takes longer than reading most inputs.

Each input still has a database of its own, empty and in memory, with its own temporary tables and views.
"""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from itertools import count
from typing import Any
from unittest.mock import patch

import duckdb

IN_MEMORY = ":memory:"


@contextmanager
def one_engine() -> Iterator[None]:
    """While this holds, whoever connects to a database in memory gets a fresh one of a single engine."""
    connect, numbers = duckdb.connect, count(1)
    engines: dict[str, duckdb.DuckDBPyConnection] = {}

    def connected(path: str = IN_MEMORY, **given: Any) -> duckdb.DuckDBPyConnection:
        if path != IN_MEMORY:
            return connect(path, **given)
        config = {**given.get("config", {}), "threads": 1}  # inputs are small, and every core has a worker
        engine = engines.get(repr(config)) or connect(IN_MEMORY, config=config)
        engines[repr(config)] = engine
        number = next(numbers)
        engine.execute(f"DETACH DATABASE IF EXISTS input_{number - 1}")
        engine.execute(f"ATTACH ':memory:' AS input_{number}")
        own = engine.cursor()
        own.execute(f"USE input_{number}")
        return own

    with patch.object(duckdb, "connect", connected):
        yield
