"""Templates → responses. Everything is escaped; a name missing from a context is an error, not a blank."""

from __future__ import annotations

from pathlib import Path
from typing import Protocol

from jinja2 import Environment, FileSystemLoader, StrictUndefined
from starlette.responses import HTMLResponse, Response

from app.web.frame import Frame

_templates = Environment(
    loader=FileSystemLoader(Path(__file__).resolve().parent / "templates"),
    autoescape=True,
    undefined=StrictUndefined,
    trim_blocks=True,
    lstrip_blocks=True,
    auto_reload=False,
)


class Page(Protocol):
    """What `_base.html` needs of a page's context."""

    @property
    def title(self) -> str: ...

    @property
    def section(self) -> str: ...


def render(
    template: str, page: Page, frame: Frame, status: int = 200, headers: dict[str, str] | None = None
) -> Response:
    """A whole page."""
    return HTMLResponse(_templates.get_template(template).render(page=page, frame=frame), status, headers)


def render_part(
    template: str, part: object, frame: Frame, status: int = 200, headers: dict[str, str] | None = None
) -> Response:
    """A piece of a page, from the same template that the whole page includes."""
    return HTMLResponse(_templates.get_template(template).render(part=part, frame=frame), status, headers)
