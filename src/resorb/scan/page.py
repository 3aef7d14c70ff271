"""The document with its marks, as one page that needs nothing else: findings beside the text, usable by keyboard."""

from __future__ import annotations

import base64
import hashlib
from collections import Counter, defaultdict
from collections.abc import Sequence
from pathlib import Path
from typing import Any

from jinja2 import Environment, FileSystemLoader, StrictUndefined
from markupsafe import Markup, escape

from resorb import __version__
from resorb.scan.material import Mark
from resorb.scan.run import Result
from resorb.values.documents import Block, Passage
from resorb.values.findings import Verdict

_HERE = Path(__file__).parent / "templates"
_WORDS = {
    Verdict.FAILS: "fails", Verdict.ASSUMES: "holds only if", Verdict.HOLDS: "holds",
    Verdict.UNJUDGED: "cannot be judged",
}  # fmt: skip
_COUNTED = _WORDS | {
    Verdict.FAILS: "fail", Verdict.ASSUMES: "hold only under an assumption", Verdict.HOLDS: "hold"
}  # fmt: skip
WHOLE = 2_000_000
"""Characters up to which documents are shown whole; of longer ones only the blocks around findings."""


def build_page(results: Sequence[Result], hidden: int = 0) -> str:
    """The page for one or several documents, or parts of one.

    Args:
        results: the documents with the marks to show.
        hidden: how many findings a baseline keeps back.
    """
    marks = [mark for result in results for mark in result.marks]
    numbers = {id(mark): number for number, mark in enumerate(marks, 1)}
    size = sum(len(block.passage.text) for result in results for block in result.document.blocks)
    css, script = (_HERE / "scan.css").read_text("utf-8"), (_HERE / "scan.js").read_text("utf-8")
    names = list(dict.fromkeys(result.document.name for result in results))
    counted = Counter(mark.finding.verdict for mark in marks)
    environment = Environment(
        loader=FileSystemLoader(_HERE), autoescape=True, undefined=StrictUndefined, trim_blocks=True, lstrip_blocks=True
    )
    allowed = f"style-src {_hash(css)}; script-src {_hash(script)}"
    return environment.get_template("scan.html").render(
        title=", ".join(Path(name).name if name != "-" else "standard input" for name in names),
        policy=f"default-src 'none'; {allowed}; base-uri 'none'; form-action 'none'",
        css=Markup(css),  # noqa: S704 - our own file
        script=Markup(script),  # noqa: S704 - our own file
        counts=", ".join(f"{counted[v]} {words}" for v, words in _COUNTED.items() if counted[v]) or "No findings",
        hidden=hidden,
        notice="For study, not for prescribing.",
        findings=[_listed(mark, numbers[id(mark)]) for mark in marks],
        documents=[
            {
                "name": name,
                "blocks": [
                    block
                    for result in results
                    if result.document.name == name
                    for block in _blocks(result, numbers, whole=size <= WHOLE)
                ],
            }
            for name in names
        ],
        version=__version__,
        sources=", ".join(names),
    )


def _hash(text: str) -> str:
    return f"'sha256-{base64.b64encode(hashlib.sha256(text.encode()).digest()).decode()}'"


def _listed(mark: Mark, number: int) -> dict[str, Any]:
    finding = mark.finding
    place = finding.place
    where = "" if place is None else " ".join(filter(None, [place.path, f"line {place.line}"]))
    rows = [("because", finding.arithmetic), ("assuming", finding.assumption), ("perhaps", finding.suggestion)]
    return {
        "number": number,
        "verdict": finding.verdict.value,
        "words": _WORDS[finding.verdict],
        "check": finding.check,
        "place": where,
        "printed": finding.printed,
        "message": finding.message,
        "rows": [(name, text) for name, text in rows if text],
    }


def _blocks(result: Result, numbers: dict[int, int], *, whole: bool) -> list[dict[str, Any]]:
    """Every block with its marks; of a long document the marked ones with a neighbour, and gaps between."""
    on: dict[int, list[Mark]] = defaultdict(list)
    blocks = result.document.blocks
    homes = {id(passage): number for number, block in enumerate(blocks) for passage in _passages(block)}
    for mark in result.marks:
        on[homes.get(id(mark.passage), mark.block)].append(mark)
    near = {n + step for n in on for step in (-1, 0, 1)}
    shown: list[dict[str, Any]] = []
    left_out = 0
    for number, block in enumerate(blocks):
        if not whole and number not in near:
            left_out += 1
            continue
        if left_out:
            shown.append({"kind": "gap", "text": f"{left_out} blocks without a finding are not shown"})
            left_out = 0
        shown.append(_block(block, on[number], numbers))
        # A caption or footnote that the reader keeps with its table and in no block of its own.
        apart = {id(m.passage): m.passage for m in on[number] if id(m.passage) not in homes}
        shown += [{"kind": "note", "text": _marked(passage, on[number], numbers)} for passage in apart.values()]
    if left_out:
        shown.append({"kind": "gap", "text": f"{left_out} blocks without a finding are not shown"})
    return shown


def _passages(block: Block) -> list[Passage]:
    """What is shown of a block: its cells, or its text."""
    return [block.passage] if block.table is None else [cell for row in block.table.rows for cell in row]


def _block(block: Block, marks: list[Mark], numbers: dict[int, int]) -> dict[str, Any]:
    if block.table is None:
        return {"kind": block.kind.value, "text": _marked(block.passage, marks, numbers)}
    rows = [[_marked(cell, marks, numbers) for cell in row] for row in block.table.rows]
    line, _ = block.passage.line_and_column(0)
    return {"kind": "table", "label": f"{block.table.label or 'Table'}, line {line}", "rows": rows}


def _marked(passage: Passage, marks: list[Mark], numbers: dict[int, int]) -> Markup:
    """The text with each marked stretch in a ``mark``; stretches that overlap are cut where they begin and end."""
    here = [mark for mark in marks if mark.passage is passage]
    cuts = sorted({0, len(passage.text), *(m.start for m in here), *(m.end for m in here)})
    raised: dict[int, list[str]] = defaultdict(list)
    for marker in passage.markers:
        raised[marker.offset].append(marker.text)
    cuts = sorted({*cuts, *(offset for offset in raised if offset <= len(passage.text))})
    text, done = Markup(), set[int]()
    for start, end in zip(cuts, [*cuts[1:], None], strict=True):
        text += Markup("").join(Markup("<sup>{}</sup>").format(one) for one in raised.get(start, ()))
        if end is None:
            break
        over = [m for m in here if m.start <= start and end <= m.end]
        piece = escape(passage.text[start:end])
        text += piece if not over else _mark(piece, over, numbers, done)
    return text


def _mark(piece: Markup, over: list[Mark], numbers: dict[int, int], done: set[int]) -> Markup:
    """A marked piece; every finding over it that has no anchor yet gets one here."""
    over = sorted(over, key=lambda mark: list(_WORDS).index(mark.finding.verdict))
    first = numbers[id(over[0])]
    fresh = [numbers[id(m)] for m in over if numbers[id(m)] not in done]
    done.update(fresh)
    names = " ".join(str(numbers[id(mark)]) for mark in over)
    anchors = Markup("").join(Markup('<span id="m{}"></span>').format(number) for number in fresh[1:])
    anchor = Markup(' id="m{}"').format(fresh[0]) if fresh else Markup("")
    return anchors + Markup(
        '<mark{} class="{}" data-findings="{}"><a href="#f{}" data-finding="{}">{}</a></mark>'
    ).format(anchor, over[0].finding.verdict.value, names, first, first, piece)
