"""A source text as a Document: every clause with address, heading path, text and exact spans."""

from __future__ import annotations

from collections.abc import Sequence

from app.domain.documents import Clause, Document, Paragraph, SourceText, Span
from app.reading.lines import Line, split_lines, table_blocks
from app.reading.nodes import Node
from app.reading.outline import outline
from app.reading.repairs import NO_REPAIRS, Repairs
from app.reading.tables import read_tables


def read_document(source: SourceText, repairs: Repairs = NO_REPAIRS) -> Document:
    """The document `source` holds; `repairs` say how its damaged tables are to be read.

    CorpusError where a repair does not fit the source.
    """
    lines = split_lines(source.text)
    blocks = table_blocks(lines)
    clauses = read_clauses(source, lines, blocks)
    return Document(source, clauses, read_tables(source, clauses, blocks, repairs))


def read_clauses(
    source: SourceText, lines: Sequence[Line], blocks: Sequence[Sequence[Line]]
) -> tuple[Clause, ...]:
    """All clauses in reading order; their spans, one after the other, are the whole text."""
    nodes = outline(lines, {row.number for block in blocks for row in block})
    ends = [node.start for node in nodes[1:]] + [len(source.text)]
    return tuple(_clause(source, node, end) for node, end in zip(nodes, ends, strict=True))


def _clause(source: SourceText, node: Node, end: int) -> Clause:
    return Clause(
        document=source.id,
        address=node.address,
        level=node.level,
        kind=node.kind,
        label=node.label,
        heading=node.heading,
        headings=node.headings,
        span=Span(node.start, end),
        heading_spans=tuple(node.heading_spans),
        paragraphs=tuple(Paragraph(source.cut(tuple(spans)), tuple(spans)) for spans in node.paragraphs),
        lines=(node.first_line, node.last_line),
        parent=node.parent.address if node.parent else None,
    )
