"""The application: pages and API over the services, errors → status once, and the process that serves it."""

from __future__ import annotations

import re
import signal
import socket
import sys
from collections.abc import Callable
from contextlib import suppress
from importlib import metadata
from pathlib import Path

import uvicorn
from anyio import to_thread
from fastapi import FastAPI
from fastapi.exceptions import RequestValidationError
from starlette.exceptions import HTTPException
from starlette.requests import Request
from starlette.responses import JSONResponse, RedirectResponse, Response
from starlette.staticfiles import StaticFiles

from app.api import reports, routes, worksheets
from app.bootstrap import Services, load_services
from app.domain.errors import ForbiddenError, LoginError, SettingsError, ThrottledError, ZhengaiError
from app.gate import is_loopback
from app.guards import Guards
from app.importing import import_samples
from app.settings import Settings
from app.web import links, pages
from app.web.errors import error_response

STOP_SECONDS = 10  # what was accepted is finished; what takes longer is cut off
STATIC = Path(__file__).resolve().parent / "web" / "static"


def create_app(services: Services) -> FastAPI:
    """The application on `services`; opens and closes nothing."""
    application = FastAPI(
        title="诊改助手",
        version=_version(),
        description="就诊改方案提问，答复附原文条款。错误一律为 {error: {kind, message}}。",
        openapi_url=None,  # a route of the API, for those who may use it
        docs_url=None,  # both load scripts from elsewhere, which the content security policy forbids
        redoc_url=None,
    )
    application.state.services = services
    application.state.stopping = False  # streams end themselves once it is True
    application.include_router(routes.router)
    application.include_router(worksheets.router)
    application.include_router(reports.router)
    application.include_router(pages.router)
    application.add_api_route("/healthz", healthy, include_in_schema=False)
    application.mount("/static", StaticFiles(directory=STATIC), name="static")
    application.add_exception_handler(ZhengaiError, _told)
    application.add_exception_handler(HTTPException, _http)
    application.add_exception_handler(RequestValidationError, _invalid)
    application.add_middleware(Guards, refuse=respond, tell=tell, debug=services.settings.debug)
    return application


def healthy(request: Request) -> Response:
    """200 while the database answers, for whoever watches the service."""
    services: Services = request.app.state.services
    services.access.people.has_administrator()
    return JSONResponse({"status": "ok"})


def _version() -> str:
    try:
        return metadata.version("zhengai")
    except metadata.PackageNotFoundError:
        return "0"


def respond(request: Request, status: int, kind: str, message: str) -> Response:
    """The error as JSON below /api, as a page or a piece of one elsewhere."""
    if is_api(request):
        return JSONResponse({"error": {"kind": kind, "message": message}}, status)
    return error_response(request, status, message)


async def _told(request: Request, error: Exception) -> Response:
    assert isinstance(error, ZhengaiError)
    if isinstance(error, ForbiddenError) and request.state.actor.person.id:
        await to_thread.run_sync(_note_refusal, request)
    return tell(request, error)


def _note_refusal(request: Request) -> None:
    """A row in the audit log, with the route and nothing that was typed."""
    services: Services = request.app.state.services
    route = getattr(request.scope.get("route"), "path", "")
    with suppress(ZhengaiError):  # the refusal itself must not fail
        services.access.audit.record(request.state.actor, "refused", f"{request.method} {route}")


def tell(request: Request, error: ZhengaiError) -> Response:
    """The error with its status; whoever is not logged in is led to the login page."""
    name = type(error).__name__.removesuffix("Error")
    kind = re.sub(r"(?<!^)(?=[A-Z])", "_", name).lower()  # UnknownNameError → unknown_name
    if isinstance(error, LoginError) and not request.state.actor.person.id:
        if request.method == "GET" and not is_api(request) and "hx-request" not in request.headers:
            return RedirectResponse(links.login(request.url.path, request.url.query), 303)
        response = respond(request, error.status, kind, str(error))
        response.headers["WWW-Authenticate" if is_api(request) else "HX-Redirect"] = (
            "Bearer" if is_api(request) else links.login("/")
        )
        return response
    response = respond(request, error.status, kind, str(error))
    if isinstance(error, ThrottledError):
        response.headers["Retry-After"] = str(error.seconds)
    return response


def is_api(request: Request) -> bool:
    return request.url.path.startswith("/api/") or request.url.path == "/api"


_HTTP = {
    404: ("not_found", "没有这个页面或接口；请检查地址，或从首页重新进入。"),
    405: ("method_not_allowed", "这个地址不支持这种请求方法。"),
}


async def _http(request: Request, error: Exception) -> Response:
    assert isinstance(error, HTTPException)
    kind, message = _HTTP.get(error.status_code, ("bad_request", "请求不合要求；请检查后重试。"))
    response = respond(request, error.status_code, kind, message)
    response.headers.update(error.headers or {})
    return response


_FAULTS = {
    "json_invalid": "请求体不是正确的 JSON",
    "missing": "缺少 {field}",
    "extra_forbidden": "不认识的字段 {field}",
    "string_type": "{field} 应为文字",
    "string_unicode": "{field} 里有无法识别的字符",
    "list_type": "{field} 应为列表",
    "too_long": "{field} 太长",
    "model_attributes_type": "请求体应为 JSON 对象（Content-Type: application/json）",
}


