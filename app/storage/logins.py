"""Server-side sessions: a secret in the cookie, its SHA-256 here, and two limits of time."""

from __future__ import annotations

import hashlib
import secrets
from collections.abc import Callable
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta

from sqlalchemy import delete, or_
from sqlmodel import col, select

from app.domain.errors import LoginError
from app.domain.people import Actor, Person
from app.storage import audit
from app.storage.database import Database, moment
from app.storage.people import person_of
from app.storage.tables import LoginRow, PersonRow

SEEN_EVERY = timedelta(minutes=1)  # how exact the idle limit is; a write a request would be too dear
AGENT_LENGTH = 200


@dataclass(frozen=True)
class Login:
    """One session of a person, as shown to them."""

    id: str
    created_at: str
    seen_at: str
    address: str
    agent: str


@dataclass(frozen=True)
class Limits:
    """How long a session lives: without being used, and at most."""

    idle: timedelta = timedelta(hours=2)
    absolute: timedelta = timedelta(hours=12)


def _now() -> datetime:
    return datetime.now(UTC)


class Logins:
    """The sessions of one database."""

    def __init__(
        self, database: Database, limits: Limits | None = None, clock: Callable[[], datetime] = _now
    ) -> None:
        self._database = database
        self._limits = limits or Limits()
        self._now = clock

    def begin(self, actor: Actor, agent: str, how: str, proof: str | None = None) -> str:
        """The secret of a new session of the actor's person; sessions past their limits are swept away.

        `proof`: the hash their password was held against. LoginError where it was replaced, or the account disabled,
        while that was done: the session would outlive what was to end it.
        """
        secret, at = secrets.token_urlsafe(32), self._now()
        row = LoginRow(
            id=digest(secret),
            person_id=actor.person.id,
            created_at=moment(at),
            seen_at=moment(at),
            address=actor.address,
            agent=agent[:AGENT_LENGTH],
        )
        with self._database.writing() as session:
            person = session.get(PersonRow, actor.person.id)
            if person is None or person.disabled or (proof is not None and person.password != proof):
                raise LoginError("账号刚刚被停用或换了密码；请重新登录。")
            session.exec(
                delete(LoginRow).where(
                    or_(
                        col(LoginRow.seen_at) < moment(at - self._limits.idle),
                        col(LoginRow.created_at) < moment(at - self._limits.absolute),
                    )
                )
            )
            session.add(row)
            audit.append(session, actor, "login", actor.person.name, how)
        return secret

    def person(self, secret: str, using: bool = True) -> Person | None:
        """Who holds `secret`, within both limits and not disabled. Only `using` it keeps it from getting idle."""
        at = self._now()
        wanted = (
            select(PersonRow, LoginRow)
            .where(col(LoginRow.person_id) == col(PersonRow.id))
            .where(LoginRow.id == digest(secret))
        )
        with self._database.reading() as session:
            found = session.exec(wanted).first()
            if found is None:
                return None
            row, login = found
            fresh = login.seen_at >= moment(at - self._limits.idle)
            if row.disabled or not fresh or login.created_at < moment(at - self._limits.absolute):
                return None
            person, seen = person_of(row), login.seen_at
        if using and seen < moment(at - SEEN_EVERY):
            self._see(secret, at)
        return person

    def end(self, actor: Actor, secret: str) -> None:
        """Ends the session of `secret`; nothing where there is none."""
        with self._database.writing() as session:
            row = session.get(LoginRow, digest(secret))
            if row is not None:
                session.delete(row)
                audit.append(session, actor, "logout", actor.person.name)

    def end_other(self, actor: Actor, id_: str) -> None:
        """Ends one of the actor's own sessions by its id."""
        with self._database.writing() as session:
            row = session.get(LoginRow, id_)
            if row is not None and row.person_id == actor.person.id:
                session.delete(row)
                audit.append(session, actor, "logout.other", actor.person.name)

    def of(self, person: str) -> tuple[Login, ...]:
        """A person's sessions, the one last used first."""
        wanted = select(LoginRow).where(LoginRow.person_id == person).order_by(col(LoginRow.seen_at).desc())
        with self._database.reading() as session:
            return tuple(
                Login(row.id, row.created_at, row.seen_at, row.address, row.agent)
                for row in session.exec(wanted)
            )

    def _see(self, secret: str, at: datetime) -> None:
        with self._database.writing() as session:
            row = session.get(LoginRow, digest(secret))
            if row is not None:
                row.seen_at = moment(at)
                session.add(row)


def digest(secret: str) -> str:
    """What of a secret is kept. It has 256 random bits, so a plain hash is enough."""
    return hashlib.sha256(secret.encode()).hexdigest()
