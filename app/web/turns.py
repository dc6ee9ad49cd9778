"""Turns → views: statements with their chips, clause cards, and the source beside them."""

from __future__ import annotations

import re
from dataclasses import replace
from itertools import groupby

from app import naming, reasons
from app.domain.answers import Answer, Conversation, Kind, Statement, Turn
from app.domain.corpus import Corpus
from app.domain.documents import Document
from app.domain.errors import UnknownNameError
from app.domain.evidence import Citation
from app.shown import shown
from app.web import links
from app.web.contexts import (
    Block,
    Card,
    Chip,
    EarlierView,
    Fact,
    Link,
    SourcePane,
    StatementView,
    TurnView,
    WhyRow,
    WhyView,
)
from app.web.marking import Marker

OPEN_CARDS = 4  # the rest are folded
PEEK = 70  # characters
AROUND = 8  # lines before and after the quoted ones

_NUMBERED = re.compile(r"\d{1,3}[.、．]|[①-⑳]|[(（]?[一二三四五六七八九十]{1,3}[)）、]")
_KINDS = {Kind.ANSWER: "答复", Kind.CLARIFY: "请选择", Kind.REFUSE: "文件未载"}


def turn_view(
    turn: Turn, conversation: str, corpus: Corpus, earlier: tuple[EarlierView, ...] = ()
) -> TurnView:
    """The turn as shown; `earlier`: what earlier reports say of the question."""
    answer = shown(turn.answer, corpus)
    turn = replace(turn, answer=answer)
    chips = [_chip(turn, conversation, number, corpus) for number in range(len(answer.citations))]
    cards = [_card(turn, conversation, number, corpus) for number in range(len(answer.citations))]
    return TurnView(
        id=turn.id,
        conversation=conversation,
        question=turn.question,
        scope=turn.scope or "",
        scope_label=naming.short_name(corpus, turn.scope) if turn.scope else "",
        kind=answer.kind.value,
        kind_label=_KINDS[answer.kind],
        blocks=_blocks(answer.statements, chips),
        notes=answer.notes,
        choices=answer.choices,
        cards=tuple(cards[:OPEN_CARDS]),
        more_cards=tuple(cards[OPEN_CARDS:]),
        related=answer.related,
        seconds=f"{max(1, round(turn.seconds * 1000))} 毫秒",
        copy="\n".join((answer.text, *(f"[{card.number}] {card.copy}" for card in cards))),
        why=_why(answer, cards),
        earlier=earlier,
    )


def _why(answer: Answer, cards: list[Card]) -> WhyView:
    """How the answer's clauses came about; a row for each that search found, nothing where there is no clause."""
    rows = (
        WhyRow(
            number=card.number,
            place=f"{card.document} {card.address}",
            href=f"#{card.id}",
            facts=tuple(Fact(name, value) for name, value in reasons.facts(citation.why)),
        )
        for card, citation in zip(cards, answer.citations, strict=True)
        if citation.why
    )
    return WhyView(reasons.how(answer.method) if cards else "", tuple(rows))


def source_pane(conversation: Conversation, turn_id: int, number: int, corpus: Corpus) -> SourcePane:
    """The source around citation `number` (1-based) of a turn, the quoted characters marked."""
    turn = next((one for one in conversation.turns if one.id == turn_id), None)
    if turn is None or not 1 <= number <= len(shown(turn.answer, corpus).citations):
        raise UnknownNameError("这个对话里没有这条引用；请从答复里的编号重新打开。")
    citation = turn.answer.citations[number - 1]
    document = corpus.documents.get(citation.document)
    if document is None:
        raise UnknownNameError("引用的文件已不在知识库里；请恢复该文件后再查看。")
    first, last = citation.lines
    marker = Marker(document.source, citation.spans)
    return SourcePane(
        document=document.source.title,
        address=citation.address,
        headings=citation.headings,
        lines=tuple(marker.lines(first - AROUND, last + AROUND)),
        href=links.document(citation.document, citation.spans),
        close_href=links.conversation(conversation.id, turn_id),
        note=_changed(citation, document),
    )


