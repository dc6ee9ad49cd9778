"""Citations cut from the source: what a statement rests on, verbatim."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from app.domain.corpus import Corpus
from app.domain.documents import Document, Span
from app.domain.evidence import Citation, Passage
from app.domain.schemes import Element, Point, Project, Scheme
from app.indexing.passages import point_address, point_headings, sentences, without_contacts


class Quoting:
    """Makes citations for one corpus. Every citation's text is the source's characters at its spans."""

    def __init__(self, corpus: Corpus) -> None:
        self._corpus = corpus
        self._homes: dict[str, tuple[Scheme, Project, Element, Point]] = {}
        for scheme in corpus.schemes.values():
            for project in scheme.projects:
                for element in project.elements:
                    for point in element.points:
                        self._homes[point.id] = (scheme, project, element, point)

    def home(self, point_id: str) -> tuple[Scheme, Project, Element, Point]:
        """The scheme, project and element a point stands under, and the point."""
        return self._homes[point_id]

    def document(self, scheme: Scheme) -> Document:
        """The document a scheme's table stands in."""
        return self._corpus.documents[scheme.document]

    def point(self, point: Point, brief: bool = False) -> Citation:
        """A row of the diagnosis table; `brief` leaves its owners and dates out (for long lists)."""
        scheme, project, element, _ = self.home(point.id)
        document = self.document(scheme)
        spans = tuple(span for c in point.criteria for span in c.spans) if brief else point.spans
        return Citation(
            document.id,
            point_address(document, scheme, element, point),
            (document.table(scheme.table).title, *point_headings(scheme, project, element, point)),
            document.source.cut(spans),
            spans,
            document.source.lines_of(spans),
            point.id,
            "诊断点名称系推定" if point.name_inferred else "",
        )

    def points(self, points: Sequence[Point]) -> list[Citation]:
        """Rows of several points: whole rows while they are few, criteria alone in a long list."""
        whole = [self.point(point) for point in points]
        if sum(len(citation.text) for citation in whole) <= 1450 or len(points) <= 4:
            return whole
        return [self.point(point, brief=True) for point in points]

    def spans(self, document_id: str, spans: Iterable[Span], note: str = "") -> Citation:
        """Any characters of a document, under the address of the clause they stand in."""
        wanted = tuple(spans)
        document = self._corpus.documents[document_id]
        clause = document.clause_at(wanted[0].start)
        headings = (*clause.headings, clause.title) if clause.title else clause.headings
        return Citation(
            document.id,
            clause.address,
            headings,
            document.source.cut(wanted),
            wanted,
            document.source.lines_of(wanted),
            note=note,
        )

    def cut(self, document_id: str, spans: tuple[Span, ...]) -> str:
        """The document's characters at `spans`, contact data left out; a line end where lines lie between spans."""
        document = self._corpus.documents[document_id]
        said, end = "", None
        for span in without_contacts(document, spans):
            if end is not None and "\n" in document.source.text[end : span.start]:
                said += "\n"
            said += document.source.text[span.start : span.end]
            end = span.end
        return said

    def text(self, document_id: str, spans: Iterable[Span]) -> Citation:
        """Any characters of a document, contact data left out, neighbours with only white space between as one.

        Where nothing else stands there, the asterisks are quoted.
        """
        document = self._corpus.documents[document_id]
        kept: list[Span] = []
        wanted = tuple(spans)
        for span in without_contacts(document, wanted) or wanted:
            if kept and not document.source.text[kept[-1].end : span.start].strip():
                kept[-1] = Span(kept[-1].start, span.end)
            else:
                kept.append(span)
        return self.spans(document_id, kept)

    def lines(self, document_id: str, lines: Iterable[int]) -> Citation:
        """Whole physical lines, contact data left out; lines that follow one another are one span."""
        source = self._corpus.documents[document_id].source
        return self.text(document_id, (source.line_span(line) for line in sorted(set(lines))))

    def passage(self, passage: Passage) -> Citation:
        """A passage as it was found; a row of a diagnosis table as its point."""
        if passage.point:
            return self.point(self.home(passage.point)[3])
        return Citation(
            passage.document, passage.address, passage.headings, passage.text, passage.spans, passage.lines
        )

    def whole_sentences(self, document_id: str, wanted: Sequence[Span]) -> tuple[Span, ...]:
        """`wanted` widened to the sentences it touches, within its paragraph."""
        document = self._corpus.documents[document_id]
        touched = [c for c in document.clauses if any(c.span.overlaps(span) for span in wanted)]
        found = [
            span
            for clause in touched
            for paragraph in clause.paragraphs
            for sentence in sentences(document, paragraph.spans)
            if any(one.overlaps(other) for one in sentence for other in wanted)
            for span in sentence
        ]
        return _joined(found) or tuple(wanted)


def _joined(spans: Iterable[Span]) -> tuple[Span, ...]:
    result: list[Span] = []
    for span in spans:
        if result and result[-1].end == span.start:
            result[-1] = Span(result[-1].start, span.end)
        else:
            result.append(span)
    return tuple(result)
