"""The first run: whoever can read the window the program was started in becomes the administrator."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Annotated

from fastapi import APIRouter, Form
from starlette.responses import RedirectResponse, Response

from app.domain.errors import ZhengaiError
from app.web.deps import Anybody
from app.web.login import entered

router = APIRouter(include_in_schema=False)


@dataclass(frozen=True)
class SetupPage:
    name: str
    display: str
    rule: str  # what a password must be
    error: str = ""
    title: str = "建立管理员"
    section: str = ""


@router.get("/setup")
def setup_page(visit: Anybody) -> Response:
    if not visit.services.access.local:
        return RedirectResponse("/login", 303)
    return visit.page("setup.html", SetupPage("", "", visit.services.access.passwords.policy.told))


@router.post("/setup")
def set_up(
    visit: Anybody,
    code: Annotated[str, Form()] = "",
    name: Annotated[str, Form()] = "",
    display: Annotated[str, Form()] = "",
    password: Annotated[str, Form()] = "",
) -> Response:
    access = visit.services.access
    if not access.local:
        return RedirectResponse("/login", 303)
    agent = visit.request.headers.get("user-agent", "")
    try:
        secret, _ = access.begin_administration(code, name, display, password, visit.actor.address, agent)
    except ZhengaiError as error:
        page = SetupPage(name[:60], display[:60], access.passwords.policy.told, str(error))
        return visit.page("setup.html", page, error.status)
    return entered(visit, secret, "/people")
