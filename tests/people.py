"""Accounts for tests: made straight in the store, without the seconds a password hash takes."""

from __future__ import annotations

from typing import Any

from starlette.testclient import TestClient

from app import gate
from app.bootstrap import Services
from app.domain.people import LOCAL, Actor, Person, Role, TokenScope
from app.server import create_app


def account(services: Services, name: str, role: Role, department: str = "") -> Person:
    """An account without a password; where it is the first, an administrator is made before."""
    if role is not Role.ADMINISTRATOR and services.access.local:
        services.access.people.add(Actor(LOCAL), "first", "首位管理员", Role.ADMINISTRATOR)
    return services.access.people.add(Actor(LOCAL), name, name, role, department)


def session(services: Services, person: Person) -> str:
    """The secret of a session of theirs."""
    return services.access.logins.begin(Actor(person, "127.0.0.1"), "test", "test")


def token(services: Services, person: Person, *scopes: TokenScope) -> str:
    """The secret of a token of theirs, for everything where no scope is named."""
    return services.access.tokens.make(Actor(person), "test", frozenset(scopes or TokenScope), 1)


def browser(services: Services, secret: str, **more: Any) -> TestClient:
    """A browser that holds the session `secret` and has a page open."""
    return TestClient(
        create_app(services),
        base_url="http://zhengai.test",
        cookies={gate.SESSION: secret} if secret else {gate.VISITOR: "visitor"},
        headers={gate.FORM_HEADER: gate.form_token(secret or "visitor")},
        follow_redirects=False,
        **more,
    )
