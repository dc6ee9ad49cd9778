"""What every request and response passes: headers, origin, size, and the net under unforeseen errors."""

from __future__ import annotations

import logging
from collections.abc import Awaitable, Callable
from urllib.parse import urlsplit

from starlette.datastructures import Headers, MutableHeaders
from starlette.requests import Request
from starlette.responses import Response
from starlette.types import ASGIApp, Message, Receive, Scope, Send

BODY_LIMIT = 1_000_000  # bytes; twenty earlier questions of 2,000 characters fit
SAFE_METHODS = {"GET", "HEAD", "OPTIONS"}

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


class Guards:
    """ASGI middleware around the whole application; `refuse` draws an error as page, fragment or JSON."""

    def __init__(self, app: ASGIApp, refuse: Refuse, debug: bool = False) -> None:
        self.app = app
        self.refuse = refuse
        self.debug = debug

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] != "http":
            await self.app(scope, receive, send)
            return
        await self._guarded(scope, receive, _with_headers(send, scope["path"]))

    async def _guarded(self, scope: Scope, receive: Receive, send: Send) -> None:
        request = Request(scope)
        if request.method not in SAFE_METHODS and not same_origin(request.headers):
            message = "这个请求来自别的网站，已拒绝；请在本站页面上操作。"
            await self.refuse(request, 403, "cross_origin", message)(scope, receive, send)
            return
        body, begun = _Limited(receive), _Begun(send)
        length = request.headers.get("content-length", "")
        try:
            if length.isdecimal() and int(length[:12]) > BODY_LIMIT:
                body.exceeded = True
                raise TooLargeError
            await self.app(scope, body, begun)
        except Exception as error:
            if body.exceeded:
                message = f"提交的内容超过 {BODY_LIMIT // 1000} KB；请缩短后重试。"
                await self.refuse(request, 413, "too_large", message)(scope, receive, send)
            else:
                await self._unforeseen(error, scope, receive, begun)

    async def _unforeseen(self, error: Exception, scope: Scope, receive: Receive, send: _Begun) -> None:
        log.error("%s %s: %s", scope["method"], scope["path"], error, exc_info=error if self.debug else None)
        if send.begun:
            raise error
        message = "程序出错了，不是您的操作造成的；已经保存的内容没有丢失。请重试，若仍出错请告诉维护者。"
        await self.refuse(Request(scope), 500, "internal", message)(scope, receive, send)


class TooLargeError(Exception):
    """The body is longer than BODY_LIMIT."""


def same_origin(headers: Headers) -> bool:
    """Whether a changing request comes from our own pages, or from a program that is no browser."""
    site = headers.get("sec-fetch-site")
    if site is not None:
        return site in {"same-origin", "none"}
    origin = headers.get("origin")
    return origin is None or urlsplit(origin).netloc == headers.get("host")


class _Limited:
    """`receive`, which stops a body that grows past the limit."""

    def __init__(self, receive: Receive) -> None:
        self.receive = receive
        self.size = 0
        self.exceeded = False

    async def __call__(self) -> Message:
        message = await self.receive()
        self.size += len(message.get("body", b""))
        if self.size > BODY_LIMIT:
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


def _with_headers(send: Send, path: str) -> Callable[[Message], Awaitable[None]]:
    cached = "no-cache" if path.startswith("/static/") else "private, no-cache"

    async def sent(message: Message) -> None:
        if message["type"] == "http.response.start":
            headers = MutableHeaders(scope=message)
            for name, value in HEADERS.items():
                headers.setdefault(name, value)
            headers.setdefault("Cache-Control", cached)
        await send(message)

    return sent
