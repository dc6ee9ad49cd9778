"""Locating: where a value stands in a source, white space and full or half width ignored.

A line is one or more cells, parted by tabs or upright strokes. A value cut by a page end is found as pieces:
the end of a cell, then whole cells, then the beginning of a cell, on the named lines in order.
"""

from __future__ import annotations

import unicodedata
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import cached_property, lru_cache

from app.domain.documents import SourceText, Span

_PARTINGS = "\t|｜"


def comparable(text: str) -> str:
    """`text` as it is compared: NFKC, without white space."""
    return "".join(map(_folded, text))


@dataclass(frozen=True, slots=True)
class Stretch:
    """Comparable text of a piece of source, with the source offset of each of its characters."""

    text: str
    offsets: tuple[int, ...]

    def span(self, start: int, size: int) -> Span:
        return Span(self.offsets[start], self.offsets[start + size - 1] + 1)

    def find(self, wanted: str, after: int) -> Span | None:
        """The first place of `wanted` that begins behind source offset `after`."""
        at = self.text.find(wanted)
        while at >= 0:
            if self.offsets[at] > after:
                return self.span(at, len(wanted))
            at = self.text.find(wanted, at + 1)
        return None


class Lines:
    """The lines of a source, ready for finding values in them."""

    def __init__(self, source: SourceText) -> None:
        self.source = source
        self._cells: dict[int, tuple[Stretch, ...]] = {}

    def __contains__(self, line: int) -> bool:
        return 1 <= line <= len(self.source.line_starts)

    def text(self, lines: Sequence[int]) -> str:
        """The named lines as printed, for messages."""
        spans = tuple(self.source.line_span(line) for line in lines)
        return " / ".join(self.source.text[span.start : span.end].strip() for span in spans)

    def find(
        self, value: str, lines: Sequence[int], *, whole: bool = False, after: int = -1
    ) -> tuple[Span, ...] | None:
        """The spans of `value` on `lines`, one a physical piece; None where it does not stand there.

        `whole`: in a line of several cells the value must fill its cell.
        `after`: it must begin behind this source offset.
        """
        wanted = comparable(value)
        rows = [self._line(line) for line in lines]
        if not wanted:
            return None
        for row in rows:
            for cell in row:
                if whole and len(row) > 1 and cell.text != wanted:
                    continue
                if span := cell.find(wanted, after):
                    return (span,)
        return next(_pieces(wanted, rows, whole, after), None)

    def quotes(self, quote: str) -> list[tuple[Span, ...]]:
        """Every place of `quote` in the whole source; a place has one span a physical line."""
        wanted = comparable(quote)
        places = []
        at = self._all.text.find(wanted) if wanted else -1
        while at >= 0:
            places.append(self._by_line(self._all.offsets[at : at + len(wanted)]))
            at = self._all.text.find(wanted, at + 1)
        return places

    def _line(self, line: int) -> tuple[Stretch, ...]:
        if line not in self._cells:
            span = self.source.line_span(line)
            self._cells[line] = tuple(_cells(self.source.text, span))
        return self._cells[line]

    @cached_property
    def _all(self) -> Stretch:
        return _stretch(self.source.text, Span(0, len(self.source.text)))

    def _by_line(self, offsets: tuple[int, ...]) -> tuple[Span, ...]:
        spans: list[Span] = []
        for offset in offsets:
            if spans and self.source.line_of(offset) == self.source.line_of(spans[-1].start):
                spans[-1] = Span(spans[-1].start, offset + 1)
            else:
                spans.append(Span(offset, offset + 1))
        return tuple(spans)


@lru_cache(maxsize=8192)
def _folded(character: str) -> str:
    return "".join(unicodedata.normalize("NFKC", character).split())


def _stretch(text: str, span: Span) -> Stretch:
    letters: list[str] = []
    offsets: list[int] = []
    for offset in range(span.start, span.end):
        folded = _folded(text[offset])
        letters.append(folded)
        offsets.extend([offset] * len(folded))
    return Stretch("".join(letters), tuple(offsets))


def _cells(text: str, span: Span) -> Iterator[Stretch]:
    start = span.start
    for offset in range(span.start, span.end):
        if text[offset] in _PARTINGS:
            yield _stretch(text, Span(start, offset))
            start = offset + 1
    yield _stretch(text, Span(start, span.end))


def _pieces(
    wanted: str, rows: Sequence[tuple[Stretch, ...]], whole: bool, after: int
) -> Iterator[tuple[Span, ...]]:
    """`wanted` as the end of a cell, continued on later lines."""
    for number, row in enumerate(rows):
        for cell in row:
            for size in _overlaps(cell.text, wanted, whole and len(row) > 1):
                if cell.offsets[-size] > after:
                    for rest in _rest(wanted[size:], rows[number + 1 :], whole):
                        yield cell.span(len(cell.text) - size, size), *rest


def _rest(wanted: str, rows: Sequence[tuple[Stretch, ...]], whole: bool) -> Iterator[tuple[Span, ...]]:
    """`wanted` from the beginning of a cell on."""
    for number, row in enumerate(rows):
        for cell in row:
            if cell.text.startswith(wanted) and (not whole or len(row) == 1 or cell.text == wanted):
                yield (cell.span(0, len(wanted)),)
            elif cell.text and wanted.startswith(cell.text):
                for rest in _rest(wanted[len(cell.text) :], rows[number + 1 :], whole):
                    yield cell.span(0, len(cell.text)), *rest


def _overlaps(text: str, wanted: str, whole: bool) -> Iterator[int]:
    """Sizes of the ends of `text` that begin `wanted`, longest first."""
    if whole:
        if text and len(text) < len(wanted) and wanted.startswith(text):
            yield len(text)
        return
    for size in range(min(len(text), len(wanted) - 1), 0, -1):
        if text.endswith(wanted[:size]):
            yield size
