"""Documents: the list, and each one whole, by clauses, with the marked words of a shared link."""

from __future__ import annotations

from dataclasses import replace

from fastapi import APIRouter
from starlette.responses import Response

from app import naming
from app.domain.corpus import Corpus
from app.domain.documents import CONTACT_KINDS, Clause, Document, Span
from app.web import links
from app.web.contexts import (
    ClauseView,
    DocumentPage,
    DocumentRowView,
    DocumentsPage,
    Link,
    OddityView,
    OutlineEntry,
)
from app.web.deps import Asking
from app.web.marking import Marker
from app.web.tables import table_view

router = APIRouter(include_in_schema=False)


@router.get("/documents")
def documents(visit: Asking) -> Response:
    rows = tuple(document_row(one) for one in visit.corpus.documents.values())
    return visit.page("documents.html", DocumentsPage(rows))


@router.get("/documents/{id_}")
def document(visit: Asking, id_: str, mark: str = "") -> Response:
    found = naming.document_named(visit.corpus, id_)
    if found.source.contacts and visit.services.access.rules.contacts(visit.actor.person.role, id_):
        visit.services.access.audit.record(visit.actor, "contacts.read", id_)
        found = _with_contacts(found)
    return visit.page("document.html", _page(visit.corpus, found, mark))


def _with_contacts(document: Document) -> Document:
    """The document with its contacts as they stand in the file; offsets stay, for masking keeps the length."""
    source = document.source
    return replace(document, source=replace(source, text=source.unmasked(), contacts=()))


def document_row(document: Document) -> DocumentRowView:
    """A document's record."""
    source = document.source
    headings = sum(1 for clause in document.clauses if clause.kind == "heading")
    return DocumentRowView(
        title=source.title,
        href=links.document(source.id),
        issuer=source.issuer,
        kind=source.kind,
        number=source.number or "文中没有文号",
        note=source.note,
        facts=(
            f"{len(source.text):,} 字符",
            f"{len(source.line_starts)} 行",
            f"{headings} 个标题",
            f"{len(document.tables)} 张表",
            *_masked(document),
        ),
    )


def _masked(document: Document) -> tuple[str, ...]:
    """What was masked, as the receipt of it: 已遮盖 3 个手机号、2 个邮箱; () where nothing was."""
    counts = document.source.masked_counts
    told = "、".join(f"{count} 个{CONTACT_KINDS[kind]}" for kind, count in counts.items())
    return (f"已遮盖 {told}",) if told else ()


def oddity_views(corpus: Corpus, id_: str) -> tuple[OddityView, ...]:
    """The known contradictions and gaps of a document, each with a link to its first line."""
    return tuple(
        OddityView(oddity.text, _at_lines(id_, oddity.lines))
        for oddity in corpus.oddities
        if oddity.document == id_
    )


def _at_lines(id_: str, lines: tuple[int, ...]) -> Link:
    if not lines:
        return Link("全文", links.document(id_))
    return Link(f"第 {'、'.join(map(str, lines))} 行", links.line(id_, lines[0]))


def _page(corpus: Corpus, document: Document, mark: str) -> DocumentPage:
    marks = links.parse_marks(mark, len(document.source.text))
    marker = Marker(document.source, marks)
    return DocumentPage(
        title=document.source.title,
        record=document_row(document),
        outline=_outline(document),
        clauses=tuple(_clause(document, clause, marker) for clause in document.clauses),
        oddities=oddity_views(corpus, document.id),
        marked=bool(marks),
    )


def _outline(document: Document) -> tuple[OutlineEntry, ...]:
    return tuple(
        OutlineEntry(
            text=_printed(clause) if clause.heading else clause.address,
            href=f"#{links.clause_anchor(clause.address)}",
            level=min(clause.level, 4),
        )
        for clause in document.clauses
        if clause.heading or clause.kind in {"note", "signature", "table"}
    )


def _after_heading(document: Document, clause: Clause) -> tuple[Span, ...]:
    """What stands between a heading and its text on the same line: a full stop, mostly."""
    if not clause.heading_spans or not clause.paragraphs:
        return ()
    gap = Span(clause.heading_spans[-1].end, clause.paragraphs[0].spans[0].start)
    text = document.source.text[gap.start : gap.end]
    return (gap,) if text.strip() and "\n" not in text else ()


def _printed(clause: Clause) -> str:
    """Number and heading, with a space where the number does not end in a mark of its own."""
    space = "" if clause.label.endswith(("、", "）", ")")) or not clause.label else " "
    return f"{clause.label}{space}{clause.heading}"


def _clause(document: Document, clause: Clause, marker: Marker) -> ClauseView:
    tables = [table for table in document.tables if document.clause_at(table.span.start) is clause]
    return ClauseView(
        anchor=links.clause_anchor(clause.address),
        address=clause.address,
        rank=min(clause.level + 2, 6) if clause.heading else 0,
        kind=clause.kind,
        level=min(clause.level, 5),
        label=clause.label,
        heading=marker.joined((*clause.heading_spans, *_after_heading(document, clause))),
        paragraphs=tuple(marker.joined(paragraph.spans) for paragraph in clause.paragraphs),
        tables=tuple(table_view(document.source, table, marker) for table in tables),
    )
