"""Printed groups in the order of a journal table: each under its whole, partitions together under their name."""

from __future__ import annotations

from collections.abc import Collection, Iterator

from resorb.tables.schema import Group


def in_table_order(groups: Collection[Group], shown: Collection[str]) -> Iterator[tuple[str | None, Group | None, int]]:
    """Lines of a table of the groups in ``shown``: heads ``(partition, None, indent)``, rows ``(None, group, indent)``.

    A group whose whole is not shown stands under the nearest one above it that is.
    """
    below: dict[str | None, list[Group]] = {}
    ids = {g.id for g in groups}
    for group in groups:
        below.setdefault(group.of if group.of in ids else None, []).append(group)
    yield from _lines(below, None, 0, shown, frozenset())


def _lines(
    below: dict[str | None, list[Group]], whole: str | None, indent: int, shown: Collection[str], above: frozenset[str]
) -> Iterator[tuple[str | None, Group | None, int]]:
    listed = sorted(below.get(whole, []), key=lambda g: _first(below[whole], g))
    head: str | None = None
    for group in listed:
        if group.id in above:
            continue
        inner = indent
        if group.by is not None and group.id in shown:
            if group.by != head:
                yield group.by, None, indent
            inner = indent + 1
        head = group.by
        if group.id in shown:
            yield None, group, inner
            inner += 1
        yield from _lines(below, group.id, inner, shown, above | {group.id})


def _first(siblings: list[Group], group: Group) -> int:
    """Place of the first sibling of the same partition, so that a partition's groups stand together."""
    return next(i for i, g in enumerate(siblings) if g is group or (g.by is not None and g.by == group.by))
