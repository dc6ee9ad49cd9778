"""The ask page: a question in, its turn out; a whole page for a plain form, the same part for htmx."""

from __future__ import annotations

from typing import Annotated

from fastapi import APIRouter, Form
from starlette.responses import RedirectResponse, Response

from app import importing, naming
from app.domain.answers import Conversation
from app.domain.errors import ZhengaiError
from app.domain.people import Right
from app.web import links
from app.web.contexts import AskedPart, AskForm, AskPage, EarlierView, ErrorPage, ScopeChoice, SourcePane
from app.web.deps import Asking, PostingQuestions, Visit
from app.web.examples import EXAMPLES
from app.web.report_views import earlier_view
from app.web.turns import turn_view

router = APIRouter(include_in_schema=False)
EARLIER = 3  # sentences of earlier reports beside an answer


@router.get("/")
def home(visit: Asking, q: str = "", scheme: str = "") -> Response:
    return visit.page("ask.html", ask_page(visit, None, q[:2000], scheme))


@router.post("/ask")
def ask(
    visit: PostingQuestions,
    question: Annotated[str, Form()] = "",
    scheme: Annotated[str, Form()] = "",
    conversation: Annotated[str, Form()] = "",
) -> Response:
    try:
        if scheme:
            naming.scheme_named(visit.corpus, scheme)
        kept, turn = visit.services.ask(
            visit.actor, question, scheme or None, conversation or None, reading=visit.reading
        )
    except ZhengaiError as error:
        return _failed(visit, question, scheme, conversation, error)
    if not visit.wants_part:
        return RedirectResponse(links.conversation(kept.id, turn.id), 303)
    view = turn_view(turn, kept.id, visit.corpus, _earlier(visit, turn.question))
    headers = {} if conversation else {"HX-Push-Url": links.conversation(kept.id)}
    form = ask_form(visit, kept.id, "", scheme)
    asked = AskedPart(view, form, first=not conversation, notices=visit.services.notices)
    return visit.part("_asked.html", asked, headers=headers)


def ask_page(
    visit: Visit,
    conversation: Conversation | None,
    question: str = "",
    scheme: str = "",
    source: SourcePane | None = None,
    error: str = "",
) -> AskPage:
    """The page of a conversation, or of the beginning of one."""
    if conversation is None:
        form = ask_form(visit, "", question, scheme, error)
        return AskPage("提问", form, welcome=EXAMPLES, notices=visit.services.notices)
    turns = tuple(
        turn_view(turn, conversation.id, visit.corpus, _earlier(visit, turn.question))
        for turn in conversation.turns
    )
    chosen = scheme or (turns[-1].scope if turns else "")
    form = ask_form(visit, conversation.id, question, chosen, error)
    return AskPage(conversation.title, form, turns, source=source, notices=visit.services.notices)


def ask_form(visit: Visit, conversation: str, question: str, scheme: str, error: str = "") -> AskForm:
    choices = [ScopeChoice("", "全部", scheme not in visit.corpus.schemes)]
    choices.extend(
        ScopeChoice(one.id, one.place or one.short, one.id == scheme)
        for one in naming.schemes_of(visit.corpus)
    )
    return AskForm(conversation, question, tuple(choices), error)


def _earlier(visit: Visit, question: str) -> tuple[EarlierView, ...]:
    """What earlier reports say of the question, the samples alone for whoever may read no other; nothing where
    they cannot be searched: the answer does not wait for them."""
    try:
        samples = not visit.actor.may(Right.READ_WORKSHEETS)
        hits = importing.searched(visit.services, visit.corpus, question, samples)
    except ZhengaiError:
        return ()
    return tuple(map(earlier_view, hits[:EARLIER]))


def _failed(visit: Visit, question: str, scheme: str, conversation: str, error: ZhengaiError) -> Response:
    """The error beside the form; what was typed stays in it."""
    if visit.wants_part:
        return visit.part("_error.html", ErrorPage(error.status, str(error)), error.status)
    try:
        kept = visit.services.shelf.conversation(conversation, visit.owner) if conversation else None
    except ZhengaiError:
        kept = None
    page = ask_page(visit, kept, question, scheme, error=str(error))
    return visit.page("ask.html", page, error.status)
