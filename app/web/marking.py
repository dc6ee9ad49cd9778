"""Source characters → segments: cut where a line begins and where a marked span begins or ends."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from itertools import pairwise

from app.domain.documents import SourceText, Span
from app.web.contexts import Segment, SourceLine


class Marker:
    """Marks words of one source on one page: the first marked segment and each line's anchor come once."""

    def __init__(self, source: SourceText, marks: Sequence[Span]) -> None:
        self._source = source
        self.marks = tuple(marks)
        self._targeted = False
        self._lines: set[int] = set()

    def segments(self, span: Span, anchors: bool = True) -> tuple[Segment, ...]:
        """The source's own characters of `span`; joined, they are its text."""
        cuts = self._cuts(span)
        return tuple(self._segment(Span(a, b), anchors) for a, b in pairwise(cuts))

    def joined(self, spans: Sequence[Span], anchors: bool = True) -> tuple[Segment, ...]:
        """The segments of several spans, one after the other."""
        return tuple(segment for span in spans for segment in self.segments(span, anchors))

    def touches(self, spans: Sequence[Span]) -> bool:
        return any(span.overlaps(mark) for span in spans for mark in self.marks)

    def target(self) -> bool:
        """Whether what is drawn now is the first marked thing of the page."""
        first, self._targeted = not self._targeted, True
        return first

    def claim(self, line: int) -> bool:
        """Whether this is the first to anchor `line`."""
        fresh = line not in self._lines
        self._lines.add(line)
        return fresh

    def lines(self, first: int, last: int) -> Iterator[SourceLine]:
        """The lines that are not blank, without anchors of their own."""
        for number in range(max(1, first), min(last, len(self._source.line_starts)) + 1):
            span = self._source.line_span(number)
            if self._source.text[span.start : span.end].strip():
                yield SourceLine(number, self.segments(span, anchors=False))

    def _cuts(self, span: Span) -> list[int]:
        cuts = {span.start, span.end}
        for mark in self.marks:
            cuts.update(edge for edge in (mark.start, mark.end) if span.start < edge < span.end)
        first, last = self._source.line_of(span.start), self._source.line_of(max(span.start, span.end - 1))
        starts = self._source.line_starts[first:last]
        cuts.update(start for start in starts if span.start < start < span.end)
        return sorted(cuts)

    def _segment(self, span: Span, anchors: bool) -> Segment:
        marked = any(mark.start <= span.start and span.end <= mark.end for mark in self.marks)
        first = marked and self.target()
        line = self._source.line_of(span.start)
        anchored = anchors and bool(len(span)) and self.claim(line)
        text = self._source.text[span.start : span.end]
        return Segment(text, marked, first, line if anchored else None)
