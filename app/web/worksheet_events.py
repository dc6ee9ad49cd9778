"""What happens to a worksheet while it is open: somebody saves it, or one's own session ends."""

from __future__ import annotations

import json
from collections import Counter
from collections.abc import AsyncIterator

import anyio
from anyio import to_thread
from fastapi import APIRouter
from starlette.responses import Response, StreamingResponse

from app import gate, naming
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
    if _open[visit.owner] >= OF_ONE or _open.total() >= OF_ALL:
        raise ThrottledError("同时打开的底稿太多；请关掉几个再开，保存不受影响。", 30)
    told = stream(visit, found, element, since)
    return StreamingResponse(told, media_type="text/event-stream", headers={"X-Accel-Buffering": "no"})


async def stream(visit: Visit, scheme: Scheme, element: Element, since: int | None) -> AsyncIterator[str]:
    """The events, until the reader may read no longer, goes away, or the server stops."""
    store = visit.services.worksheets
    _open[visit.owner] += 1
    try:
        yield ": open\n\n"
        known, looks = since, 0
        while not visit.request.app.state.stopping:
            if not await to_thread.run_sync(_still_allowed, visit, scheme):
                yield _event("ended", {})
                return
            version = await to_thread.run_sync(store.version_number, scheme.id, element.code)
            if known is not None and version != known:
                sheet = await to_thread.run_sync(store.get, scheme.id, element.code)
                yield _event("saved", {"version": sheet.version, "name": sheet.saved_name})
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
