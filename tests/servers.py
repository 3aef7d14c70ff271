"""Servers that tests start themselves, on a free port of this machine, and fill from folders of Parquet files."""

from __future__ import annotations

import os
import secrets
import shutil
import socket
import subprocess
import tempfile
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path
from typing import Any, Protocol

import polars as pl

BINARIES = ("/usr/lib/postgresql/15/bin", "/usr/lib/postgresql/17/bin", "/usr/lib/postgresql/16/bin")
Types = Mapping[str, Mapping[str, str]]
"""By table and column: the server's type to keep it in, where that is to be another than the file's."""


class Server(Protocol):
    """A server under test."""

    def load(self, folder: Path, schema: str, types: Types | None = None) -> str:
        """Make the folder's files tables of a schema; returns the URL that reads them."""
        ...


def initdb() -> Path | None:
    """PostgreSQL's own program that makes a database, or None where there is no PostgreSQL."""
    return next((p for b in BINARIES if (p := Path(b) / "initdb").exists()), None) or (
        Path(found).resolve() if (found := shutil.which("initdb")) else None
    )


class PostgreSQL:
    """A PostgreSQL that asks for a password."""

    def __init__(self, port: int, password: str) -> None:
        self.port, self.password = port, password
        self.url = f"postgresql://postgres:{password}@127.0.0.1:{port}/postgres"

    def run(self, *statements: str) -> None:
        """Run statements, each on its own."""
        import adbc_driver_manager
        import adbc_driver_postgresql

        with (
            adbc_driver_postgresql.connect(self.url) as database,
            adbc_driver_manager.AdbcConnection(database) as connection,
        ):
            for text in statements:
                with adbc_driver_manager.AdbcStatement(connection) as statement:
                    statement.set_sql_query(text)
                    statement.execute_update()

    def load(self, folder: Path, schema: str, types: Types | None = None) -> str:
        """Make the folder's files tables of a schema; returns the URL that reads them."""
        import adbc_driver_manager
        import adbc_driver_postgresql

        self.run(f'CREATE SCHEMA "{schema}"')
        with (
            adbc_driver_postgresql.connect(self.url) as database,
            adbc_driver_manager.AdbcConnection(database) as connection,
        ):
            for file in sorted(folder.glob("*.parquet")):
                with adbc_driver_manager.AdbcStatement(connection) as statement:
                    statement.set_options(
                        **{
                            "adbc.ingest.target_table": file.stem,
                            "adbc.ingest.target_db_schema": schema,
                            "adbc.ingest.mode": "adbc.ingest.mode.create",
                        }
                    )
                    statement.bind_stream(pl.read_parquet(file))
                    statement.execute_update()
        for table, columns in (types or {}).items():
            self.run(
                *(
                    f'ALTER TABLE "{schema}".{table} ALTER {column} TYPE {kind} USING {column}::{kind}'
                    for column, kind in columns.items()
                )
            )
        return f"{self.url}?schema={schema}"


@contextmanager
def postgresql(program: Path) -> Iterator[PostgreSQL]:
    """Start a PostgreSQL of our own; as root it runs as another user, because it refuses to be root."""
    home = Path(tempfile.mkdtemp(prefix="resorb-pg-"))
    password = secrets.token_urlsafe(12)
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    (home / "password").write_text(password, encoding="utf-8")
    as_other: list[str] = []
    if os.getuid() == 0:
        other = "postgres" if _has_user("postgres") else "nobody"
        as_other = ["setpriv", f"--reuid={other}", f"--regid={_group(other)}", "--clear-groups"]
        for path in (home, home / "password"):
            shutil.chown(path, other)

    def run(name: str, *words: str) -> None:
        told = subprocess.run(
            [*as_other, str(program.with_name(name)), "-D", str(home / "data"), *words],
            cwd="/", check=False, capture_output=name != "pg_ctl", text=True, stdin=subprocess.DEVNULL,
            stdout=None if name != "pg_ctl" else subprocess.DEVNULL, env=_plain_environment(),
        )  # fmt: skip
        assert told.returncode == 0, f"{name}: {told.stderr}"

    settings = f"-c port={port} -c listen_addresses=127.0.0.1 -c unix_socket_directories={home} -c fsync=off"
    try:
        run("initdb", "-U", "postgres", "-A", "scram-sha-256", f"--pwfile={home / 'password'}", "-E", "UTF8",
            "--locale=C.UTF-8", "--no-sync")  # fmt: skip
        run("pg_ctl", "-w", "-o", settings, "-l", str(home / "log"), "start")
        try:
            yield PostgreSQL(port, password)
        finally:
            run("pg_ctl", "-w", "-m", "immediate", "stop")
    finally:
        shutil.rmtree(home, ignore_errors=True)


