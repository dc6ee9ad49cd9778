"""Logging in and out."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Annotated
from urllib.parse import urlencode

from fastapi import APIRouter, Form
from starlette.responses import RedirectResponse, Response

from app import gate
from app.domain.errors import LoginError, PeopleError, ThrottledError, ZhengaiError
from app.web import links
from app.web.deps import Anybody, Visit

router = APIRouter(include_in_schema=False)


@dataclass(frozen=True)
class LoginPage:
    """`single_sign_on`: where the button of the college's own login leads; "" without one."""

    name: str
    back: str
    single_sign_on: str
    error: str = ""
    title: str = "登录"
    section: str = ""


@router.get("/login")
def login_page(visit: Anybody, next: str = "/") -> Response:
    back = links.within(next)
    if visit.owner:
        return RedirectResponse(back, 303)
    return visit.page("login.html", _page(visit, "", back))


@router.post("/login")
def log_in(
    visit: Anybody,
    name: Annotated[str, Form()] = "",
    password: Annotated[str, Form()] = "",
    next: Annotated[str, Form()] = "/",
) -> Response:
    back = links.within(next)
    if visit.services.access.local:
        return RedirectResponse("/", 303)
    agent = visit.request.headers.get("user-agent", "")
    try:
        secret, _ = visit.services.access.log_in(name, password, visit.actor.address, agent)
    except (LoginError, ThrottledError, PeopleError) as error:
        return login_error(visit, name, back, error)
    return entered(visit, secret, back)


@router.post("/logout")
def log_out(visit: Anybody) -> Response:
    secret = visit.request.cookies.get(gate.cookie_name(visit.request, gate.SESSION), "")
    if secret:
        visit.services.access.logins.end(visit.actor, secret)
    response = RedirectResponse("/login", 303)
    gate.drop_cookie(response, visit.request, gate.SESSION)
    response.headers["Clear-Site-Data"] = '"cache"'
    return response


def entered(visit: Visit, secret: str, back: str) -> Response:
    """The answer to a login: a new session, and the one before it, if any, ended."""
    before = visit.request.cookies.get(gate.cookie_name(visit.request, gate.SESSION), "")
    if before:
        visit.services.access.logins.end(visit.actor, before)
    response = RedirectResponse(back, 303)
    gate.set_cookie(response, visit.request, gate.SESSION, secret)
    return response


def login_error(visit: Visit, name: str, back: str, error: ZhengaiError) -> Response:
    """The login page again, with what was wrong."""
    headers = {"Retry-After": str(error.seconds)} if isinstance(error, ThrottledError) else None
    return visit.page("login.html", _page(visit, name, back, str(error)), error.status, headers)


def _page(visit: Visit, name: str, back: str, error: str = "") -> LoginPage:
    single = f"/login/oidc?{urlencode({'next': back})}" if visit.services.single_sign_on else ""
    return LoginPage(name[:60], back, single, error)
