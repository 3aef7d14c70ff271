"""What the bundled base holds, on a terminal."""

from __future__ import annotations

from typing import Any

from resorb.cli.show import console

HEAD = ("design", "report", "role", "read", "cite", "file")


def print_study(shown: dict[str, Any]) -> None:
    """One study: what it is, then every table's rows as printed."""
    from rich.text import Text

    out = console()
    out.print(Text(f"{shown['id']}: {shown['title'] or 'no title on file'}", style="bold"))
    for name in HEAD:
        if shown[name]:
            out.print(Text(f"  {name:<8} {shown[name]}"))
    for table, rows in shown["tables"].items():
        if table == "studies":
            continue
        if table == "appraisals":
            _print_appraisals(rows, shown["tools"])
            continue
        out.print(Text(f"\n{table.replace('_', ' ')} ({len(rows)})", style="bold"))
        for row in rows:
            cells = "; ".join(f"{key}: {value}" for key, value in row.items() if key != "id")
            out.print(Text(f"  {row['id']}  ", style="cyan").append(cells, style="default"))


def _print_appraisals(rows: list[dict[str, str]], sources: dict[str, str]) -> None:
    """Tool by tool: each question in short words, its answer, and what that rests on."""
    from rich.text import Text

    out = console()
    for tool in dict.fromkeys(row["tool"] for row in rows):
        mine = [row for row in rows if row["tool"] == tool]
        out.print(Text(f"\nappraisal by {tool} ({len(mine)})", style="bold"))
        for row in mine:
            asked = Text(f"  {row['item']:>2}  {row.get('asks', 'not a question of this tool')}: ")
            because = f"; {row['because']}" if "because" in row else ""
            out.print(asked.append(row["answer"], style="bold").append(because, style="default"))
        out.print(Text(f"  asked, in other words, by: {sources[tool]}", style="dim"))


def print_matches(matches: list[dict[str, Any]]) -> None:
    """Studies found, each with where the words were found."""
    from rich.text import Text

    out = console()
    for one in matches:
        where = "; ".join(f"{name}: {', '.join(texts[:3])}" for name, texts in one["matched"].items() if name != "id")
        out.print(Text(f"{one['id']:34} ", style="bold").append(where, style="default"))
    out.print(Text(f"{len(matches)} {'study' if len(matches) == 1 else 'studies'}", style="dim"))
