"""Corpus → passages: the units that are indexed, found and cited."""

from __future__ import annotations

import re
from collections.abc import Iterator

from app.domain.corpus import Corpus
from app.domain.documents import Cell, Clause, Document, Paragraph, Row, Span, Table
from app.domain.evidence import Passage
from app.domain.schemes import Element, Point, Project, Scheme

WHOLE = 240  # characters: a clause up to this length is one passage
PIECE = 170  # characters: longer paragraphs are cut at sentence ends into pieces of about this length
LONGEST = 4 * PIECE  # characters: a sentence longer than this is no sentence, and is cut
_SENTENCE = re.compile(r"[^。！？；;]*[。！？；;]?[”’」』）)]*")
# What a masked contact is made of, and several in a row: ***-****-****、********@**.***
_MASKED_SIGNS = frozenset("*@._+-0123456789abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ")
_MASKED = re.compile(
    r"\*{3}[*@._+\-0-9A-Za-z]*(?:[ ]?[、，,/；;)）转]?[ ]?\*[*@._+\-0-9A-Za-z]*)*[)）]?(?:[。；;](?=\s*?(?:\n|\Z)))?"
)


def passages(corpus: Corpus) -> tuple[Passage, ...]:
    """Every passage of the corpus, numbered from 0 in document order, points after text."""
    found: list[Passage] = []
    for document in corpus.documents.values():
        scheme = corpus.scheme_of(document.id)
        found.extend(_of_clauses(document, scheme))
        found.extend(_of_tables(document, scheme))
        if scheme:
            found.extend(_of_points(document, scheme))
    return tuple(_numbered(found))


def _numbered(found: list[Passage]) -> Iterator[Passage]:
    for i, p in enumerate(found):
        yield Passage(
            i,
            p.document,
            p.scheme,
            p.address,
            p.headings,
            p.text,
            p.spans,
            p.lines,
            p.point,
            p.kind,
            p.search,
        )


def _of_clauses(document: Document, scheme: Scheme | None) -> Iterator[Passage]:
    tables = [table.span for table in document.tables]
    for clause in document.clauses:
        if clause.kind == "table" or any(clause.span in span and len(span) > 0 for span in tables):
            continue
        yield from _of_clause(document, scheme, clause)


def _of_clause(document: Document, scheme: Scheme | None, clause: Clause) -> Iterator[Passage]:
    own = clause.paragraphs
    if not own and clause.kind != "caption" and document.children(clause.address):
        return  # a bare heading answers nothing; its parts carry it as their own
    if sum(len(paragraph.text) for paragraph in own) <= WHOLE:
        spans = (*clause.heading_spans, *(span for paragraph in own for span in paragraph.spans))
        if spans:
            yield from _passages(document, scheme, clause, _together(document, spans))
        return
    for paragraph in own:
        for spans in pieces(document, paragraph):
            yield from _passages(document, scheme, clause, spans)


def _together(document: Document, spans: tuple[Span, ...]) -> tuple[Span, ...]:
    """Neighbouring spans with only white space between them made one, so that a quotation keeps its line breaks."""
    merged = [spans[0]]
    for span in spans[1:]:
        between = document.source.text[merged[-1].end : span.start]
        if not between.strip() and span.start >= merged[-1].end:
            merged[-1] = Span(merged[-1].start, span.end)
        else:
            merged.append(span)
    return tuple(merged)


def pieces(document: Document, paragraph: Paragraph, size: int = PIECE) -> Iterator[tuple[Span, ...]]:
    """Spans of sentence groups of about `size` characters; a short paragraph is one piece."""
    current: list[Span] = []
    length = 0
    for sentence in sentences(document, paragraph.spans):
        for part in _cut(document, sentence):
            weight = sum(map(len, part))
            if current and length + weight > size:
                yield tuple(current)
                current, length = [], 0
            for span in part:
                _join(current, span)
            length += weight
    if current:
        yield tuple(current)


def _cut(document: Document, sentence: tuple[Span, ...]) -> Iterator[tuple[Span, ...]]:
    """A sentence as it is; one longer than anyone writes in parts of at most LONGEST characters, cut behind a comma."""
    part: list[Span] = []
    room = LONGEST
    for span in sentence:
        start = span.start
        while span.end - start > room:
            comma = max(document.source.text.rfind(mark, start, start + room) for mark in "，、,")
            end = comma + 1 if comma >= start else start + room
            yield (*part, Span(start, end))
            part, room, start = [], LONGEST, end
        part.append(Span(start, span.end))
        room -= span.end - start
        if room == 0:
            yield tuple(part)
            part, room = [], LONGEST
    if part:
        yield tuple(part)


def sentences(document: Document, spans: tuple[Span, ...]) -> Iterator[tuple[Span, ...]]:
    """The sentences (and parts ended by a semicolon) of the text at `spans`; one cut by a page has two spans."""
    pending: list[Span] = []
    for span in spans:
        text = document.source.text[span.start : span.end]
        for match in _SENTENCE.finditer(text):
            if not match[0]:
                continue
            _join(pending, Span(span.start + match.start(), span.start + match.end()))
            if re.search(r"[。！？；;][”’」』）)]*$", match[0]):
                yield tuple(pending)
                pending = []
    if pending:
        yield tuple(pending)


