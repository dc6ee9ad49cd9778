"""What the routes get: a visit (who is asking, what they may see and do, over the services)."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from functools import cached_property
from typing import Annotated

from fastapi import Depends, Request
from starlette.responses import Response

from app import gate
from app.bootstrap import Services
from app.domain.corpus import Corpus
from app.domain.people import Actor, Right, TokenScope
from app.web import render
from app.web.frame import Frame, framed


@dataclass(frozen=True)
class Visit:
    """One request of somebody: everything a page is made from."""

    request: Request
    services: Services
    actor: Actor

    @cached_property
    def reading(self) -> frozenset[str] | None:
        """The documents they may read; None for all."""
        return self.services.reading(self.actor)

    @cached_property
    def corpus(self) -> Corpus:
        """The corpus as far as they may read it."""
        return self.services.corpus_for(self.reading)

    @cached_property
    def frame(self) -> Frame:
        """What stands around every page."""
        return framed(self.request, self.services, self.actor)

    @property
    def owner(self) -> str:
        return self.actor.person.id

    @property
    def wants_part(self) -> bool:
        """Whether htmx asks for a piece of the page."""
        headers = self.request.headers
        return "hx-request" in headers and "hx-history-restore-request" not in headers

    def page(
        self, template: str, page: render.Page, status: int = 200, headers: dict[str, str] | None = None
    ) -> Response:
        """A whole page."""
        return self._seen(render.render(template, page, self.frame, status, headers))

    def part(
        self, template: str, part: object, status: int = 200, headers: dict[str, str] | None = None
    ) -> Response:
        """A piece of a page, from the same template that the whole page includes."""
        return self._seen(render.render_part(template, part, self.frame, status, headers))

    def _seen(self, response: Response) -> Response:
        if self.frame.new_visitor:
            gate.set_cookie(response, self.request, gate.VISITOR, self.frame.new_visitor)
        return response


def visit(right: Right | None, scope: TokenScope = TokenScope.READ) -> Callable[[Request], Visit]:
    """A dependency: the visit of somebody who has `right` (None: anybody, logged in or not)."""

    def checked(request: Request) -> Visit:
        actor = gate.allowed(request, right, scope)
        return Visit(request, request.app.state.services, actor)

    checked.right = right  # type: ignore[attr-defined]  # read by the test that every route has one
    return checked


Anybody = Annotated[Visit, Depends(visit(None))]
Asking = Annotated[Visit, Depends(visit(Right.ASK))]
Keeping = Annotated[Visit, Depends(visit(Right.KEEP))]
ReadingWorksheets = Annotated[Visit, Depends(visit(Right.READ_WORKSHEETS))]
ManagingPeople = Annotated[Visit, Depends(visit(Right.MANAGE_PEOPLE))]
ManagingDocuments = Annotated[Visit, Depends(visit(Right.MANAGE_DOCUMENTS))]
ReadingAudit = Annotated[Visit, Depends(visit(Right.READ_AUDIT))]
