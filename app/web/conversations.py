"""Kept conversations: the list, each one, and the source beside an answer."""

from __future__ import annotations

from datetime import datetime

from fastapi import APIRouter
from starlette.responses import RedirectResponse, Response

from app.domain.answers import Conversation
from app.web import links
from app.web.ask import ask_page
from app.web.contexts import ConversationRowView, ConversationsPage
from app.web.deps import Opened
from app.web.render import render, render_part
from app.web.turns import source_pane

router = APIRouter(include_in_schema=False)


@router.get("/conversations")
def conversations(services: Opened) -> Response:
    rows = tuple(_row(one) for one in services.shelf.conversations(200))
    return render("conversations.html", ConversationsPage(rows))


@router.get("/conversations/{id_}")
def conversation(services: Opened, id_: str, turn: int | None = None, cite: int | None = None) -> Response:
    kept = services.shelf.conversation(id_)
    opened = turn is not None and cite is not None
    source = source_pane(kept, turn or 0, cite or 0, services.corpus) if opened else None
    return render("ask.html", ask_page(services, kept, source=source))


@router.get("/conversations/{id_}/turns/{turn}/sources/{number}")
def source(services: Opened, id_: str, turn: int, number: int) -> Response:
    pane = source_pane(services.shelf.conversation(id_), turn, number, services.corpus)
    return render_part("_source.html", pane)


@router.post("/conversations/{id_}/delete")
def delete(services: Opened, id_: str) -> Response:
    services.shelf.delete(id_)
    return RedirectResponse("/conversations", 303)


def _row(conversation: Conversation) -> ConversationRowView:
    place = links.conversation(conversation.id)
    asked = datetime.fromisoformat(conversation.created_at).astimezone()
    return ConversationRowView(
        title=conversation.title,
        href=place,
        delete_href=f"{place}/delete",
        asked=f"{asked.year}年{asked.month}月{asked.day}日 {asked:%H:%M}",
        asked_iso=conversation.created_at,
    )
