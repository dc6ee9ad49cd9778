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
from app.web.deps import ReadingWorksheets, Visit

router = APIRouter(include_in_schema=False)
EVERY = 1.0  # seconds between looks
QUIET = 15  # looks after which a comment keeps the connection open
OF_ONE, OF_ALL = 5, 200  # streams a person and altogether may hold

_open: Counter[str] = Counter()


@router.get("/worksheets/{scheme}/{code}/events")
def events(visit: ReadingWorksheets, scheme: str, code: str) -> Response:
    found = naming.scheme_named(visit.corpus, scheme)
    naming.part_named(found, code)
    if _open[visit.owner] >= OF_ONE or _open.total() >= OF_ALL:
        raise ThrottledError("同时打开的底稿太多；请关掉几个再开，保存不受影响。", 30)
    headers = {"X-Accel-Buffering": "no"}
    return StreamingResponse(_stream(visit, found.id, code), media_type="text/event-stream", headers=headers)


async def _stream(visit: Visit, scheme: str, code: str) -> AsyncIterator[str]:
    state = visit.request.app.state
    store = visit.services.worksheets
    known, looks = await to_thread.run_sync(store.version_number, scheme, code), 0
    _open[visit.owner] += 1
    try:
        yield ": open\n\n"
        while not state.stopping:
            await anyio.sleep(EVERY)
            if not await to_thread.run_sync(_still_allowed, visit):
                yield _event("ended", {})
                return
            version = await to_thread.run_sync(store.version_number, scheme, code)
            looks += 1
            if version != known:
                known = version
                sheet = await to_thread.run_sync(store.get, scheme, code)
                yield _event("saved", {"version": sheet.version, "name": sheet.saved_name})
            elif looks % QUIET == 0:
                yield ": still here\n\n"
    except ZhengaiError:
        return  # the page asks again by itself
    finally:
        _open[visit.owner] -= 1
        if not _open[visit.owner]:
            del _open[visit.owner]


def _still_allowed(visit: Visit) -> bool:
    """Whether who opened the stream still may; asked of the database, so no logout or change is missed."""
    actor = gate.recognised(visit.request, visit.services)
    return actor.person.id == visit.actor.person.id and actor.may(Right.READ_WORKSHEETS)


def _event(kind: str, told: dict[str, object]) -> str:
    return f"event: {kind}\ndata: {json.dumps(told, ensure_ascii=False)}\n\n"