async def _invalid(request: Request, error: Exception) -> Response:
    assert isinstance(error, RequestValidationError)
    fault = error.errors()[0]
    field = ".".join(str(part) for part in fault["loc"][1:])
    reason = _FAULTS.get(fault["type"], "{field} 的值不能用").format(field=field or "请求体")
    kind = "broken_json" if fault["type"] == "json_invalid" else "invalid_request"
    return respond(request, 422, kind, f"{reason}；格式见 /api/openapi.json。")


def serve(settings: Settings, say: Callable[[str], None]) -> int:
    """Serves until Ctrl-C; the exit code. The address is said once requests are answered."""
    signal.signal(signal.SIGTERM, signal.default_int_handler)  # a polite stop is a stop like Ctrl-C
    listener = _listen(settings.host, settings.port)
    with listener:
        services = load_services(settings, say)
        import_samples(services, say)
        try:
            check_exposed(listener.getsockname()[0], services)
            application = create_app(services)
            config = uvicorn.Config(
                application,
                log_level="warning",
                access_log=False,
                server_header=False,
                proxy_headers=settings.trusted_proxy is not None,
                forwarded_allow_ips=settings.trusted_proxy or "",
                ssl_certfile=settings.tls_certificate,
                ssl_keyfile=settings.tls_key,
                timeout_graceful_shutdown=STOP_SECONDS,
            )
            _Server(config, lambda: _greet(listener, services, say)).run([listener])
        except KeyboardInterrupt:
            pass  # uvicorn raises it again after a clean stop
        finally:
            services.close()
    say("已停止。")
    return 0


def check_exposed(address: str, services: Services) -> None:
    """SettingsError where other machines could come in and nobody could be asked who they are."""
    if is_loopback(_bracketed(address)):
        return
    if not services.access.people.has_administrator():
        raise SettingsError(
            f"还没有管理员账号，不能在 {address} 上开放给别的机器。请先建立管理员："
            "zhengai user add 登录名 --role administrator；"
            "或先只在本机启动（去掉 --host），打开启动时给出的 /setup 页面。"
        )


def _bracketed(address: str) -> str:
    """An address as it stands in a URL."""
    return f"[{address}]" if ":" in address else address


def _greet(listener: socket.socket, services: Services, say: Callable[[str], None]) -> None:
    settings, place = services.settings, _address(listener, services.settings)
    say(f"诊改助手已就绪：{place} （Ctrl-C 停止）")
    if services.access.local:
        code = services.access.first_code.code
        say(f"还没有账号，只有本机能用。要给同事开账号，请打开 {place}setup ，一次性代码：{code}")
    elif not is_loopback(_bracketed(listener.getsockname()[0])) and not (
        settings.tls_certificate or settings.trusted_proxy
    ):
        say("提醒：没有 https，密码在网络上是明文。请设置 ZHENGAI_TLS_CERTIFICATE，或放在 https 代理之后。")


class _Server(uvicorn.Server):
    """Says when it is ready, and lets streams know when it stops."""

    def __init__(self, config: uvicorn.Config, ready: Callable[[], None]) -> None:
        super().__init__(config)
        self._ready = ready

    async def startup(self, sockets: list[socket.socket] | None = None) -> None:
        await super().startup(sockets)
        if not self.should_exit:
            self._ready()

    async def shutdown(self, sockets: list[socket.socket] | None = None) -> None:
        application = self.config.app
        assert isinstance(application, FastAPI)
        application.state.stopping = True
        await super().shutdown(sockets)


def _listen(host: str, port: int) -> socket.socket:
    """A bound socket; SettingsError with the remedy where the address cannot be had."""
    try:
        family, kind, protocol, _, address = socket.getaddrinfo(host, port, type=socket.SOCK_STREAM)[0]
        listener = socket.socket(family, kind, protocol)  # asyncio sets TCP_NODELAY where it reads TCP here
    except OSError:
        raise SettingsError(f"地址“{host}”不能用；请用 --host 指定，如 127.0.0.1 或 0.0.0.0。") from None
    try:
        if sys.platform != "win32":  # there it would let two servers share the port
            listener.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        listener.bind(address)
        listener.listen(128)
    except OSError as error:
        listener.close()
        raise SettingsError(_why(host, port, error)) from None
    return listener


def _why(host: str, port: int, error: OSError) -> str:
    import errno

    if error.errno == errno.EADDRINUSE:
        return f"端口 {port} 已被占用；请关掉占用它的程序，或换一个端口，如 --port {port + 1}。"
    if error.errno in {errno.EACCES, errno.EPERM}:
        return f"没有权限使用端口 {port}；请换一个大于 1024 的端口，如 --port 8000。"
    return f"不能在 {host}:{port} 上提供服务（{error.strerror}）；请检查 --host 与 --port。"


def _address(listener: socket.socket, settings: Settings) -> str:
    host, port = listener.getsockname()[:2]
    shown = {"0.0.0.0": "127.0.0.1", "::": "[::1]"}.get(host, f"[{host}]" if ":" in host else host)
    return f"{'https' if settings.tls_certificate else 'http'}://{shown}:{port}/"
