"""Kept conversations: the list, each one, and the source beside an answer."""

from __future__ import annotations

from fastapi import APIRouter
from starlette.responses import RedirectResponse, Response

from app.domain.answers import Conversation
from app.web import links
from app.web.ask import ask_page
from app.web.contexts import ConversationRowView, ConversationsPage
from app.web.deps import Keeping, PostingQuestions
from app.web.times import told
from app.web.turns import source_pane

router = APIRouter(include_in_schema=False)


@router.get("/conversations")
def conversations(visit: Keeping) -> Response:
    rows = tuple(_row(one) for one in visit.services.shelf.conversations(visit.owner, 200))
    return visit.page("conversations.html", ConversationsPage(rows))


@router.get("/conversations/{id_}")
def conversation(visit: Keeping, id_: str, turn: int | None = None, cite: int | None = None) -> Response:
    kept = visit.services.shelf.conversation(id_, visit.owner)
    opened = turn is not None and cite is not None
    source = source_pane(kept, turn or 0, cite or 0, visit.corpus) if opened else None
    return visit.page("ask.html", ask_page(visit, kept, source=source))


@router.get("/conversations/{id_}/turns/{turn}/sources/{number}")
def source(visit: Keeping, id_: str, turn: int, number: int) -> Response:
    pane = source_pane(visit.services.shelf.conversation(id_, visit.owner), turn, number, visit.corpus)
    return visit.part("_source.html", pane)


@router.post("/conversations/{id_}/delete")
def delete(visit: PostingQuestions, id_: str) -> Response:
    visit.services.shelf.delete(id_, visit.actor)
    return RedirectResponse("/conversations", 303)


def _row(conversation: Conversation) -> ConversationRowView:
    place = links.conversation(conversation.id)
    return ConversationRowView(
        title=conversation.title,
        href=place,
        delete_href=f"{place}/delete",
        asked=told(conversation.created_at),
        asked_iso=conversation.created_at,
    )