def _plain_environment() -> dict[str, str]:
    """The environment without what would tell PostgreSQL's programs of another server."""
    return {k: v for k, v in os.environ.items() if not k.startswith("PG")}


def _has_user(name: str) -> bool:
    import pwd

    return name in {p.pw_name for p in pwd.getpwall()}


def _group(user: str) -> int:
    import pwd

    return pwd.getpwnam(user).pw_gid


def spark_is_here() -> bool:
    """Whether all of pyspark is installed, and Java."""
    import importlib.util

    found = importlib.util.find_spec("pyspark")
    return (
        found is not None
        and found.origin is not None
        and (Path(found.origin).parent / "jars").is_dir()
        and shutil.which("java") is not None
    )


class Spark:
    """A Spark Connect server with a warehouse of its own."""

    def __init__(self, port: int, session: Any) -> None:
        self.url, self.session = f"sc://127.0.0.1:{port}", session

    def load(self, folder: Path, schema: str, types: Types | None = None) -> str:
        """Make the folder's files tables of a schema; returns the URL that reads them."""
        self.session.sql(f"CREATE SCHEMA `{schema}`")
        for file in sorted(folder.glob("*.parquet")):
            wanted = (types or {}).get(file.stem, {})
            columns = pl.read_parquet_schema(file)
            source = f"parquet.`{file}`"
            picked = ", ".join(f"CAST({c} AS {wanted[c]}) AS {c}" if c in wanted else c for c in columns)
            if any(kind.startswith("CHAR") for kind in wanted.values()):
                declared = ", ".join(f"{c} {wanted.get(c, _spark_type(kind))}" for c, kind in columns.items())
                self.session.sql(f"CREATE TABLE `{schema}`.{file.stem} ({declared}) USING parquet")
                self.session.sql(f"INSERT INTO `{schema}`.{file.stem} SELECT {picked} FROM {source}")  # noqa: S608
            else:
                self.session.sql(f"CREATE TABLE `{schema}`.{file.stem} USING parquet AS SELECT {picked} FROM {source}")  # noqa: S608
        return f"{self.url}?schema={schema}"


def _spark_type(kind: pl.DataType) -> str:
    names = {pl.Int64: "BIGINT", pl.Float64: "DOUBLE", pl.Date: "DATE", pl.String: "STRING"}
    return names.get(type(kind), "TIMESTAMP")


@contextmanager
def spark() -> Iterator[Spark]:
    """Start a Spark Connect server, local[2], in a process of its own."""
    import sys
    import warnings

    home = Path(tempfile.mkdtemp(prefix="resorb-spark-"))
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    script = (
        "import sys, pyspark.sql as s\n"
        "b = s.SparkSession.builder.config('spark.sql.warehouse.dir', sys.argv[1] + '/warehouse')\n"
        "b = b.config('spark.connect.grpc.binding.port', sys.argv[2]).config('spark.ui.enabled', 'false')\n"
        "b = b.config('spark.connect.grpc.binding.address', '127.0.0.1').config('spark.driver.host', '127.0.0.1')\n"
        "b = b.config('spark.plugins', 'org.apache.spark.sql.connect.SparkConnectPlugin')\n"
        "b = b.config('spark.sql.session.timeZone', 'UTC').config('spark.sql.shuffle.partitions', '4')\n"
        "k = b.config('spark.driver.extraJavaOptions', '-Duser.timezone=UTC').master('local[2]').getOrCreate()\n"
        "print('ready', flush=True)\n"
        "sys.stdin.read()\n"
        "k.stop()\n"
    )
    with (
        (home / "log").open("w") as log,
        subprocess.Popen(
            [sys.executable, "-c", script, str(home), str(port)],
            cwd=home, stdin=subprocess.PIPE, stdout=subprocess.PIPE, stderr=log, text=True,
            env=os.environ | {"SPARK_LOCAL_IP": "127.0.0.1", "TZ": "UTC"},
        ) as server,
    ):  # fmt: skip
        assert server.stdout is not None
        assert server.stdin is not None
        try:
            assert server.stdout.readline().strip() == "ready", (home / "log").read_text()[-2000:]
            with warnings.catch_warnings():
                # It warns of the pandas that the benchmarks pin; nothing here goes through pandas.
                warnings.simplefilter("ignore", FutureWarning)
                from pyspark.sql.connect.session import SparkSession
            session = SparkSession.builder.remote(f"sc://127.0.0.1:{port}").create()
            yield Spark(port, session)
            session.stop()
        finally:
            server.stdin.close()
            try:
                server.wait(20)
            except subprocess.TimeoutExpired:
                server.kill()
            shutil.rmtree(home, ignore_errors=True)
