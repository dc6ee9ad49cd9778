"""An error as a page, or as a piece of one for htmx."""

from __future__ import annotations

from starlette.requests import Request
from starlette.responses import Response

from app.domain.errors import ZhengaiError
from app.web.contexts import ErrorPage
from app.web.frame import BLANK, Frame, framed
from app.web.render import render, render_part


def error_response(request: Request, status: int, message: str) -> Response:
    """The error, with the page around it as far as that can still be drawn."""
    page = ErrorPage(status=status, message=message)
    frame = _frame(request)
    if "hx-request" in request.headers:
        return render_part("_error.html", page, frame, status)
    return render("error.html", page, frame, status)


def _frame(request: Request) -> Frame:
    try:
        return framed(request, request.app.state.services, request.state.actor)
    except ZhengaiError:  # the very database that failed
        return BLANK
