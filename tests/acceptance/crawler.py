"""A crawl of a finished page: every number leads to facts, every fact to its line in a study file.

It reads the HTML with the standard library only and shares no code with the pages it judges.
"""

import platform
import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from html.parser import HTMLParser
from importlib.metadata import version

import resorb
from resorb.tables.study import Study
from resorb.values.spans import MonthConvention

APPENDICES = ("numbers", "facts", "sources")
VOID = {"meta", "link", "input", "br", "hr", "img", "col", "wbr"}
DIGITS = re.compile(r"\d+(?:\.\d+)?")


@dataclass
class Element:
    tag: str
    attributes: dict[str, str]
    text: str = ""
    links: list[str] = field(default_factory=list)


class Crawler(HTMLParser):
    """Walks a page: which numbers are linked to what, which stand alone, and what every anchor holds."""

    def __init__(self) -> None:
        super().__init__(convert_charrefs=True)
        self.open: list[Element] = []
        self.by_id: dict[str, Element] = {}
        self.linked: list[tuple[str, list[str]]] = []
        self.names: list[str] = []
        self.alone: list[str] = []
        self.doubled: list[str] = []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        element = Element(tag, {k: v or "" for k, v in attrs})
        if (own := element.attributes.get("id")) is not None:
            self.doubled += [own] if own in self.by_id else []
            self.by_id[own] = element
        for above in self.open:
            if (href := element.attributes.get("href", "")).startswith("#"):
                above.links.append(href[1:])
        if tag not in VOID:
            self.open.append(element)

    def handle_startendtag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.handle_starttag(tag, attrs)
        self.handle_endtag(tag)

    def handle_endtag(self, tag: str) -> None:
        if tag not in VOID:
            closed = self.open.pop()
            assert closed.tag == tag, f"<{closed.tag}> is closed by </{tag}>"

    def handle_data(self, data: str) -> None:
        for element in self.open:
            if element.tag == "li":
                element.text += data
        if not any(c.isdigit() for c in data) or not self.is_judged():
            return
        cited = [e.attributes["data-facts"].split() for e in self.open if "data-facts" in e.attributes]
        if cited:
            self.linked.append((data, cited[-1]))
        elif any(e.tag in ("cite", "code", "g") and self.is_name(e) for e in self.open):
            self.names.append(data)
        else:
            self.alone.append(data)

    def is_judged(self) -> bool:
        inside_main = any(e.tag == "main" for e in self.open)
        hidden = any(e.tag in ("script", "style") or e.attributes.get("id") in APPENDICES for e in self.open)
        return inside_main and not hidden

    @staticmethod
    def is_name(element: Element) -> bool:
        return element.tag == "code" or element.attributes.get("class") == "name"

    def leads_nowhere(self, anchor: str, seen: frozenset[str] = frozenset()) -> str:
        """Why an anchor does not end in lines of study files; empty when all of it does."""
        element = self.by_id.get(anchor)
        if element is None:
            return f"{anchor} does not exist"
        if anchor.startswith("fact/"):
            return self.fact_fault(anchor, element)
        onward = [a for a in element.attributes.get("data-facts", "").split() or element.links if a != anchor]
        if not onward:
            return f"{anchor} lists no facts"
        if anchor in seen:
            return f"{anchor} leads back to itself"
        return next((why for a in onward if (why := self.leads_nowhere(a, seen | {anchor}))), "")

    def fact_fault(self, anchor: str, row: Element) -> str:
        lines = [self.by_id[link] for link in row.links if link in self.by_id and link.startswith("source/")]
        return "" if lines else f"{anchor} names no line of a study file"


def crawl(html: str) -> Crawler:
    crawler = Crawler()
    crawler.feed(html)
    crawler.close()
    assert crawler.open == []
    return crawler


def known_names(study: Study) -> set[str]:
    """Everything that may bear digits without being a number: ids, files, checksums, versions, conventions."""
    names = {row.id for rows in study.tables.values() for row in rows} | set(study.ids)
    names |= {name.partition(".")[2] for name in names}
    names |= {i.path for i in study.inputs} | {i.sha256 for i in study.inputs}
    names |= {resorb.__version__, *(m.value for m in MonthConvention), *(f"Table {n}" for n in range(1, 10))}
    names |= {"SHA-256", ".".join(platform.python_version_tuple()[:2]), "jinja2"}
    names |= {version(library) for library in ("numpy", "scipy", "polars", "jinja2", "pyyaml", "resvg-py")}
    return names


def site_names(study: Study) -> set[str]:
    """Lanes of a timeline: analytes and sites, which may hold digits ("25-OH vitamin D")."""
    labels = {
        getattr(row, c)
        for rows in study.tables.values()
        for row in rows
        for c in ("analyte", "site")
        if hasattr(row, c)
    }
    return labels | {f"{side} {site}" for side in ("left", "right") for site in labels}


def faults(crawler: Crawler, names: set[str]) -> Iterator[str]:
    yield from (f"a number stands alone: {text!r}" for text in crawler.alone)
    yield from (f"the anchor {anchor} is used twice" for anchor in crawler.doubled)
    for anchor in sorted({a for _, cited in crawler.linked for a in cited}):
        if why := crawler.leads_nowhere(anchor):
            yield why
    yield from (f"no such name: {text!r}" for text in sorted(set(crawler.names)) if not is_known(text, names))


def is_known(text: str, names: set[str]) -> bool:
    """A name as such, several with commas ("P1, a-study-2016"), or with its site in brackets ("P1.hip (hip)")."""
    return text in names or re.sub(r" \(.*\)$", "", text) in names or all(part in names for part in text.split(", "))
