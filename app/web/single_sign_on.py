"""Logging in through the college's own login, by OpenID Connect."""

from __future__ import annotations

from fastapi import APIRouter
from starlette.responses import RedirectResponse, Response

from app import gate
from app.access.single_sign_on import SingleSignOn
from app.domain.errors import ForbiddenError, LoginError, UnknownNameError
from app.web import links
from app.web.deps import Anybody, Visit
from app.web.login import entered, login_error

router = APIRouter(include_in_schema=False)
COOKIE = "zhengai_oidc"


@router.get("/login/oidc")
def begin(visit: Anybody, next: str = "/") -> Response:
    provider = _provider(visit)
    try:
        id_, place = provider.begin(links.within(next))
    except LoginError as error:
        return login_error(visit, "", links.within(next), error)
    response = RedirectResponse(place, 303)
    gate.set_cookie(response, visit.request, COOKIE, id_)
    return response


@router.get("/login/oidc/callback")
def finish(visit: Anybody, state: str = "", code: str = "") -> Response:
    provider = _provider(visit)
    id_ = visit.request.cookies.get(gate.cookie_name(visit.request, COOKIE), "")
    agent = visit.request.headers.get("user-agent", "")
    try:
        identity, back = provider.finish(id_, state, code)
        secret, _ = visit.services.access.log_in_by(
            provider.issuer, identity, visit.services.settings.oidc_new_role, visit.actor.address, agent
        )
        response = entered(visit, secret, back)
    except LoginError as error:
        response = login_error(visit, "", "/", error)
    gate.drop_cookie(response, visit.request, COOKIE)
    return response


def _provider(visit: Visit) -> SingleSignOn:
    if visit.services.access.local:
        raise ForbiddenError("还没有账号；请先建立管理员（/setup），再用统一身份认证。")
    provider = visit.services.single_sign_on
    if provider is None:
        raise UnknownNameError("没有设置统一身份认证；请用密码登录。")
    return provider
