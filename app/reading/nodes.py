"""Clauses in the making: nodes with unique addresses, growing line by line."""

from __future__ import annotations

import re
from dataclasses import dataclass, field

from app.domain.documents import Span
from app.reading.cells import close_up
from app.reading.headings import Mark
from app.reading.lines import Line
from app.reading.paragraphs import continues

END = 200  # characters at each end of a paragraph that tell whether it goes on


@dataclass
class Node:
    """A clause in the making; `start` is the first character of its first line."""

    address: str
    level: int
    kind: str
    label: str
    start: int
    parent: Node | None
    first_line: int
    last_line: int
    mark: Mark | None = None
    heading: str = ""
    heading_spans: list[Span] = field(default_factory=list)
    paragraphs: list[list[Span]] = field(default_factory=list)
    texts: list[str] = field(default_factory=list)  # the paragraphs' words, one each, of long ones both ends

    @property
    def headings(self) -> tuple[str, ...]:
        """Titles of the nodes above, outermost first."""
        return (*self.parent.headings, self.parent.title) if self.parent else ()

    @property
    def title(self) -> str:
        gap = " " if self.heading and re.search(r"[\w.]$", self.label) else ""
        return f"{self.label}{gap}{self.heading}"


class Nodes:
    """The nodes of one text, in reading order."""

    def __init__(self) -> None:
        self.all: list[Node] = []
        self._addresses: dict[str, int] = {}

    @property
    def last(self) -> Node | None:
        return self.all[-1] if self.all else None

    def add(self, address: str, kind: str, label: str, line: Line, above: Node | None) -> Node:
        """A new node that begins with `line`; the first of a text begins with the text."""
        count = self._addresses[address] = self._addresses.get(address, 0) + 1
        unique = address if count == 1 else f"{address}〔{count}〕"
        level = 0 if kind in {"title", "attachment"} else above.level + 1 if above else 1
        start = line.start if self.all else 0
        node = Node(unique, level, kind, label, start, above, line.number, line.number)
        self.all.append(node)
        return node

    def add_heading(self, node: Node, line: Line, start: int = 0, length: int | None = None) -> None:
        """The line's words from `start` become heading, after what is heading already."""
        span = rest(line, start)
        span = span if length is None else Span(span.start, span.start + length)
        node.heading_spans.append(span)
        words = line.text[span.start - line.start : span.end - line.start]
        node.heading = close_up(f"{node.heading} {words}")
        node.last_line = line.number

    def add_text(self, node: Node, line: Line, start: int = 0, *, fresh: bool = False) -> None:
        """The line's words from `start` become a paragraph, or go on with one a page end cut."""
        node.last_line = line.number
        span = rest(line, start)
        words = line.text[span.start - line.start : span.end - line.start]
        if not words:
            return
        if node.texts and not fresh and continues(node.texts[-1], words):
            node.texts[-1] = _ends(node.texts[-1] + words)
            node.paragraphs[-1].append(span)
        else:
            node.texts.append(words)
            node.paragraphs.append([span])


def _ends(text: str) -> str:
    """Both ends of a long text: all that `continues` looks at, so that a paragraph of many lines stays quick."""
    return text if len(text) <= 2 * END else text[:END] + text[-END:]


def rest(line: Line, start: int) -> Span:
    """What follows the first `start` characters of the line's words, blanks skipped."""
    content = line.content
    words = line.words[start:]
    return Span(min(content.start + start + len(words) - len(words.lstrip()), content.end), content.end)


def address_below(above: Node | None, mark: Mark) -> str:
    """The address of a clause numbered `mark`: 三 · 三（四） · 三（四）2 · 附件1 一 · 1.2."""
    if above is None:
        return mark.part
    if above.mark and mark.kind.startswith("1.1") and mark.part.startswith(f"{above.mark.part}."):
        return above.address.removesuffix(above.mark.part) + mark.part
    close = above.kind != "attachment" and not (above.address[-1].isdigit() and mark.part[0].isdigit())
    return f"{above.address}{'' if close else ' '}{mark.part}"
