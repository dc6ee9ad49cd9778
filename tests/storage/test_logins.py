"""Sessions and tokens end when they should."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import UTC, datetime, timedelta

import pytest

from app.domain.errors import PeopleError, UnknownNameError
from app.domain.people import LOCAL, Actor, Person, Role, TokenScope
from app.storage.database import Database
from app.storage.logins import Limits, Logins, digest
from app.storage.people import People
from app.storage.tables import PersonRow
from app.storage.tokens import MOST, Tokens

LIMITS = Limits(idle=timedelta(hours=2), absolute=timedelta(hours=12))


@dataclass
class Clock:
    at: datetime = datetime(2026, 9, 1, tzinfo=UTC)

    def __call__(self) -> datetime:
        return self.at

    def pass_(self, **time: float) -> None:
        self.at += timedelta(**time)


@pytest.fixture
def clock() -> Clock:
    return Clock()


@pytest.fixture
def li(database: Database) -> Person:
    return People(database).add(Actor(LOCAL), "li", "李", Role.ADMINISTRATOR)


@pytest.fixture
def logins(database: Database, clock: Clock) -> Logins:
    return Logins(database, LIMITS, clock)


def test_a_session_is_its_persons(logins: Logins, li: Person) -> None:
    secret = logins.begin(Actor(li, "10.0.0.9"), "browser", "password")
    assert logins.person(secret) == li
    assert [(one.address, one.agent) for one in logins.of(li.id)] == [("10.0.0.9", "browser")]


@pytest.mark.parametrize("secret", ["", "x", "0" * 64, "\x00"])
def test_another_secret_is_nobodys(logins: Logins, li: Person, secret: str) -> None:
    logins.begin(Actor(li), "", "")
    assert logins.person(secret) is None
    assert logins.person(logins.of(li.id)[0].id) is None  # what the database holds opens nothing


def test_a_session_that_is_not_used_ends(logins: Logins, li: Person, clock: Clock) -> None:
    secret = logins.begin(Actor(li), "", "")
    clock.pass_(minutes=119)
    assert logins.person(secret) == li
    clock.pass_(minutes=119)
    assert logins.person(secret) == li
    clock.pass_(minutes=122)
    assert logins.person(secret) is None


def test_a_session_that_is_used_ends_too_in_the_end(logins: Logins, li: Person, clock: Clock) -> None:
    secret = logins.begin(Actor(li), "", "")
    for _ in range(12):
        assert logins.person(secret) == li
        clock.pass_(hours=1, seconds=1)
    assert logins.person(secret) is None


def test_it_is_not_written_at_every_request_that_somebody_is_there(
    logins: Logins, li: Person, clock: Clock
) -> None:
    secret = logins.begin(Actor(li), "", "")
    seen = logins.of(li.id)[0].seen_at
    clock.pass_(seconds=59)
    logins.person(secret)
    assert logins.of(li.id)[0].seen_at == seen
    clock.pass_(seconds=2)
    logins.person(secret)
    assert logins.of(li.id)[0].seen_at > seen


def test_sessions_past_their_time_are_swept_away(logins: Logins, li: Person, clock: Clock) -> None:
    logins.begin(Actor(li), "", "")
    clock.pass_(hours=13)
    logins.begin(Actor(li), "", "")
    assert len(logins.of(li.id)) == 1


def test_logging_out_ends_this_session_alone(logins: Logins, li: Person) -> None:
    one, two = (logins.begin(Actor(li), "", "") for _ in range(2))
    logins.end(Actor(li), one)
    logins.end(Actor(li), one)  # once more does nothing
    assert logins.person(one) is None
    assert logins.person(two) == li


def test_nobody_ends_somebody_elses_session(logins: Logins, li: Person, database: Database) -> None:
    wang = People(database).add(Actor(LOCAL), "wang", "王", Role.READER)
    secret = logins.begin(Actor(li), "", "")
    logins.end_other(Actor(wang), digest(secret))
    assert logins.person(secret) == li
    logins.end_other(Actor(li), digest(secret))
    assert logins.person(secret) is None


@pytest.fixture
def tokens(database: Database, clock: Clock) -> Tokens:
    return Tokens(database, clock)


def test_a_token_is_its_persons_within_its_scopes_until_its_end(
    tokens: Tokens, li: Person, clock: Clock
) -> None:
    secret = tokens.make(Actor(li), "程序", frozenset({TokenScope.READ, TokenScope.ASK}), 30)
    assert tokens.holder(secret) == (li, frozenset({TokenScope.READ, TokenScope.ASK}))
    assert tokens.of(li.id)[0].used_at
    clock.pass_(days=30)
    assert tokens.holder(secret) is None


def test_a_revoked_token_opens_nothing(tokens: Tokens, li: Person, database: Database) -> None:
    wang = People(database).add(Actor(LOCAL), "wang", "王", Role.READER)
    secret = tokens.make(Actor(li), "程序", frozenset(TokenScope), 30)
    id_ = tokens.of(li.id)[0].id
    with pytest.raises(UnknownNameError):
        tokens.revoke(Actor(wang), id_)
    assert tokens.holder(secret)
    tokens.revoke(Actor(li), id_)
    assert tokens.holder(secret) is None
    assert tokens.of(li.id)[0].revoked


def test_a_person_has_so_many_living_tokens_at_most(tokens: Tokens, li: Person, clock: Clock) -> None:
    for number in range(MOST):
        tokens.make(Actor(li), str(number), frozenset(TokenScope), 1)
    with pytest.raises(PeopleError, match="最多"):
        tokens.make(Actor(li), "one more", frozenset(TokenScope), 1)
    clock.pass_(days=2)
    tokens.make(Actor(li), "after the end of the others", frozenset(TokenScope), 1)


def test_whoever_is_disabled_in_the_database_itself_is_out_too(
    logins: Logins, tokens: Tokens, li: Person, database: Database
) -> None:
    secret = logins.begin(Actor(li), "", "")
    key = tokens.make(Actor(li), "程序", frozenset(TokenScope), 30)
    with database.writing() as session:
        row = session.get(PersonRow, li.id)
        assert row is not None
        row.disabled = True
        session.add(row)
    assert logins.person(secret) is None
    assert tokens.holder(key) is None
