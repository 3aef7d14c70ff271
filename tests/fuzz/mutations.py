"""Ways in which a study file goes wrong: edits of bytes, lines and tokens, each drawn from one seeded generator."""

from __future__ import annotations

import re
from collections.abc import Callable
from random import Random

JUNK = (
    b"\x00", b"\x07", b"\x1b[2J", b"\x7f", b"\x85", b"\xa0", b"\xff\xfe", b"\xc3", b"\xed\xa0\x80", b"\xef\xbb\xbf",
    b"\t", b"\r", b"\r\n", b"\n\n", b"   ", "\u2028".encode(), "\u202e".encode(), "é".encode(), "µ".encode(),
    "\uff11\uff12".encode(), "\u0663".encode(), "½".encode(), "−".encode(), "–".encode(), "😀".encode(),
    "a\u0301".encode(),     b"&a ", b"*a", b"!!python/object:os.system ", b"!x ", b"%YAML 9.9\n", b"---\n",
    b"...\n", b"<<: ", b"? ", b"- ",
    b": ", b":", b"#", b" #", b"'", b'"', b"|\n", b">\n", b"{", b"}", b"[", b"]", b",", b"\\", b"@", b"`", b"~",
    b"null", b"{{", b"${x}", b"<script>", b"=1+1", b"../../etc",
)  # fmt: skip
VALUES = (
    "12,5 g", "NaN g", "inf mg", "-5 g", "9**9**9", "1e999", "0", "-0", "0 g", "00012", "1/0", "0/0 w/w", "0 %",
    "100.5 %", "9" * 18, "9" * 19, "9" * 5_000, "0." + "0" * 30 + "1", "1-", "-", "5-1 g", "x" * 2_001, "g", "25 G",
    "0 months", "9999999999999999 years", "age 0 years", "0000-00-00", "9999-12", "9999", "2015-13-01", "2015-02-30",
    "before before c1", "during during", "after", "by by 5 months", "start of stop of c1", "every 0 days",
    "0 times daily", "zero doses", "every 0.0000000001 weeks", "P1", "P1.c1", "older-1999/P1", "/", "//P1", ".",
    "", "''",
    '""', "[]", "{}", "[[]]", "{a: b}", "- x", "yes", "not reported", "unknown", "c.1A>G",
    "c.999999999999999999A>G", "p.Ser71Gly",
    "c.0_0insC", "count", "percent", "n/N", "1/0", "5/3", "half", "two-thirds", "370 mg/day", "> 3", "≤ 0", "~ 5 g",
    "10 x 5 cm", "x x x", "1 mg/0 mL", "1 mg/0.0000001 mL", "1/1/1/1/1 g", "\u0661 g", "1 g", "∞ g", "1.2.3 g",
)  # fmt: skip
_TOKEN = re.compile(rb"[\w.%/+-]+|[^\w\s]")
Mutation = Callable[[bytes, Random], bytes]


def _cut(raw: bytes, rng: Random) -> tuple[int, int]:
    start = rng.randrange(len(raw) + 1)
    return start, min(len(raw), start + rng.choice((1, 1, 2, 5, 30, 400)))


def delete_bytes(raw: bytes, rng: Random) -> bytes:
    start, stop = _cut(raw, rng)
    return raw[:start] + raw[stop:]


def double_bytes(raw: bytes, rng: Random) -> bytes:
    start, stop = _cut(raw, rng)
    return raw[:stop] + raw[start:stop] + raw[stop:]


def change_byte(raw: bytes, rng: Random) -> bytes:
    start = rng.randrange(max(len(raw), 1))
    return raw[:start] + bytes([rng.randrange(256)]) + raw[start + 1 :]


def insert_junk(raw: bytes, rng: Random) -> bytes:
    start = rng.randrange(len(raw) + 1)
    return raw[:start] + rng.choice(JUNK) * rng.choice((1, 1, 1, 3)) + raw[start:]


def insert_brackets(raw: bytes, rng: Random) -> bytes:
    start = rng.randrange(len(raw) + 1)
    return (
        raw[:start] + rng.choice((b"[", b"{", b"{a: ", b"- ", b"? ", b"(")) * rng.choice((5, 41, 2_000)) + raw[start:]
    )


def bomb(raw: bytes, rng: Random) -> bytes:
    lines = [b"a0: &a0 [x, x]"] + [b"a%d: &a%d [*a%d, *a%d]" % (n, n, n - 1, n - 1) for n in range(1, 25)]
    return raw + b"\n" + b"\n".join(lines[: rng.randrange(1, 25)]) + b"\n"


def _lines(edit: Callable[[list[bytes], int, Random], list[bytes]]) -> Mutation:
    def mutation(raw: bytes, rng: Random) -> bytes:
        lines = raw.split(b"\n")
        return b"\n".join(edit(lines, rng.randrange(len(lines)), rng))

    return mutation


def _swap(lines: list[bytes], at: int, rng: Random) -> list[bytes]:
    other = rng.randrange(len(lines))
    lines[at], lines[other] = lines[other], lines[at]
    return lines


def _tokens(edit: Callable[[bytes, re.Match[bytes], list[re.Match[bytes]], Random], bytes]) -> Mutation:
    def mutation(raw: bytes, rng: Random) -> bytes:
        found = list(_TOKEN.finditer(raw))
        return edit(raw, rng.choice(found), found, rng) if found else raw

    return mutation


def _put(raw: bytes, match: re.Match[bytes], new: bytes) -> bytes:
    return raw[: match.start()] + new + raw[match.end() :]


def change_value(raw: bytes, rng: Random) -> bytes:
    """Another text after some ``key:``, bare or quoted."""
    found = list(re.finditer(rb"(?<=: )[^,\n{}\[\]]+", raw))
    if not found:
        return raw
    value = rng.choice(VALUES)
    return _put(raw, rng.choice(found), (f"'{value}'" if rng.random() < 0.5 else value).encode())


def change_number(raw: bytes, rng: Random) -> bytes:
    """Another number in place of one: most such files still read and are then checked."""
    found = list(re.finditer(rb"\d+(\.\d+)?", raw))
    number = rng.choice((b"0", b"1", b"3.50", b"28", b"1000000", b"0.001", b"%d" % rng.randrange(100)))
    return _put(raw, rng.choice(found), number) if found else raw


MUTATIONS: tuple[Mutation, ...] = (
    delete_bytes, double_bytes, change_byte, insert_junk, insert_junk, insert_brackets, bomb,
    _lines(lambda lines, at, rng: lines[:at] + lines[at + rng.choice((1, 1, 3, 20)) :]),
    _lines(lambda lines, at, rng: lines[: at + 1] + lines[at : at + rng.choice((1, 1, 5))] + lines[at + 1 :]),
    _lines(_swap),
    _lines(lambda lines, at, rng: [*lines[:at], rng.choice((b"  ", b" ", b"\t")) + lines[at], *lines[at + 1 :]]),
    _lines(lambda lines, at, _: [*lines[:at], lines[at].lstrip(b" -"), *lines[at + 1 :]]),
    _tokens(lambda raw, match, _, __: _put(raw, match, b"")),
    _tokens(lambda raw, match, found, rng: _put(raw, match, rng.choice(found)[0])),
    _tokens(lambda raw, match, _, rng: _put(raw, match, rng.choice(JUNK))),
    change_value, change_value, change_number, change_number, change_number,
)  # fmt: skip


def mutant(raw: bytes, rng: Random) -> bytes:
    """The file after one to four edits."""
    for _ in range(rng.choice((1, 1, 1, 2, 4))):
        raw = rng.choice(MUTATIONS)(raw, rng)
    return raw
