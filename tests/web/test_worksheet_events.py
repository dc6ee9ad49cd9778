"""News of an open worksheet: who saved it, the end of one's session, and no more streams than can be borne."""

from __future__ import annotations

from collections.abc import AsyncIterator, Callable, Iterator
from contextlib import aclosing
from pathlib import Path

import anyio
import pytest
from starlette.requests import Request

from app import gate
from app.bootstrap import Services
from app.domain.people import Actor, Person, Role
from app.server import create_app
from app.storage.document_access import DocumentAccess
from app.web import worksheet_events
from app.web.deps import Visit
from app.web.worksheet_events import OF_ALL, OF_ONE, stream
from tests.doors import services
from tests.people import account, browser, session

PLACE = "/worksheets/foshan/6.2"
COMMENT = ": still here\n\n"


@pytest.fixture
def opened(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Services]:
    monkeypatch.setattr(worksheet_events, "EVERY", 0.001)
    made = services(tmp_path)
    yield made
    made.close()


@pytest.fixture
def li(opened: Services) -> Person:
    return account(opened, "li", Role.EXPERT)


@pytest.fixture
def admin(opened: Services) -> Actor:
    return Actor(account(opened, "admin", Role.ADMINISTRATOR))


def visiting(opened: Services, person: Person) -> Visit:
    """A visit of theirs to the stream, by a session of their own."""
    cookie = f"{gate.SESSION}={session(opened, person)}"
    request = Request(
        {
            "type": "http",
            "app": create_app(opened),
            "method": "GET",
            "scheme": "http",
            "path": f"{PLACE}/events",
            "query_string": b"",
            "headers": [(b"host", b"zhengai.test"), (b"cookie", cookie.encode())],
            "client": ("127.0.0.1", 1),
        }
    )
    return Visit(request, opened, Actor(person))


def told(visit: Visit, since: int | None = None) -> AsyncIterator[str]:
    scheme = visit.services.corpus.schemes["foshan"]
    element = scheme.element("6.2")
    assert element
    return stream(visit, scheme, element, since)


def heard(visit: Visit, happens: Callable[[], object], since: int | None = None) -> list[str]:
    """What the stream says after `happens`, without comments, until it ends or has told of one save."""

    async def listen() -> list[str]:
        said: list[str] = []
        async with aclosing(told(visit, since)) as pieces:  # type: ignore[type-var]
            with anyio.fail_after(10):
                async for piece in pieces:
                    if piece == COMMENT and not said:
                        await anyio.to_thread.run_sync(happens)
                        said.append("")
                    elif piece.startswith("event:"):
                        said.append(piece)
                        if "saved" in piece:
                            break
        return [piece for piece in said if piece]

    return anyio.run(listen)


def test_a_save_is_told_with_its_version_and_who_saved(opened: Services, li: Person, admin: Actor) -> None:
    said = heard(visiting(opened, li), lambda: opened.worksheets.save(admin, "foshan", "6.2", "一", 0))
    assert said == ['event: saved\ndata: {"version": 1, "name": "admin"}\n\n']


def test_a_save_while_nobody_listened_is_told_at_once(opened: Services, li: Person, admin: Actor) -> None:
    opened.worksheets.save(admin, "foshan", "6.2", "一", 0)
    said = heard(visiting(opened, li), lambda: None, since=0)
    assert said == ['event: saved\ndata: {"version": 1, "name": "admin"}\n\n']


ENDS: list[tuple[str, Callable[[Services, Actor, Person], object]]] = [
    ("disabled", lambda opened, by, li: opened.access.change(by, li.id, disabled=True)),
    ("a role that reads none", lambda opened, by, li: opened.access.change(by, li.id, role=Role.READER)),
    (
        "the document closed",
        lambda opened, by, li: opened.access.rules.set(by, [DocumentAccess("foshan", Role.EXPERT, False)]),
    ),
    (
        "logged out",
        lambda opened, by, li: opened.access.logins.end_other(
            Actor(li), opened.access.logins.of(li.id)[0].id
        ),
    ),
]


