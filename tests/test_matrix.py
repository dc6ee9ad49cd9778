"""Every route × every role × own and other's object × session, tokens, nobody, disabled, revoked: who gets in.

The rows are in `tests/matrix.py`, by hand; a route without a row fails, and so does a row without a route.
"""

from __future__ import annotations

import itertools
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace
from typing import Any

import pytest
from fastapi.routing import APIRoute
from starlette.routing import BaseRoute, Mount, Route
from starlette.testclient import TestClient

from app import gate
from app.bootstrap import Services
from app.domain.drafts import Cell
from app.domain.people import LOCAL, RIGHTS, Actor, Person, Right, Role, TokenScope
from app.reporting import create
from app.server import create_app
from app.storage.logins import digest
from app.storage.report_rows import Head
from app.visits import Requires
from tests.doors import services
from tests.matrix import ROWS, Row
from tests.people import account, session, token

OWNER, OTHER = "质控办", "保卫处"  # of 佛山 6.2 and not
FILE = {"file": ("证据.txt", b"evidence", "text/plain")}


@dataclass(frozen=True)
class Who:
    """Somebody and how they show who they are."""

    name: str
    person: Person
    headers: dict[str, str]
    cookies: dict[str, str]
    scopes: frozenset[TokenScope] | None = None
    valid: bool = True


@dataclass
class World:
    """One application with everybody in it."""

    opened: Services
    client: TestClient
    everybody: dict[str, Who]
    numbers: Iterator[int]

    def objects(self, row: Row, owner: Person) -> dict[str, str]:
        """Fresh objects of `owner`'s, by the names that the row's path and form use."""
        makers = {
            "conversation": self._conversation,
            "login": self._login,
            "token": self._token,
            "person": lambda _: {
                "person": account(self.opened, f"target{next(self.numbers)}", Role.READER).id
            },
            "new": lambda _: {"new": f"new{next(self.numbers)}"},
            "version": self._version,
            "attachment": self._attachment,
            "report": self._report,
        }
        wanted = f"{row.path or row.template} {dict(row.form)}"
        names: dict[str, str] = {}
        for name, make in makers.items():
            if f"{{{name}}}" in wanted:
                names |= make(owner)
        return self._saved(names) if "{saved}" in wanted else names

    def _conversation(self, owner: Person) -> dict[str, str]:
        kept, turn = self.opened.ask(Actor(owner), "方针是什么", None, None)
        return {"conversation": kept.id, "turn": str(turn.id)}

    def _is_disabled(self, owner: Person) -> bool:
        """Whether nothing can be made for them any more."""
        return self.opened.access.people.get(owner.id).disabled

    def _login(self, owner: Person) -> dict[str, str]:
        return {"login": "0" * 64 if self._is_disabled(owner) else digest(session(self.opened, owner))}

    def _token(self, owner: Person) -> dict[str, str]:
        if self._is_disabled(owner):
            return {"token": "none"}
        tokens = self.opened.access.tokens
        for old in tokens.of(owner.id):
            if old.name == "target":  # a person may have twenty
                tokens.revoke(Actor(owner), old.id)
        tokens.make(Actor(owner), "target", frozenset({TokenScope.READ}), 1)
        return {
            "token": next(one.id for one in tokens.of(owner.id) if not one.revoked and one.name == "target")
        }

    def _version(self, owner: Person) -> dict[str, str]:
        words = str(next(self.numbers))
        saved = self.opened.worksheets.save(Actor(owner), "foshan", "1.1", words, 0)
        return {"version": str(saved.version.id)}

    def _attachment(self, owner: Person) -> dict[str, str]:
        put = self.opened.originals.put([b"evidence"], 100)
        added = self.opened.worksheets.attach(Actor(owner), "foshan", "6.2", "a", put.sha256, put.size)
        return {"attachment": added.id}

    def _report(self, owner: Person) -> dict[str, str]:
        stored = create(self.opened, Actor(owner), self.opened.corpus, Head("foshan"))
        return {"report": stored.head.id, "saved": "0"}

    def _saved(self, names: dict[str, str]) -> dict[str, str]:
        """The version of a cell of the report that was just made."""
        saved = self.opened.reports.save(Actor(LOCAL), names["report"], "6.2", Cell("6.2"), 0)
        return names | {"saved": str(saved.version.id)}

    def ask(self, row: Row, who: Who, names: dict[str, str]) -> tuple[int, str]:
        """(status, where it leads) of the row's request by `who`."""
        path = (row.path or row.template).format(**names)
        form = {field: value.format(**names) for field, value in row.form.items()}
        self.client.cookies.clear()
        if who.valid and gate.SESSION in who.cookies and who.name != "forged":
            headers, cookies = by_session(
                self.opened, who.person
            )  # a fresh one: a request may have ended the last
            who = replace(who, headers={**who.headers, **headers}, cookies=cookies)
        content: dict[str, Any] = {
            "data": form or None,
            "json": row.json,
            "files": FILE if row.files else None,
        }
        if row.template.endswith("/events"):
            return self._stream(path, who)
        response = self.client.request(row.method, path, headers=shown(who), **content)
        return response.status_code, response.headers.get("location", "")

    def _stream(self, path: str, who: Who) -> tuple[int, str]:
        self.client.app.state.stopping = True  # type: ignore[attr-defined]
        try:
            response = self.client.get(path, headers=shown(who))
        finally:
            self.client.app.state.stopping = False  # type: ignore[attr-defined]
        return response.status_code, response.headers.get("location", "")


