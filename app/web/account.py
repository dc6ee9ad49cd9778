"""One's own account: password, sessions, tokens of programs."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Annotated

from fastapi import APIRouter, Form
from starlette.responses import RedirectResponse, Response

from app import gate
from app.domain.errors import ForbiddenError, LoginError, PeopleError, ThrottledError
from app.domain.people import ROLE_NAMES, SCOPE_NAMES, TokenScope
from app.storage.logins import digest
from app.web.deps import Oneself, Visit
from app.web.times import told

router = APIRouter(include_in_schema=False)


@dataclass(frozen=True)
class LoginRowView:
    id: str
    begun: str
    seen: str
    address: str
    agent: str
    here: bool


@dataclass(frozen=True)
class TokenRowView:
    id: str
    name: str
    scopes: str
    made: str
    ends: str
    used: str
    revoked: bool


@dataclass(frozen=True)
class ScopeView:
    value: str
    text: str


@dataclass(frozen=True)
class AccountPage:
    name: str
    display: str
    role: str
    department: str
    has_password: bool
    logins: tuple[LoginRowView, ...]
    tokens: tuple[TokenRowView, ...]
    scopes: tuple[ScopeView, ...]
    new_token: str = ""  # shown once
    error: str = ""
    title: str = "我的账号"
    section: str = "account"


@dataclass(frozen=True)
class PasswordPage:
    rule: str
    forced: bool
    error: str = ""
    title: str = "换密码"
    section: str = "account"


@router.get("/account")
def account(visit: Oneself) -> Response:
    return visit.page("account.html", _page(visit))


@router.get("/account/password")
def password_page(visit: Oneself) -> Response:
    return visit.page("password.html", _password(visit))


@router.post("/account/password")
def change_password(
    visit: Oneself,
    old: Annotated[str, Form()] = "",
    new: Annotated[str, Form()] = "",
    again: Annotated[str, Form()] = "",
) -> Response:
    _own(visit)
    try:
        if new != again:
            raise PeopleError("两次输入的新密码不一样；请重新输入。")
        visit.services.access.change_password(visit.actor, old, new, _secret(visit))
    except (LoginError, PeopleError, ThrottledError) as error:
        status = 422 if isinstance(error, LoginError) else error.status
        return visit.page("password.html", _password(visit, str(error)), status)
    return RedirectResponse("/account", 303)


@router.post("/account/logins/{id_}/end")
def end_login(visit: Oneself, id_: str) -> Response:
    _own(visit)
    visit.services.access.logins.end_other(visit.actor, id_)
    return RedirectResponse("/account", 303)


@router.post("/account/tokens")
def make_token(
    visit: Oneself,
    name: Annotated[str, Form()] = "",
    scope: Annotated[list[TokenScope], Form()] = [],  # noqa: B006 - FastAPI copies it
    days: Annotated[int, Form()] = 90,
) -> Response:
    _own(visit)
    try:
        secret = visit.services.access.make_token(visit.actor, name, scope, days)
    except PeopleError as error:
        return visit.page("account.html", _page(visit, error=str(error)), error.status)
    return visit.page("account.html", _page(visit, new_token=secret), 201)


@router.post("/account/tokens/{id_}/revoke")
def revoke_token(visit: Oneself, id_: str) -> Response:
    _own(visit)
    visit.services.access.tokens.revoke(visit.actor, id_)
    return RedirectResponse("/account", 303)


def _own(visit: Visit) -> None:
    """ForbiddenError for the local person, who has no account."""
    if visit.services.access.local:
        raise ForbiddenError("还没有建立账号，没有什么可改；要建立账号请打开 /setup。")


def _secret(visit: Visit) -> str:
    return visit.request.cookies.get(gate.cookie_name(visit.request, gate.SESSION), "")


def _password(visit: Visit, error: str = "") -> PasswordPage:
    access = visit.services.access
    return PasswordPage(access.passwords.policy.told, access.must_change(visit.actor), error)


def _page(visit: Visit, new_token: str = "", error: str = "") -> AccountPage:
    access, person, here = visit.services.access, visit.actor.person, digest(_secret(visit))
    known = not access.local
    return AccountPage(
        name=person.name,
        display=person.display,
        role=ROLE_NAMES[person.role],
        department=person.department,
        has_password=known and access.people.credentials_of(person.id).password is not None,
        logins=tuple(
            LoginRowView(
                one.id, told(one.created_at), told(one.seen_at), one.address, one.agent, one.id == here
            )
            for one in access.logins.of(person.id)
        ),
        tokens=tuple(
            TokenRowView(
                one.id,
                one.name,
                "；".join(SCOPE_NAMES[scope] for scope in TokenScope if scope in one.scopes),
                told(one.created_at),
                told(one.expires_at),
                told(one.used_at),
                one.revoked,
            )
            for one in access.tokens.of(person.id)
        ),
        scopes=tuple(ScopeView(scope.value, SCOPE_NAMES[scope]) for scope in TokenScope),
        new_token=new_token,
        error=error,
    )
