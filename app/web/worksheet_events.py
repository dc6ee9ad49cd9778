"""What happens to a worksheet or a report's cell while it is open: somebody saves it, or one's own session ends."""

from __future__ import annotations

import json
from collections import Counter
from collections.abc import AsyncIterator, Callable
from functools import partial

import anyio
from anyio import to_thread
from fastapi import APIRouter
from starlette.responses import Response, StreamingResponse

from app import gate, naming, reporting
from app.domain.errors import ThrottledError, ZhengaiError
from app.domain.people import Right
from app.domain.schemes import Element, Scheme
from app.web.deps import ReadingWorksheets, Visit

router = APIRouter(include_in_schema=False)
EVERY = 1.0  # seconds between looks
QUIET = 15  # looks after which a comment keeps the connection open
OF_ONE, OF_ALL = 5, 200  # streams a person and altogether may hold

_open: Counter[str] = Counter()


@router.get("/worksheets/{scheme}/{code}/events")
def events(visit: ReadingWorksheets, scheme: str, code: str, since: int | None = None) -> Response:
    """`since`: the version on the page, so that a save while nobody listened is told too."""
    found = naming.scheme_named(visit.corpus, scheme)
    element = naming.element_named(found, code)
    return streamed(visit, stream(visit, found, element, since))


@router.get("/reports/{id_}/cells/{code}/events")
def cell_events(visit: ReadingWorksheets, id_: str, code: str, since: int | None = None) -> Response:
    """The same of a report's cell."""
    opened = reporting.opened(visit.services, visit.corpus, id_)
    code = reporting.code_named(opened, code)
    store = visit.services.reports

    def saved() -> tuple[int, str]:
        cell = store.get(id_).cell(code)
        return cell.version, cell.saved_name

    number = partial(store.version_number, id_, code)
    return streamed(visit, told(visit, opened.bench.scheme, since, number, saved))


def streamed(visit: Visit, events: AsyncIterator[str]) -> Response:
    """The response; ThrottledError where too many are open."""
    if _open[visit.owner] >= OF_ONE or _open.total() >= OF_ALL:
        raise ThrottledError("同时打开的底稿太多；请关掉几个再开，保存不受影响。", 30)
    return StreamingResponse(events, media_type="text/event-stream", headers={"X-Accel-Buffering": "no"})


async def stream(visit: Visit, scheme: Scheme, element: Element, since: int | None) -> AsyncIterator[str]:
    """The events, until the reader may read no longer, goes away, or the server stops."""
    store = visit.services.worksheets

    def number() -> int:
        return store.version_number(scheme.id, element.code)

    def saved() -> tuple[int, str]:
        sheet = store.get(scheme.id, element.code)
        return sheet.version, sheet.saved_name

    async for event in told(visit, scheme, since, number, saved):
        yield event


async def told(
    visit: Visit,
    scheme: Scheme,
    since: int | None,
    number: Callable[[], int],
    saved: Callable[[], tuple[int, str]],
) -> AsyncIterator[str]:
    """The events of anything with versions: `number` of the current one, and who `saved` it."""
    _open[visit.owner] += 1
    try:
        yield ": open\n\n"
        known, looks = since, 0
        while not visit.request.app.state.stopping:
            if not await to_thread.run_sync(_still_allowed, visit, scheme):
                yield _event("ended", {})
                return
            version = await to_thread.run_sync(number)
            if known is not None and version != known:
                current, name = await to_thread.run_sync(saved)
                yield _event("saved", {"version": current, "name": name})
            elif looks % QUIET == QUIET - 1:
                yield ": still here\n\n"
            known, looks = version, looks + 1
            await anyio.sleep(EVERY)
    except ZhengaiError:
        return  # the page asks again by itself
    finally:
        _open[visit.owner] -= 1
        if not _open[visit.owner]:
            del _open[visit.owner]


def _still_allowed(visit: Visit, scheme: Scheme) -> bool:
    """Whether who opened the stream still may; asked of the database, so no logout or change is missed."""
    actor = gate.recognised(visit.request, visit.services)
    if actor.person.id != visit.actor.person.id or not actor.may(Right.READ_WORKSHEETS):
        return False
    return scheme.id in visit.services.corpus_for(visit.services.reading(actor)).schemes


def _event(kind: str, told: dict[str, object]) -> str:
    return f"event: {kind}\ndata: {json.dumps(told, ensure_ascii=False)}\n\n"