def document_name(corpus: Corpus, id_: str) -> str:
    """佛山方案, or the title of a document that carries no scheme."""
    scheme = corpus.scheme_of(id_)
    if scheme:
        return scheme.short
    document = corpus.documents.get(id_)
    return document.source.title if document else id_


def _blocks(statements: tuple[Statement, ...], chips: list[Chip]) -> tuple[Block, ...]:
    def view(statement: Statement) -> StatementView:
        return StatementView(statement.text, tuple(chips[n] for n in statement.citations if n < len(chips)))

    grouped = groupby(statements, key=lambda statement: statement.item)
    return tuple(_block(is_list, tuple(view(one) for one in group)) for is_list, group in grouped)


def _block(is_list: bool, statements: tuple[StatementView, ...]) -> Block:
    return Block(is_list, all(_NUMBERED.match(one.text) for one in statements), statements)


def _chip(turn: Turn, conversation: str, index: int, corpus: Corpus) -> Chip:
    citation, number = turn.answer.citations[index], index + 1
    flat = " ".join(citation.text.split())
    return Chip(
        number=number,
        label=f"{document_name(corpus, citation.document)} {citation.address}",
        peek=flat if len(flat) <= PEEK else flat[:PEEK] + "…",
        href=links.document(citation.document, citation.spans),
        pane_href=links.pane(conversation, turn.id, number),
        page_href=links.cited(conversation, turn.id, number),
    )


def _card(turn: Turn, conversation: str, index: int, corpus: Corpus) -> Card:
    citation, number = turn.answer.citations[index], index + 1
    document = corpus.documents.get(citation.document)
    title = document.source.title if document else citation.document
    return Card(
        number=number,
        id=f"turn-{turn.id}-{number}",
        document=document_name(corpus, citation.document),
        address=citation.address,
        headings=citation.headings,
        passages=_passages(citation, document),
        lines=line_range(citation.lines),
        note=citation.note,
        warning=_changed(citation, document),
        copy=f"{citation.text.strip()}\n——《{title}》{citation.address}",
        href=links.document(citation.document, citation.spans) if document else "",
        pane_href=links.pane(conversation, turn.id, number) if document else "",
        page_href=links.cited(conversation, turn.id, number),
        point=_point(citation, corpus),
    )


def _passages(citation: Citation, document: Document | None) -> tuple[tuple[str, ...], ...]:
    """The quotation as cells, a passage for each span that does not follow the one before at once."""
    if document is None or document.source.cut(citation.spans) != citation.text:
        return (_cells(citation.text),)
    passages: list[str] = []
    end = -1
    for span in citation.spans:
        piece = document.source.text[span.start : span.end]
        if span.start == end and passages:
            passages[-1] += piece
        else:
            passages.append(piece)
        end = span.end
    return tuple(cells for text in passages if (cells := _cells(text)))


def _cells(text: str) -> tuple[str, ...]:
    """The cells of a table row; a paragraph is one. Blank lines, which page ends leave, are not shown."""
    cells = (re.sub(r"\n\s*\n", "\n", piece.strip()) for piece in text.split("\t"))
    return tuple(cell for cell in cells if cell)


def _changed(citation: Citation, document: Document | None) -> str:
    if document is None:
        return "引用的文件已不在知识库里。"
    if document.source.cut(citation.spans) != citation.text:
        return "文件在这次答复之后有改动，标出的位置可能不准；请重新提问。"
    return ""


def _point(citation: Citation, corpus: Corpus) -> Link | None:
    if not citation.point:
        return None
    scheme = corpus.schemes.get(citation.point.split(":", 1)[0])
    point = scheme.point(citation.point) if scheme else None
    if scheme is None or point is None:
        return None
    return Link(f"{scheme.short} {citation.point.split(':', 1)[1]} {point.name}", links.point(point.id))


def line_range(lines: tuple[int, int]) -> str:
    first, last = lines
    return f"第 {first} 行" if first == last else f"第 {first}–{last} 行"
