"""The URL of a server: which kind it is, what its driver gets, and what may be shown of it."""

from __future__ import annotations

import re
from dataclasses import dataclass
from urllib.parse import unquote

from resorb.values.findings import BadInput, Fault, Place

POSTGRESQL, SPARK = "postgresql", "spark"
_KINDS = {"postgresql": POSTGRESQL, "postgres": POSTGRESQL, "sc": SPARK, "spark": SPARK}
_SERVER = re.compile(r"([a-z][a-z0-9+.]*)://", re.IGNORECASE)
_LOCAL = re.compile(r"local\[(?:\d{1,4}|\*)\]", re.IGNORECASE)
_HOSTS = re.compile(r"(?:[\w.%-]+|\[[0-9A-Fa-f:.]+\])?(?::\d{1,5})?(?:,(?:[\w.%-]+|\[[0-9A-Fa-f:.]+\])?(?::\d{1,5})?)*")
_DATABASE = re.compile(r"[^@/?#;]*")
_REMEDY = (
    "write postgresql://USER@HOST:PORT/DATABASE?schema=NAME or sc://HOST:PORT?schema=NAME; "
    "percent-encode signs such as @ / ? # in a password, or leave it to PGPASSWORD or a password file"
)


@dataclass(frozen=True, slots=True)
class Address:
    """Where a server is.

    Attributes:
        url: what its driver is given; may hold secrets and is never shown.
        shown: host, port, database and schemas, for messages and studies.
        schemas: the schemas asked for, in the order in which a table is looked for; empty: found out.
    """

    kind: str
    url: str
    shown: str
    schemas: tuple[str, ...] = ()

    def refused(self, rule: str, remedy: str, *, at: str = "source", table: str = "") -> BadInput:
        """One fault of this server."""
        return BadInput([Fault(Place(f"{self.shown}/{table}" if table else self.shown), at, rule, remedy)])

    def __repr__(self) -> str:
        return f"Address({self.shown})"


def is_server(text: str) -> bool:
    """Whether a source is a URL, and no path."""
    return _SERVER.match(text) is not None or _LOCAL.match(text) is not None


def read_address(text: str) -> Address:
    """Read the URL of a server.

    Raises:
        BadInput: for a kind of server that is not known, or a URL that cannot be taken apart; it shows none of it.
    """
    bare, _, query = text.partition("?")
    schemas, others = _schemas(query)
    tail = f"?schema={','.join(schemas)}" if schemas else ""
    if _LOCAL.match(text):
        return Address(SPARK, bare, f"{bare if _LOCAL.fullmatch(bare) else 'local[…]'}{tail}", schemas)
    scheme, _, rest = bare.partition("://")
    kind = _KINDS.get(scheme.lower())
    if kind is None:
        raise _refused(f"{scheme[:20]}://…", "is no kind of server that is known")
    authority, slash, path = rest.partition("/")
    hosts = authority.rpartition("@")[2] if kind == POSTGRESQL else authority
    database = path if kind == POSTGRESQL else ""
    if not _HOSTS.fullmatch(hosts) or not _DATABASE.fullmatch(database) or (kind == SPARK and not hosts):
        raise _refused(f"{scheme}://…", "is a URL that cannot be taken apart")
    shown = f"{scheme}://{hosts}{f'/{database}' if database else ''}{tail}"
    url = bare if not others else f"{bare}?{'&'.join(others)}"
    if kind == SPARK and not slash and scheme.lower() == "sc":
        url = bare
    return Address(kind, url, shown, schemas)


def _schemas(query: str) -> tuple[tuple[str, ...], list[str]]:
    """The schemas that a query names (``schema=cdm,vocab``), and what else it says, for the driver."""
    schemas: list[str] = []
    others = []
    for part in query.split("&") if query else []:
        name, _, value = part.partition("=")
        if name.lower() == "schema":
            schemas += [unquote(s) for s in value.split(",") if s]
        else:
            others.append(part)
    return tuple(schemas), others


def _refused(shown: str, rule: str) -> BadInput:
    return BadInput([Fault(Place(shown), "source", rule, _REMEDY)])
