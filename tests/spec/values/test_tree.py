"""A YAML document is read as text with its places; nothing in it can act, grow or hide."""

import time

import pytest
from hypothesis import given
from hypothesis import strategies as st

from resorb.values.findings import BadInput, Fault
from resorb.values.tree import MAX_BYTES, MAX_DEPTH, MAX_NODES, read_tree
from tests.strategies import quoted, to_yaml


def fault_of(content: bytes | str) -> Fault:
    with pytest.raises(BadInput) as bad:
        read_tree(content, "f.yaml")
    (fault,) = bad.value.faults
    return fault


def test_scalars_stay_as_written() -> None:
    """No number loses its zeros, no word becomes a truth value, no time of day a number of seconds."""
    root = read_tree("[12.50, no, 1:30, 0x1F, null, ~, 2015-03-04, 1e3, yes, .5]", "f.yaml")
    assert root.items is not None
    assert [n.text for n in root.items] == [
        "12.50",
        "no",
        "1:30",
        "0x1F",
        "null",
        "~",
        "2015-03-04",
        "1e3",
        "yes",
        ".5",
    ]


def test_every_value_has_its_place() -> None:
    root = read_tree("a:\n  b: [x,  yy]\n", "f.yaml")
    assert root.entries is not None
    inner = root.entries["a"].entries
    assert inner is not None
    listed = inner["b"].items
    assert listed is not None
    second = listed[1].place
    assert (second.line, second.column, second.end_line, second.end_column) == (2, 11, 2, 13)
    assert (root.entries["a"].keys["b"].place.line, root.entries["a"].keys["b"].place.column) == (2, 3)


def test_blank_is_not_the_empty_text() -> None:
    root = read_tree("a:\nb: ''\n", "f.yaml")
    assert root.entries is not None
    assert [root.entries[k].is_blank for k in "ab"] == [True, False]


BOMB = "a0: &a0 [x, x]\n" + "".join(f"a{n}: &a{n} [*a{n - 1}, *a{n - 1}]\n" for n in range(1, 60))


@pytest.mark.parametrize(
    ("content", "line", "column", "rule"),
    [
        (BOMB, 1, 5, "anchors and aliases"),
        ("a: *b\n", 1, 4, "anchors and aliases"),
        ("a: {<<: *b}\n", 1, 9, "anchors and aliases"),
        ("a: 1\nb: 2\na: 3\n", 3, 1, "stands twice"),
        ("a: !!python/object/apply:os.system [ls]\n", 1, 4, "tags"),
        ("a: !x y\n", 1, 4, "tags"),
        ("a: 1\n---\nb: 2\n", 2, 1, "second document"),
        ("? [a]\n: b\n", 1, 3, "a key must be plain text"),
        ("[" * 100_000, 1, MAX_DEPTH + 1, "nested more than 40 deep"),
        ("- " * 100_000, 1, 2 * MAX_DEPTH + 1, "nested more than 40 deep"),
        ("{a: " * 100_000, 1, 4 * (MAX_DEPTH - 1) + 2, "nested more than 40 deep"),
        ("a:\n\tb: 1\n", 2, 1, "not readable as YAML"),
        ("a: 'open\n", 2, 1, "not readable as YAML"),
        ("a: b: c\n", 1, 5, "not readable as YAML"),
        (b"a: \xff\n", 1, 4, "not UTF-8"),
        (b"\xc3\xa9: \xc3\n", 1, 4, "not UTF-8"),
        ("a: x\x00y\n", 1, 5, "U+0000"),
        ("a: x\x1by\n", 1, 5, "U+001B"),
        ("", 1, 1, "empty"),
        ("# nothing\n", 1, 1, "empty"),
        ("x" * (MAX_BYTES + 1), 1, 1, "larger than"),
    ],
)
def test_what_is_refused_and_where(content: bytes | str, line: int, column: int, rule: str) -> None:
    started = time.process_time()
    fault = fault_of(content)
    assert time.process_time() - started < 1
    assert (fault.place.line, fault.place.column) == (line, column)
    assert rule in fault.rule
    assert fault.remedy


def test_too_many_values_are_refused() -> None:
    assert "more than" in fault_of("[" + "a," * (MAX_NODES + 1) + "]").rule


def test_a_byte_order_mark_is_no_content() -> None:
    root = read_tree(b"\xef\xbb\xbfa: b\n", "f.yaml")
    assert root.entries is not None
    assert list(root.entries) == ["a"]


texts = st.text(max_size=30)


@given(texts)
def test_whatever_is_quoted_comes_back_as_it_was(text: str) -> None:
    assert read_tree(f"- {quoted(text)}\n", "f.yaml").items[0].text == text  # type: ignore[index]


@given(st.recursive(texts, lambda inner: st.lists(inner, max_size=3) | st.dictionaries(texts, inner, max_size=3)))
def test_whatever_is_written_comes_back(document: object) -> None:
    assert plain(read_tree(to_yaml([document]), "f.yaml")) == [document]


def plain(node: object) -> object:
    from resorb.values.tree import Node

    assert isinstance(node, Node)
    if node.items is not None:
        return [plain(item) for item in node.items]
    return node.text if node.entries is None else {key: plain(child) for key, child in node.entries.items()}


@given(st.binary(max_size=200))
def test_any_bytes_are_read_or_refused(content: bytes) -> None:
    faults: tuple[Fault, ...] = ()
    try:
        read_tree(content, "f.yaml")
    except BadInput as bad:
        faults = bad.faults
    assert all(f.place.line >= 1 and f.rule and f.remedy for f in faults)