def _join(spans: list[Span], more: Span) -> None:
    """`more` put after `spans`, as one with the last of them where it follows at once."""
    if spans and spans[-1].end == more.start:
        spans[-1] = Span(spans[-1].start, more.end)
    else:
        spans.append(more)


def without_contacts(document: Document, spans: tuple[Span, ...]) -> tuple[Span, ...]:
    """`spans` without masked contact data, and without the comma that led to it."""
    kept: list[Span] = []
    for span in spans:
        start = span.start
        for contact in _contacts(document.source.text, span):
            kept.append(Span(start, contact.start))
            start = contact.end
        kept.append(Span(start, span.end))
    return tuple(span for span in kept if document.source.text[span.start : span.end].strip())


def _contacts(text: str, span: Span) -> Iterator[Span]:
    """Runs of masked contact data in `span`, brackets around them included; at a line's end, its full stop too."""
    last, at = span.start, text.find("***", span.start, span.end)
    while at >= 0:
        begin = at
        while begin > last and (text[begin - 1] in _MASKED_SIGNS):
            begin -= 1
        end = _MASKED.match(text, at, span.end).end()  # type: ignore[union-attr]
        while begin > last and text[begin - 1] in "（( ":
            begin -= 1
        begin -= begin > last and text[begin - 1] in "，,"
        yield Span(begin, end)
        last, at = end, text.find("***", end, span.end)


def _passages(
    document: Document, scheme: Scheme | None, clause: Clause, spans: tuple[Span, ...]
) -> Iterator[Passage]:
    """The passage at `spans`; none where nothing but contact data stands there."""
    if kept := without_contacts(document, spans):
        yield _passage(document, scheme, clause, kept)


def _passage(document: Document, scheme: Scheme | None, clause: Clause, spans: tuple[Span, ...]) -> Passage:
    text = document.source.cut(spans)
    headings = (*clause.headings, clause.title) if clause.title else clause.headings
    return Passage(
        0,
        document.id,
        scheme.id if scheme else None,
        clause.address,
        headings,
        text,
        spans,
        document.source.lines_of(spans),
        kind="caption" if clause.kind == "caption" else "text",
        search=" ".join((*headings[-3:], text)),
    )


def _of_tables(document: Document, scheme: Scheme | None) -> Iterator[Passage]:
    diagnosis = scheme.table if scheme else None
    for table in document.tables:
        if table.id == diagnosis:
            continue
        for number, row in enumerate(_units(table), 1):
            if 2 * sum(bool(cell.text) for cell in row.cells) < len(row.cells):
                continue  # a form's empty row: its labels are the scheme's elements
            yield row_passage(document, scheme, table, row, number)


def _units(table: Table) -> Iterator[Row]:
    """The rows of a table; where the first two cells repeat (a list set as a table), one row a group."""
    groups: dict[tuple[str, str], list[Row]] = {}
    for row in table.rows:
        groups.setdefault((row.cells[0].text, row.cells[1].text), []).append(row)
    if len(table.header) != 4 or len(groups) == len(table.rows):
        yield from table.rows
        return
    for (kind, group), rows in groups.items():
        entries = [
            Cell("、".join(dict.fromkeys(r.cells[i].text for r in rows if r.cells[i].text))) for i in (2, 3)
        ]
        lines = tuple(sorted({line for row in rows for line in row.lines}))
        yield Row((Cell(kind), Cell(group), *entries), lines)


def row_passage(document: Document, scheme: Scheme | None, table: Table, row: Row, number: int) -> Passage:
    """A table row as a passage: its physical lines as text, header and repaired cells as search text."""
    spans = tuple(document.source.line_span(line) for line in row.lines)
    filled = [f"{name} {cell.text}" for name, cell in zip(table.header, row.cells, strict=False) if cell.text]
    return Passage(
        0,
        document.id,
        scheme.id if scheme else None,
        f"{table.address} 第{number}行",
        (table.title,),
        document.source.cut(spans),
        spans,
        document.source.lines_of(spans),
        kind="row",
        search=f"{table.title} {' '.join(filled)}",
    )


def _of_points(document: Document, scheme: Scheme) -> Iterator[Passage]:
    for project in scheme.projects:
        for element in project.elements:
            for point in element.points:
                yield point_passage(document, scheme, project, element, point)


def point_passage(
    document: Document, scheme: Scheme, project: Project, element: Element, point: Point
) -> Passage:
    """A diagnosis point as a passage: the physical lines of its row."""
    headings = point_headings(scheme, project, element, point)
    criteria = " ".join(criterion.text for criterion in point.criteria)
    return Passage(
        0,
        document.id,
        scheme.id,
        point_address(document, scheme, element, point),
        headings,
        document.source.cut(point.spans),
        point.spans,
        document.source.lines_of(point.spans),
        point=point.id,
        kind="point",
        search=" ".join((element.name, point.name, criteria)),
    )


def point_headings(scheme: Scheme, project: Project, element: Element, point: Point) -> tuple[str, ...]:
    """Project, element and point above a row, with their numbers."""
    return (f"{project.code} {project.name}", f"{element.code} {element.name}", point.name)


def point_address(document: Document, scheme: Scheme, element: Element, point: Point) -> str:
    """附表 6.2 第1点: what people write on paper for a row of the diagnosis table."""
    table = document.table(scheme.table)
    return f"{table.address} {element.code} 第{point.order}点"
