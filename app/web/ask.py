"""The ask page: a question in, its turn out; a whole page for a plain form, the same part for htmx."""

from __future__ import annotations

from typing import Annotated

from fastapi import APIRouter, Form
from starlette.responses import RedirectResponse, Response

from app import naming
from app.bootstrap import Services
from app.domain.answers import Conversation
from app.domain.errors import ZhengaiError
from app.web import links
from app.web.contexts import AskedPart, AskForm, AskPage, ErrorPage, ScopeChoice, SourcePane
from app.web.deps import Opened, WantsPart
from app.web.examples import EXAMPLES
from app.web.render import render, render_part
from app.web.turns import turn_view

router = APIRouter(include_in_schema=False)


@router.get("/")
def home(services: Opened, q: str = "", scheme: str = "") -> Response:
    return render("ask.html", ask_page(services, None, q[:2000], scheme))


@router.post("/ask")
def ask(
    services: Opened,
    part: WantsPart,
    question: Annotated[str, Form()] = "",
    scheme: Annotated[str, Form()] = "",
    conversation: Annotated[str, Form()] = "",
) -> Response:
    try:
        if scheme:
            naming.scheme_named(services.corpus, scheme)
        kept, turn = services.ask(question, scheme or None, conversation or None)
    except ZhengaiError as error:
        return _failed(services, part, question, scheme, conversation, error)
    if not part:
        return RedirectResponse(links.conversation(kept.id, turn.id), 303)
    view = turn_view(turn, kept.id, services.corpus)
    headers = {} if conversation else {"HX-Push-Url": links.conversation(kept.id)}
    form = ask_form(services, kept.id, "", scheme)
    asked = AskedPart(view, form, first=not conversation, notices=services.assistant.notices)
    return render_part("_asked.html", asked, headers=headers)


def ask_page(
    services: Services,
    conversation: Conversation | None,
    question: str = "",
    scheme: str = "",
    source: SourcePane | None = None,
    error: str = "",
) -> AskPage:
    """The page of a conversation, or of the beginning of one."""
    if conversation is None:
        form = ask_form(services, "", question, scheme, error)
        return AskPage("提问", form, welcome=EXAMPLES, notices=services.assistant.notices)
    turns = tuple(turn_view(turn, conversation.id, services.corpus) for turn in conversation.turns)
    chosen = scheme or (turns[-1].scope if turns else "")
    form = ask_form(services, conversation.id, question, chosen, error)
    return AskPage(conversation.title, form, turns, source=source, notices=services.assistant.notices)


def ask_form(services: Services, conversation: str, question: str, scheme: str, error: str = "") -> AskForm:
    choices = [ScopeChoice("", "全部", scheme not in services.corpus.schemes)]
    choices.extend(
        ScopeChoice(one.id, one.place or one.short, one.id == scheme)
        for one in naming.schemes_of(services.corpus)
    )
    return AskForm(conversation, question, tuple(choices), error)


def _failed(
    services: Services, part: bool, question: str, scheme: str, conversation: str, error: ZhengaiError
) -> Response:
    """The error beside the form; what was typed stays in it."""
    if part:
        return render_part("_error.html", ErrorPage(error.status, str(error)), error.status)
    try:
        kept = services.shelf.conversation(conversation) if conversation else None
    except ZhengaiError:
        kept = None
    page = ask_page(services, kept, question, scheme, error=str(error))
    return render("ask.html", page, error.status)
