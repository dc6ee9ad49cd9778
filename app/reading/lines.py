"""Physical lines of a text, with exact offsets; which of them are table rows."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass

from app.domain.documents import Span

_BLANK = " \t\r\n\f\v\u3000\xa0\ufeff\u200b"
_NUMBER_THEN_TAB = re.compile(r"[（(第]?[\d一二三四五六七八九十①-⑳]+[)）.．、章节条]*\t+[^\t]*$")


@dataclass(frozen=True, slots=True)
class Line:
    """Line `number` (1-based) from `start`; `text` is the line without its end (`\\n` or `\\r\\n`)."""

    number: int
    start: int
    text: str

    @property
    def content(self) -> Span:
        """The characters left when blanks on both sides are taken away; empty for a blank line."""
        return shrink(self.text, self.start)

    @property
    def words(self) -> str:
        return self.text.strip(_BLANK)

    @property
    def tabs(self) -> int:
        return self.text.count("\t")


def shrink(text: str, start: int) -> Span:
    """The span of `text`, which stands at `start`, without blanks on both sides."""
    left = len(text) - len(text.lstrip(_BLANK))
    return Span(start + left, start + max(left, len(text.rstrip(_BLANK))))


def split_lines(text: str) -> tuple[Line, ...]:
    """Every physical line of `text`; `\\r\\n` counts as one line end, a last line needs none."""
    lines = []
    start = 0
    for number, piece in enumerate(text.split("\n"), 1):
        lines.append(Line(number, start, piece.removesuffix("\r")))
        start += len(piece) + 1
    return tuple(lines)


def table_blocks(lines: Sequence[Line]) -> tuple[tuple[Line, ...], ...]:
    """Tables as runs of tab-separated rows, two at least; blank lines (page ends) may stand between."""
    blocks: list[list[Line]] = []
    near = False  # the last line that was not blank is a row of the last block
    for line in lines:
        if not line.words:
            continue
        width = blocks[-1][-1].tabs if near else None
        if not _is_row(line, width):
            near = False
        elif near and (line.tabs == width or line.number == blocks[-1][-1].number + 1):
            blocks[-1].append(line)
        else:
            blocks.append([line])
            near = True
    return tuple(tuple(block) for block in blocks if len(block) > 1)


def _is_row(line: Line, width: int | None) -> bool:
    """A row has a tab between words, or as many tabs as the row above it."""
    if width and line.tabs == width:
        return True
    return "\t" in line.words and not _NUMBER_THEN_TAB.match(line.words)
