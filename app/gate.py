"""Who a request comes from and whether it may pass: cookies, tokens of programs, form tokens, rights.

The middleware (`guards.py`) asks `recognised` once a request and lets nobody without an account go further than
the login page; each route then asks `allowed` for the right it needs.
"""

from __future__ import annotations

import hashlib
import hmac
from ipaddress import ip_address
from urllib.parse import urlsplit

from starlette.datastructures import Headers
from starlette.requests import Request
from starlette.responses import Response

from app.bootstrap import Services
from app.domain.errors import ForbiddenError, LoginError
from app.domain.people import LOCAL, RIGHT_NAMES, SCOPE_NAMES, Actor, Right, TokenScope

SESSION, VISITOR = "zhengai_session", "zhengai_visitor"
FORM_FIELD, FORM_HEADER = "form_token", "x-form-token"
SAFE_METHODS = frozenset({"GET", "HEAD", "OPTIONS"})
# Open to everybody, for there is no way in otherwise. Each route of these checks what it needs itself.
OPEN = ("/login", "/login/oidc", "/login/oidc/callback", "/logout", "/setup", "/healthz")
FORWARDED = ("forwarded", "x-forwarded-for", "x-forwarded-host", "x-real-ip", "via")
# Where somebody who must choose a new password may still go.
CHANGING = ("/account/password",)


def recognised(request: Request, services: Services) -> Actor:
    """Who the request comes from: by token where it has one, by cookie else; NOBODY's person where by neither.

    A page that waits for news is not somebody at work: it keeps no session from getting idle.
    """
    address = request.client.host if request.client else ""
    if secret := bearer(request):
        return services.access.by_token(secret, address)
    secret = request.cookies.get(cookie_name(request, SESSION), "")
    return services.access.by_cookie(secret, address, using=not request.url.path.endswith("/events"))


def bearer(request: Request) -> str:
    """The token that a program shows; "" without one. A request with one is never known by its cookies."""
    kind, _, secret = request.headers.get("authorization", "").partition(" ")
    return secret.strip() if kind.lower() == "bearer" else ""


def allowed(request: Request, right: Right | None, scope: TokenScope | None) -> Actor:
    """The actor, who has `right`, and `scope` where it is a program (None: no program may); ForbiddenError else."""
    actor: Actor = request.state.actor
    if right is None:
        return actor
    if not actor.person.id:
        raise LoginError("请先登录。")
    if not actor.may(right):
        raise ForbiddenError(
            f"您的角色不能“{RIGHT_NAMES[right]}”；需要时请找管理员。各角色能做什么见“权限”页（/rights）。"
        )
    if actor.scopes is not None and scope is None:
        raise ForbiddenError("这件事要本人登录后在网页上做，不能用令牌。")
    if scope is not None and not actor.in_scope(scope):
        raise ForbiddenError(f"这个令牌不能“{SCOPE_NAMES[scope]}”；请在“我的账号”里另做一个。")
    return actor


def is_open(path: str) -> bool:
    """Whether a path is open to whoever is not logged in."""
    return path in OPEN or path.startswith("/static/")


def may_while_changing(path: str) -> bool:
    """Whether a path is open to whoever must choose a new password first."""
    return path in CHANGING or is_open(path)


def form_secret(request: Request) -> str:
    """The secret that the page's form token is made from; "" where the browser holds none yet."""
    names = (SESSION, VISITOR) if request.state.actor.person not in (LOCAL,) else (VISITOR,)
    return next(filter(None, (request.cookies.get(cookie_name(request, name), "") for name in names)), "")


def form_token(secret: str) -> str:
    """What a form carries: only a page of ours can know it, since only we see the cookie."""
    return hmac.new(secret.encode(), b"form", hashlib.sha256).hexdigest()


async def check_form(request: Request) -> None:
    """ForbiddenError where a changing request from a browser does not carry the form token of its page."""
    if request.method in SAFE_METHODS or bearer(request):
        return
    if request.url.path.startswith("/api/") and request.state.actor.person == LOCAL:
        return  # a program on this machine; a browser's request is held to its origin
    secret = form_secret(request)
    sent = request.headers.get(FORM_HEADER, "")
    if not sent and "form" in request.headers.get("content-type", ""):
        field = (await request.form()).get(FORM_FIELD, "")
        sent = field if isinstance(field, str) else ""
    if not secret or not hmac.compare_digest(sent.encode(), form_token(secret).encode()):
        raise ForbiddenError("页面已经过期，这一次没有提交；请复制您写的内容，刷新页面后再试。")


def set_cookie(response: Response, request: Request, name: str, value: str) -> None:
    """A cookie that scripts cannot read and other sites do not send; only over https where we are."""
    response.set_cookie(
        cookie_name(request, name), value, httponly=True, samesite="lax", secure=is_https(request), path="/"
    )


def drop_cookie(response: Response, request: Request, name: str) -> None:
    response.delete_cookie(
        cookie_name(request, name), httponly=True, samesite="lax", secure=is_https(request), path="/"
    )


def cookie_name(request: Request, name: str) -> str:
    """Over https the name binds the cookie to this very host."""
    return f"__Host-{name}" if is_https(request) else name


def is_https(request: Request) -> bool:
    return request.url.scheme == "https"


def is_local(headers: Headers) -> bool:
    """Whether a request names this machine, and no proxy says that it passed one on."""
    passed_on = any(name in headers for name in FORWARDED)
    return is_loopback(headers.get("host", "")) and not passed_on


def is_loopback(host: str) -> bool:
    """Whether `host` (a name, an address, with or without a port) is this machine itself."""
    try:
        name = urlsplit(f"//{host}").hostname or ""
    except ValueError:
        return False
    if name == "localhost" or name.endswith(".localhost"):
        return True
    try:
        return ip_address(name).is_loopback
    except ValueError:
        return False
