"""What the pages' routes get: a visit that can draw pages."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property
from typing import Annotated

from fastapi import Depends
from starlette.responses import Response

from app import gate, visits
from app.domain.people import Right, TokenScope
from app.visits import requires
from app.web import render
from app.web.frame import Frame, framed


@dataclass(frozen=True)
class Visit(visits.Visit):
    """One request of somebody: everything a page is made from."""

    @cached_property
    def frame(self) -> Frame:
        """What stands around every page."""
        return framed(self.request, self.services, self.actor)

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


Anybody = Annotated[Visit, Depends(requires(Visit, None))]
Asking = Annotated[Visit, Depends(requires(Visit, Right.ASK))]
Keeping = Annotated[Visit, Depends(requires(Visit, Right.KEEP))]
PostingQuestions = Annotated[Visit, Depends(requires(Visit, Right.KEEP, TokenScope.ASK))]
Oneself = Annotated[Visit, Depends(requires(Visit, Right.KEEP, None))]
ReadingWorksheets = Annotated[Visit, Depends(requires(Visit, Right.READ_WORKSHEETS))]
ManagingReports = Annotated[Visit, Depends(requires(Visit, Right.EDIT_ALL, TokenScope.WRITE))]
EditingWorksheets = Annotated[Visit, Depends(requires(Visit, Right.READ_WORKSHEETS, TokenScope.WRITE))]
ManagingPeople = Annotated[Visit, Depends(requires(Visit, Right.MANAGE_PEOPLE, None))]
ManagingDocuments = Annotated[Visit, Depends(requires(Visit, Right.MANAGE_DOCUMENTS, None))]
ReadingAudit = Annotated[Visit, Depends(requires(Visit, Right.READ_AUDIT, None))]