def shown(who: Who) -> dict[str, str]:
    """The headers by which they show who they are."""
    cookies = "; ".join(f"{name}={value}" for name, value in who.cookies.items())
    return {**who.headers, **({"cookie": cookies} if cookies else {})}


def by_session(opened: Services, person: Person) -> tuple[dict[str, str], dict[str, str]]:
    secret = session(opened, person)
    return {gate.FORM_HEADER: gate.form_token(secret)}, {gate.SESSION: secret}


def made(opened: Services) -> dict[str, Who]:
    """Everybody there is, by session and by each kind of token."""
    found: dict[str, Who] = {}
    people = {role.value: account(opened, f"a-{role.value}", role, OWNER) for role in reversed(Role)}
    people["writer elsewhere"] = account(opened, "elsewhere", Role.WRITER, OTHER)
    for name, person in people.items():
        headers, cookies = by_session(opened, person)
        found[name] = Who(name, person, headers, cookies)
    for scope in TokenScope:
        for name in ("reader", "writer", "administrator"):
            bearer = {"Authorization": f"Bearer {token(opened, people[name], scope)}"}
            title = f"{name}'s token to {scope}"
            found[title] = Who(title, people[name], bearer, {}, frozenset({scope}))
    for name, end in (("disabled", True), ("revoked", False)):
        person = account(opened, name, Role.ADMINISTRATOR)
        headers, cookies = by_session(opened, person)
        bearer = {"Authorization": f"Bearer {token(opened, person)}"}
        if end:
            opened.access.change(Actor(LOCAL), person.id, disabled=True)
        else:
            opened.access.tokens.revoke(Actor(person), opened.access.tokens.of(person.id)[0].id)
            opened.access.logins.end(Actor(person), cookies[gate.SESSION])
        found[f"{name} by session"] = Who(name, person, headers, cookies, valid=False)
        found[f"{name} by token"] = Who(name, person, bearer, {}, valid=False)
    visitor = {gate.FORM_HEADER: gate.form_token("visitor")}, {gate.VISITOR: "visitor"}
    found["nobody"] = Who("nobody", people["reader"], *visitor, valid=False)
    found["a forger"] = Who(
        "a forger", people["reader"], {"Authorization": "Bearer zhengai_x"}, {}, valid=False
    )
    return found


@pytest.fixture(scope="module")
def world(tmp_path_factory: pytest.TempPathFactory) -> Iterator[World]:
    opened = services(tmp_path_factory.mktemp("matrix"))
    account(opened, "first", Role.ADMINISTRATOR)
    with TestClient(create_app(opened), base_url="http://zhengai.test", follow_redirects=False) as client:
        yield World(opened, client, made(opened), itertools.count())
    opened.close()


def allowed(row: Row, who: Who, own: bool) -> bool:
    """What the row says, worked out without the program's own checks."""
    if row.right is None:
        return True
    if not who.valid or row.right not in RIGHTS[who.person.role]:
        return False
    if who.scopes is not None and (row.session or row.scope not in who.scopes):
        return False
    if row.edits and not (
        Right.EDIT_ALL in RIGHTS[who.person.role]
        or (Right.EDIT_DEPARTMENT in RIGHTS[who.person.role] and who.person.department == OWNER)
    ):
        return False
    return own or not row.owned


