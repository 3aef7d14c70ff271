"""Read a protocol file: every fault at once, each with file, line, column, field, rule and remedy."""

from __future__ import annotations

from pathlib import Path
from typing import Any

from resorb.records.protocol import (
    PROTOCOL,
    RULES,
    CodeSet,
    Event,
    Exclusion,
    FollowUp,
    NoteWords,
    ProductRule,
    Protocol,
)
from resorb.records.shape import Reader, Schema, schema_of
from resorb.values.findings import BadInput
from resorb.values.identifiers import IDENTIFIER
from resorb.values.tree import Node, read_bytes, read_tree

_COMMON = ("code", "reason", "kind", "rule")


def bundled() -> dict[str, Path]:
    """The protocols that come with resorb, by id."""
    return {p.stem: p for p in sorted((Path(__file__).parent / "protocols").glob("*.yaml"))}


def protocol_schema() -> Schema:
    """The JSON Schema (draft 2020-12) of a protocol file."""
    return {
        "$schema": "https://json-schema.org/draft/2020-12/schema",
        "title": "resorb protocol",
        **schema_of(PROTOCOL),
    }


def read_protocol_file(path: Path) -> Protocol:
    """Read a protocol from disk.

    Raises:
        BadInput: with every fault of the file.
    """
    return read_protocol(read_bytes(path, "protocol", "give the path of a protocol file"), str(path))


def read_protocol(content: bytes | str, file: str) -> Protocol:
    """Read the content of a protocol file.

    Raises:
        BadInput: with every fault of the file.
    """
    root = read_tree(content, file)
    reader = Reader()
    values = reader.map(root, PROTOCOL, "")
    if root.entries is not None:
        _judge(reader, root, values)
    if reader.faults:
        raise BadInput(reader.faults)
    return _protocol(values)


def _judge(reader: Reader, root: Node, values: dict[str, Any]) -> None:
    """What must hold between keys."""
    entries = root.entries or {}
    if "protocol" in values and not IDENTIFIER.fullmatch(values["protocol"]):
        reader.fault(entries["protocol"], "protocol", "cannot be a name", "use letters, digits, - and _ only")
    period = values.get("period", {})
    if period.get("start") and period.get("stop") and period["stop"] < period["start"]:
        reader.fault(entries["period"], "period", "stops before it starts", "exchange start and stop")
    if "target" not in entries and "drug" not in entries:
        reader.fault(root, "target", "neither a target nor a drug is asked for", "add `target:` or `drug:`")
    for name in ("target", "drug"):
        if values.get(name) and not _finds(values[name]):
            remedy = "add codes or concepts" if name == "target" else "add codes, concepts, ingredients or names"
            reader.fault(entries[name], name, "holds nothing to look for", remedy)
    for name in ("underlying", "adverse events", "products"):
        for number, item in enumerate(values.get(name) or (), start=1):
            if not _finds(item):
                reader.fault(
                    entries[name], f"{name}.{number}", "holds nothing to look for", "add codes, concepts or names"
                )
    if "comparator" in entries and not {"target", "drug"} <= set(entries):
        reader.fault(entries["comparator"], "comparator", "needs a target and a drug", "add them")
    if values.get("routes") and "drug" not in entries:
        reader.fault(entries["routes"], "routes", "are of a drug, and none is asked for", "add `drug:`")
    _judge_exclusions(reader, entries, values)


def _judge_exclusions(reader: Reader, entries: dict[str, Node], values: dict[str, Any]) -> None:
    nodes = (entries["exclusions"].items if "exclusions" in entries else None) or []
    seen: set[str] = set()
    needs = {
        "no underlying condition": ("underlying", bool(values.get("underlying"))),
        "given by": ("drug", "drug" in entries),
        "supply before": ("drug", "drug" in entries),
        "fewer supplies": ("drug", "drug" in entries),
    }
    for number, (node, item) in enumerate(zip(nodes, values.get("exclusions", ()), strict=False), start=1):
        at, rule, code = f"exclusions.{number}", item.get("rule"), item.get("code")
        if code in seen:
            reader.fault(node, f"{at}.code", f"{code[:40]!r} stands twice", "give each step its own code")
        seen.add(code or "")
        if rule is None or node.entries is None:
            continue
        allowed = (*_COMMON, *RULES[rule])
        for key in node.entries:
            if key not in allowed and key in {k for keys in RULES.values() for k in keys}:
                reader.fault(
                    node.keys[key], f"{at}.{key}", f"does not belong to the rule {rule!r}",
                    f"this rule has {', '.join(RULES[rule]) or 'no further keys'}",
                )  # fmt: skip
        lacks = _lacks(rule, item)
        if lacks:
            reader.fault(node, at, f"the rule {rule!r} needs {lacks}", f"add `{lacks}:`")
        needed, there = needs.get(rule, ("", True))
        if not there:
            reader.fault(node, at, f"the rule {rule!r} needs the protocol's `{needed}`", f"add `{needed}:`")