@pytest.mark.parametrize("end", [end for _, end in ENDS], ids=[name for name, _ in ENDS])
def test_whoever_may_read_no_longer_is_told_and_hears_no_more(
    opened: Services, li: Person, admin: Actor, end: Callable[[Services, Actor, Person], object]
) -> None:
    said = heard(visiting(opened, li), lambda: end(opened, admin, li))
    assert said == ["event: ended\ndata: {}\n\n"]


def test_a_document_closed_to_others_ends_nothing(opened: Services, li: Person, admin: Actor) -> None:
    def happens() -> None:
        opened.access.rules.set(admin, [DocumentAccess("foshan", Role.WRITER, False)])
        opened.worksheets.save(admin, "foshan", "6.2", "一", 0)

    assert "saved" in heard(visiting(opened, li), happens)[0]


def test_the_server_stops_without_waiting_for_listeners(opened: Services, li: Person) -> None:
    visit = visiting(opened, li)

    def happens() -> None:
        visit.request.app.state.stopping = True

    assert heard(visit, happens) == []


def test_listening_keeps_no_session_from_getting_idle(
    opened: Services, li: Person, monkeypatch: pytest.MonkeyPatch
) -> None:
    from datetime import UTC, datetime, timedelta

    secret = session(opened, li)
    seen = opened.access.logins.of(li.id)[0].seen_at
    monkeypatch.setattr(opened.access.logins, "_now", lambda: datetime.now(UTC) + timedelta(minutes=5))
    client = browser(opened, secret)
    client.app.state.stopping = True  # type: ignore[attr-defined]
    assert client.get(f"{PLACE}/events").status_code == 200
    assert opened.access.logins.of(li.id)[0].seen_at == seen
    assert client.get(PLACE).status_code == 200
    assert opened.access.logins.of(li.id)[0].seen_at > seen


@pytest.mark.parametrize(("mine", "others"), [(OF_ONE, 0), (0, OF_ALL)])
def test_more_than_can_be_borne_are_refused_and_a_closed_one_makes_room(
    opened: Services, li: Person, monkeypatch: pytest.MonkeyPatch, mine: int, others: int
) -> None:
    secret = session(opened, li)
    client = browser(opened, secret)
    client.app.state.stopping = True  # type: ignore[attr-defined]
    place = f"{PLACE}/events"
    held = worksheet_events._open
    monkeypatch.setattr(worksheet_events, "_open", type(held)({li.id: mine, "others": others}))
    refused = client.get(place)
    assert (refused.status_code, refused.headers["retry-after"]) == (429, "30")
    worksheet_events._open.subtract({li.id: bool(mine), "others": bool(others)})
    before = worksheet_events._open.total()
    assert client.get(place).status_code == 200
    assert worksheet_events._open.total() == before


@pytest.mark.parametrize("code", ["6.2", "６．２", "六点二"])
def test_an_element_is_watched_by_whatever_notation_it_was_named(
    opened: Services, admin: Actor, code: str
) -> None:
    opened.worksheets.save(admin, "foshan", "6.2", "一", 0)
    client = browser(opened, session(opened, admin.person))

    class StopAfter:
        """False once, so that the stream looks one time."""

        looks = 0

        def __bool__(self) -> bool:
            self.looks += 1
            return self.looks > 1

    client.app.state.stopping = StopAfter()  # type: ignore[attr-defined]
    assert "event: saved" in client.get(f"/worksheets/foshan/{code}/events?since=0").text


def test_a_comment_comes_now_and_then(opened: Services, li: Person) -> None:
    async def first() -> list[str]:
        async with aclosing(told(visiting(opened, li))) as pieces:  # type: ignore[type-var]
            with anyio.fail_after(10):
                return [await anext(pieces) for _ in range(3)]

    assert anyio.run(first) == [": open\n\n", COMMENT, COMMENT]
