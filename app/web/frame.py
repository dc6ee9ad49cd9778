"""What stands around every page: who is logged in, where they may go, the token their forms carry."""

from __future__ import annotations

import secrets
from dataclasses import dataclass

from starlette.requests import Request

from app import gate
from app.bootstrap import Services
from app.domain.people import ROLE_NAMES, Actor, Right


@dataclass(frozen=True)
class Place:
    """An entry of the navigation."""

    section: str
    href: str
    text: str


@dataclass(frozen=True)
class Frame:
    """`person` is "" where nobody is logged in; `local`: there are no accounts yet."""

    person: str
    role: str
    local: bool
    form_token: str
    places: tuple[Place, ...]
    new_visitor: str = ""  # the secret of a visitor's cookie that the response must set


BLANK = Frame("", "", False, "", ())

_PLACES = (
    (Right.ASK, Place("ask", "/", "提问")),
    (Right.KEEP, Place("conversations", "/conversations", "记录")),
    (Right.ASK, Place("schemes", "/schemes", "方案")),
    (Right.ASK, Place("compare", "/compare", "对照")),
    (Right.ASK, Place("documents", "/documents", "文件")),
    (Right.READ_WORKSHEETS, Place("reports", "/reports", "报告")),
    (Right.READ_WORKSHEETS, Place("worksheets", "/worksheets", "底稿")),
    (Right.MANAGE_PEOPLE, Place("people", "/people", "管理")),
    (Right.ASK, Place("about", "/about", "说明")),
)


def framed(request: Request, services: Services, actor: Actor) -> Frame:
    """The frame of a page for `actor`."""
    held = gate.form_secret(request)
    secret = held or secrets.token_urlsafe(32)
    known = bool(actor.person.id)
    return Frame(
        person=actor.person.display if known else "",
        role=ROLE_NAMES[actor.person.role] if known else "",
        local=services.access.local,
        form_token=gate.form_token(secret),
        places=tuple(place for right, place in _PLACES if actor.may(right)),
        new_visitor="" if held else secret,
    )
