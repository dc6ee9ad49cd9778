"""What every request and response passes: who asks, origin, size, headers, and the net under unforeseen errors."""

from __future__ import annotations

import logging
from collections.abc import Awaitable, Callable
from urllib.parse import urlsplit

from anyio import to_thread
from starlette.datastructures import Headers, MutableHeaders
from starlette.requests import Request
from starlette.responses import RedirectResponse, Response
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from app import gate
from app.domain.errors import LoginError, ZhengaiError
from app.domain.people import LOCAL, NOBODY

BODY_LIMIT = 1_000_000  # bytes; twenty earlier questions of 2,000 characters fit
CELL_LIMIT = 3_500_000  # bytes; the six parts of a cell, 50,000 characters each as a form sends them
FILE_LIMIT = 21_000_000  # bytes; an attachment and its form

POLICY = "; ".join(
    (
        "default-src 'none'",
        "script-src 'self'",
        "style-src 'self'",
        "img-src 'self' data:",
        "connect-src 'self'",
        "form-action 'self'",
        "base-uri 'none'",
        "frame-ancestors 'none'",
    )
)
HEADERS = {
    "Content-Security-Policy": POLICY,
    "X-Content-Type-Options": "nosniff",
    "Referrer-Policy": "same-origin",
    "X-Frame-Options": "DENY",
    "Cross-Origin-Opener-Policy": "same-origin",
    "Permissions-Policy": "camera=(), geolocation=(), microphone=()",
}

log = logging.getLogger("zhengai")
Refuse = Callable[[Request, int, str, str], Response]  # request, status, kind, message → response
Tell = Callable[[Request, ZhengaiError], Response]


class Guards:
    """ASGI middleware around the whole application; `refuse` draws an error as page, fragment or JSON."""

    def __init__(self, app: ASGIApp, refuse: Refuse, tell: Tell, debug: bool = False) -> None:
        self.app = app
        self.refuse = refuse
        self.tell = tell
        self.debug = debug

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] != "http":
            await self.app(scope, receive, send)
            return
        await self._guarded(scope, receive, _with_headers(send, scope["path"], scope["scheme"] == "https"))

    async def _guarded(self, scope: Scope, receive: Receive, send: Send) -> None:
        request = Request(scope)
        request.state.actor = NOBODY
        if request.method not in gate.SAFE_METHODS and not same_origin(request.headers):
            message = "这个请求来自别的网站，已拒绝；请在本站页面上操作。"
            await self.refuse(request, 403, "cross_origin", message)(scope, receive, send)
            return
        limit = _limit(request.url.path)
        body, begun = _Limited(receive, limit), _Begun(send)
        length = request.headers.get("content-length", "")
        try:
            if refused := await self._stranger(request):
                await refused(scope, receive, send)
                return
            if length.isdecimal() and int(length[:12]) > limit:
                body.exceeded = True
                raise TooLargeError
            await self.app(scope, body, begun)
        except Exception as error:
            if body.exceeded:
                message = f"提交的内容超过 {limit // 1000} KB；请缩短后重试。"
                await self.refuse(request, 413, "too_large", message)(scope, receive, send)
            else:
                await self._unforeseen(error, scope, receive, begun)

    async def _stranger(self, request: Request) -> Response | None:
        """What whoever may go no further gets; None where the request may pass, its actor in `request.state`."""
        path = request.url.path
        if path.startswith("/static/"):
            return None
        services = request.app.state.services
        try:
            request.state.actor = await to_thread.run_sync(gate.recognised, request, services)
            person = request.state.actor.person
            if person == LOCAL and not gate.is_local(request.headers):
                message = "还没有账号时只能在本机打开（http://127.0.0.1…）；要让别人访问，请先建立管理员（/setup）。"
                return self.refuse(request, 421, "not_local", message)
            if not person.id and not gate.is_open(path):
                raise LoginError("请先登录；登录后会回到这一页。")
            if (
                person.id
                and not gate.may_while_changing(path)
                and await to_thread.run_sync(services.access.must_change, request.state.actor)
            ):
                if path.startswith("/api/") or "hx-request" in request.headers:
                    return self.refuse(
                        request, 403, "password_expired", "请先在网页上换一个密码（/account/password）。"
                    )
                return RedirectResponse("/account/password", 303)
        except ZhengaiError as error:
            return self.tell(request, error)
        return None

    async def _unforeseen(self, error: Exception, scope: Scope, receive: Receive, send: _Begun) -> None:
        log.error("%s %s: %s", scope["method"], scope["path"], error, exc_info=error if self.debug else None)
        if send.begun:
            raise error
        message = "程序出错了，不是您的操作造成的；已经保存的内容没有丢失。请重试，若仍出错请告诉维护者。"
        await self.refuse(Request(scope), 500, "internal", message)(scope, receive, send)


class TooLargeError(Exception):
    """The body is longer than may be sent there."""


def _limit(path: str) -> int:
    """How many bytes may be sent to `path`."""
    if path.endswith("/attachments"):
        return FILE_LIMIT
    return CELL_LIMIT if "/cells/" in path else BODY_LIMIT


def same_origin(headers: Headers) -> bool:
    """Whether a changing request comes from our own pages, or from a program that is no browser."""
    site = headers.get("sec-fetch-site")
    if site is not None:
        return site in {"same-origin", "none"}
    origin = headers.get("origin")
    return origin is None or urlsplit(origin).netloc == headers.get("host")


class _Limited:
    """`receive`, which stops a body that grows past the limit."""

    def __init__(self, receive: Receive, limit: int) -> None:
        self.receive = receive
        self.limit = limit
        self.size = 0
        self.exceeded = False

    async def __call__(self) -> Message:
        message = await self.receive()
        self.size += len(message.get("body", b""))
        if self.size > self.limit:
            self.exceeded = True
            raise TooLargeError
        return message


class _Begun:
    """`send`, which knows whether a response has begun."""

    def __init__(self, send: Send) -> None:
        self.send = send
        self.begun = False

    async def __call__(self, message: Message) -> None:
        self.begun = True
        await self.send(message)


def _with_headers(send: Send, path: str, https: bool) -> Callable[[Message], Awaitable[None]]:
    cached = "no-cache" if path.startswith("/static/") else "no-store"

    async def sent(message: Message) -> None:
        if message["type"] == "http.response.start":
            headers = MutableHeaders(scope=message)
            for name, value in HEADERS.items():
                headers.setdefault(name, value)
            headers.setdefault("Cache-Control", cached)
            if https:
                headers.setdefault("Strict-Transport-Security", "max-age=31536000")
        await send(message)

    return sent
