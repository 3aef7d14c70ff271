"""Groups in the order of a journal table."""

from resorb.analysis.groups import in_table_order
from resorb.tables.schema import Group


def group(name: str, of: str | None = None, by: str | None = None) -> Group:
    """A printed group."""
    return Group(study="s", id=name, label=name, of=of, by=by)


def lines(groups: list[Group], shown: set[str]) -> list[str]:
    """The table's first column, indented."""
    return ["  " * indent + (head or (g.id if g else "")) for head, g, indent in in_table_order(groups, shown)]


def test_partitions_stand_together_under_their_name_and_whole() -> None:
    groups = [
        group("female", "all", "sex"),
        group("all"),
        group("hand", "all", "site"),
        group("male", "all", "sex"),
        group("elbow", "all", "site"),
        group("left", "elbow"),
    ]
    assert lines(groups, {g.id for g in groups}) == [
        "all",
        "  sex",
        "    female",
        "    male",
        "  site",
        "    hand",
        "    elbow",
        "      left",
    ]


def test_a_group_whose_whole_is_not_shown_stands_under_the_nearest_that_is() -> None:
    assert lines([group("all"), group("hand", "all"), group("left", "hand")], {"all", "left"}) == ["all", "  left"]


def test_groups_that_are_part_of_each_other_end() -> None:
    assert lines([group("a", "b"), group("b", "a")], {"a", "b"}) == []