def routes(world: World) -> list[Route]:
    """Every route, those of included routers too; only the static files are mounted."""
    found = list(flat(world.client.app.routes))  # type: ignore[attr-defined]
    assert [route.path for route in found if isinstance(route, Mount)] == ["/static"]
    return [route for route in found if isinstance(route, Route)]


def flat(nested: Iterable[BaseRoute]) -> Iterator[BaseRoute]:
    for route in nested:
        included = getattr(route, "original_router", None)
        if included is None:
            yield route
        else:
            yield from flat(included.routes)


def test_every_route_has_its_row_and_every_row_its_route(world: World) -> None:
    found = {
        f"{method} {route.path}"
        for route in routes(world)
        for method in route.methods or ()
        if method != "HEAD"
    }
    assert found == {row.id for row in ROWS}
    assert len(ROWS) == len({row.id for row in ROWS})


def test_every_route_asks_for_what_its_row_says(world: World) -> None:
    """Read off the routes' own dependencies, beside the requests below."""
    rows = {row.id: row for row in ROWS}
    bare = {
        "GET /healthz",
        "GET /api/openapi.json",
    }  # no visit: the first for everybody, the second the guard's
    for route in routes(world):
        if not isinstance(route, APIRoute):
            continue
        needs = [one.call for one in route.dependant.dependencies if isinstance(one.call, Requires)]
        for method in route.methods or ():
            row = rows[f"{method} {route.path}"]
            if row.id in bare:
                continue
            assert [need.right for need in needs] == [row.right], row.id
            if row.right is not None:
                assert [need.scope for need in needs] == [None if row.session else row.scope], row.id


@pytest.mark.parametrize(
    ("row", "own"),
    [*((row, True) for row in ROWS), *((row, False) for row in ROWS if row.owned)],
    ids=lambda value: value.id if isinstance(value, Row) else "own" if value else "other's",
)
def test_only_those_who_may_get_in(world: World, row: Row, own: bool) -> None:
    stranger = world.everybody["office"].person
    wrong = []
    for who in world.everybody.values():
        owner = who.person if own else stranger
        if not own and who.person.id == owner.id:
            continue
        status, place = world.ask(row, who, world.objects(row, owner))
        if allowed(row, who, own):
            fine = status in row.answers
        elif not who.valid:
            fine = status == 401 or (status == 303 and place.startswith("/login"))
        elif not own and row.owned and allowed(row, who, True):
            fine = status == 404  # not even that it exists is told
        else:
            fine = status == 403
        if not fine:
            wrong.append((who.name, status, place))
    assert wrong == []


def test_a_session_without_the_form_token_changes_nothing(world: World) -> None:
    """Each changing route, by the administrator's own cookie but from a form that is not ours."""
    admin = world.everybody["administrator"]
    forged = [
        {},
        {gate.FORM_HEADER: "0" * 64},
        {gate.FORM_HEADER: gate.form_token("visitor")},
        {"Authorization": "Basic YTpi"},  # which a browser may add by itself
    ]
    for row, headers in itertools.product(
        (row for row in ROWS if row.method not in gate.SAFE_METHODS), forged
    ):
        who = Who("forged", admin.person, headers, admin.cookies)
        assert world.ask(row, who, world.objects(row, admin.person))[0] == 403, row.id


@pytest.mark.parametrize(
    "headers",
    [
        {"origin": "https://evil.example"},
        {"origin": "null"},
        {"sec-fetch-site": "cross-site"},
        {"sec-fetch-site": "same-site"},
    ],
)
def test_another_site_changes_nothing(world: World, headers: dict[str, str]) -> None:
    admin = world.everybody["administrator"]
    who = Who("elsewhere", admin.person, {**admin.headers, **headers}, admin.cookies)
    for row in ROWS:
        if row.method not in gate.SAFE_METHODS:
            assert world.ask(row, who, world.objects(row, admin.person))[0] == 403, row.id


def test_whoever_must_change_the_password_does_nothing_else(world: World) -> None:
    person = account(world.opened, "fresh", Role.ADMINISTRATOR)
    world.opened.access.people.set_password(Actor(LOCAL), person.id, "hash", must_change=True)
    headers, cookies = by_session(world.opened, person)
    who = Who("fresh", person, headers, cookies)
    for row in ROWS:
        if row.right is None or row.template == "/account/password":
            continue
        status, place = world.ask(row, who, world.objects(row, person))
        assert status == 403 or (status, place) == (303, "/account/password"), row.id
