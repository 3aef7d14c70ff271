"""From a template to one HTML text: style sheet and script inside, under a policy that lets nothing else run."""

from __future__ import annotations

import base64
import hashlib
import platform
from collections.abc import Iterable
from importlib.metadata import version
from pathlib import Path
from typing import TYPE_CHECKING, Any

from jinja2 import Environment, FileSystemLoader, StrictUndefined
from markupsafe import Markup

import resorb
from resorb.report.facts import Ledger, anchor_of, line_anchor

if TYPE_CHECKING:
    from resorb.tables.study import Input

_HERE = Path(__file__).parent / "templates"
_LIBRARIES = ("numpy", "scipy", "polars", "jinja2", "pyyaml", "resvg-py")


def rendered(template: str, ledger: Ledger, **values: Any) -> str:
    """The page of a template: ``values`` and the ledger's ways of writing numbers are at its hand."""
    css, script = (_HERE / "report.css").read_text("utf-8"), (_HERE / "report.js").read_text("utf-8")
    return _environment(ledger).get_template(template).render(
        css=Markup(css), script=Markup(script),  # noqa: S704 - our own files
        policy=_policy(css, script), version=resorb.__version__, libraries=[(n, version(n)) for n in _LIBRARIES],
        python=".".join(platform.python_version_tuple()[:2]), **values,
    )  # fmt: skip


def sources(inputs: Iterable[Input]) -> list[tuple[str, list[tuple[str, str]]]]:
    """Each study file as numbered lines with anchors."""
    return [
        (i.path, [(line_anchor(i.path, n), line) for n, line in enumerate(i.text.splitlines(), start=1)])
        for i in inputs
    ]


def _environment(ledger: Ledger) -> Environment:
    environment = Environment(
        loader=FileSystemLoader(_HERE), autoescape=True, undefined=StrictUndefined, trim_blocks=True, lstrip_blocks=True
    )
    environment.globals.update(
        mark=ledger.mark, num=ledger.num, name=ledger.name, label_of=ledger.label, entries=ledger.entries,
        facts=ledger.facts, line_anchor=line_anchor, anchor_of=anchor_of,
    )  # fmt: skip
    return environment


def _policy(css: str, script: str) -> str:
    """A content security policy under which only this style sheet and this script count."""

    def digest(text: str) -> str:
        return base64.b64encode(hashlib.sha256(text.encode()).digest()).decode()

    return (
        f"default-src 'none'; style-src 'sha256-{digest(css)}'; script-src 'sha256-{digest(script)}'; "
        "base-uri 'none'; form-action 'none'"
    )