def _lacks(rule: str, item: dict[str, Any]) -> str:
    """A key that the rule cannot do without, when it is absent."""
    match rule:
        case "notes say":
            return "" if item.get("terms") else "terms"
        case "age":
            return "" if "years from" in item or "years to" in item else "years from"
        case "given by":
            return "" if item.get("routes") else "routes"
        case "sex":
            return "" if item.get("sexes") else "sexes"
        case "supply before":
            return "" if "within" in item else "within"
        case "not observed":
            return "" if "days before" in item or "days after" in item else "days before"
        case "fewer supplies":
            return "" if "than" in item else "than"
        case "condition" | "other drug":
            return "" if _finds(item) else "codes"
        case _:
            return ""


def _finds(item: dict[str, Any]) -> bool:
    return any(item.get(key) for key in ("codes", "concepts", "ingredients", "names"))


def _protocol(values: dict[str, Any]) -> Protocol:
    period, follow, notes = values.get("period", {}), values.get("follow-up", {}), values.get("notes", {})
    defaults = FollowUp()
    return Protocol(
        key=values["protocol"],
        title=values.get("title"),
        based_on=values.get("based on"),
        setting=values.get("setting"),
        report=values.get("report", "cohort"),
        criteria=values.get("criteria"),
        start=period.get("start"),
        stop=period.get("stop"),
        target=_codes("target", values["target"]) if "target" in values else None,
        underlying=tuple(_codes(f"underlying {n}", v) for n, v in enumerate(values["underlying"], start=1)),
        drug=_codes("drug", values["drug"]) if "drug" in values else None,
        routes=values["routes"],
        products=tuple(_product(v) for v in values["products"]),
        gap=values.get("gap", 90),
        follow_up=FollowUp(
            first=follow.get("from", defaults.first),
            last=follow.get("to"),
            outcome=follow.get("outcome", defaults.outcome),
        ),
        words=NoteWords(
            target=notes.get("target", ()),
            drug=notes.get("drug", ()),
            findings=notes.get("findings", {}),
            sites=notes.get("sites", ()),
            accept=notes.get("response", "accept") == "accept",
            by=notes.get("by", "chart"),
        ),
        exclusions=tuple(_exclusion(n, v) for n, v in enumerate(values["exclusions"], start=1)),
        labs=values["labs"],
        lab_days=values.get("labs within", 365),
        events=tuple(_event(n, v) for n, v in enumerate(values["adverse events"], start=1)),
        comparator=values.get("comparator", {}).get("label"),
    )


def _codes(key: str, item: dict[str, Any]) -> CodeSet:
    where = item.get("names in") or CodeSet(key=key).names_in
    return CodeSet(
        key=key,
        term=item.get("is"),
        label=item.get("label") or item.get("is") or key,
        concepts=item.get("concepts", ()),
        ingredients=item.get("ingredients", ()),
        narrower=item.get("narrower", True),
        codes=item.get("codes", {}),
        names=item.get("names", ()),
        not_names=item.get("not names", ()),
        names_in=where,
        at_least=max(item.get("at least", 1), 1),
        any_time=item.get("when") == "any time",
    )


def _product(item: dict[str, Any]) -> ProductRule:
    plain = ("route", "strength", "unit", "vehicle", "salt")
    return ProductRule(names=item["names"], concepts=item["concepts"], **{k: item.get(k) for k in plain})


def _exclusion(number: int, item: dict[str, Any]) -> Exclusion:
    return Exclusion(
        code=item["code"],
        reason=item["reason"],
        kind=item.get("kind", "not eligible"),
        rule=item["rule"],
        terms=item["terms"],
        years_from=item.get("years from"),
        years_to=item.get("years to"),
        sexes=item["sexes"],
        within=item.get("within"),
        days_before=item.get("days before", 0),
        days_after=item.get("days after", 0),
        than=item.get("than", 1),
        routes=item["routes"],
        codes=_codes(f"exclusion {number}", item) if item["rule"] in ("condition", "other drug") else None,
    )


def _event(number: int, item: dict[str, Any]) -> Event:
    coded = bool(item.get("codes") or item["concepts"])
    codes = _codes(f"event {number}", {**item, "names": (), "is": None}) if coded else None
    return Event(term=item["is"], names=item["names"], codes=codes)
