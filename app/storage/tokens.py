"""API tokens: a program's key to a person's account, hashed, scoped, with an end, revocable."""

from __future__ import annotations

import secrets
from collections.abc import Callable
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta

from sqlmodel import col, select

from app.domain.errors import LoginError, PeopleError, UnknownNameError
from app.domain.people import Actor, Person, TokenScope
from app.storage import audit
from app.storage.database import Database, moment, new_id
from app.storage.logins import digest
from app.storage.people import person_of
from app.storage.tables import PersonRow, TokenRow

PREFIX = "zhengai_"  # so that secret scanners know one when they see it
MOST = 20  # living tokens of a person
USED_EVERY = timedelta(minutes=1)


@dataclass(frozen=True)
class Token:
    """A token as shown to its owner; its secret is shown once, when it is made."""

    id: str
    name: str
    scopes: frozenset[TokenScope]
    created_at: str
    expires_at: str
    used_at: str
    revoked: bool


def _now() -> datetime:
    return datetime.now(UTC)


class Tokens:
    """The tokens of one database."""

    def __init__(self, database: Database, clock: Callable[[], datetime] = _now) -> None:
        self._database = database
        self._now = clock

    def make(self, actor: Actor, name: str, scopes: frozenset[TokenScope], days: int) -> str:
        """The secret of a new token of the actor's; it cannot be read again."""
        secret, at = PREFIX + secrets.token_urlsafe(32), self._now()
        row = TokenRow(
            id=new_id(),
            digest=digest(secret),
            person_id=actor.person.id,
            name=name,
            scopes=" ".join(sorted(scopes)),
            created_at=moment(at),
            expires_at=moment(at + timedelta(days=days)),
        )
        with self._database.writing() as session:
            audit.lock(session)
            person = session.get(PersonRow, actor.person.id)
            if person is None or person.disabled:  # while the request was on its way
                raise LoginError("账号刚刚被停用；请重新登录。")
            mine = select(TokenRow).where(
                TokenRow.person_id == actor.person.id,
                col(TokenRow.revoked_at).is_(None),
                TokenRow.expires_at > moment(at),
            )
            if len(session.exec(mine).all()) >= MOST:
                raise PeopleError(f"每人最多 {MOST} 个有效令牌；请先撤销不用的。")
            session.add(row)
            audit.append(session, actor, "token.make", row.id, f"{name}: {row.scopes}")
        return secret

    def holder(self, secret: str) -> tuple[Person, frozenset[TokenScope]] | None:
        """Whose living token `secret` is, and what it is for."""
        at = self._now()
        wanted = (
            select(PersonRow, TokenRow)
            .where(col(TokenRow.person_id) == col(PersonRow.id))
            .where(TokenRow.digest == digest(secret))
        )
        with self._database.reading() as session:
            found = session.exec(wanted).first()
            if found is None:
                return None
            row, token = found
            if row.disabled or token.revoked_at is not None or token.expires_at <= moment(at):
                return None
            held = person_of(row), frozenset(map(TokenScope, token.scopes.split()))
            id_, used = token.id, token.used_at or ""
        if used < moment(at - USED_EVERY):
            self._use(id_, at)
        return held

    def of(self, person: str) -> tuple[Token, ...]:
        """A person's tokens, newest first."""
        wanted = (
            select(TokenRow).where(TokenRow.person_id == person).order_by(col(TokenRow.created_at).desc())
        )
        with self._database.reading() as session:
            return tuple(
                Token(
                    row.id,
                    row.name,
                    frozenset(map(TokenScope, row.scopes.split())),
                    row.created_at,
                    row.expires_at,
                    row.used_at or "",
                    row.revoked_at is not None,
                )
                for row in session.exec(wanted)
            )

    def revoke(self, actor: Actor, id_: str) -> None:
        """Ends one of the actor's own tokens; UnknownNameError where it is not theirs."""
        with self._database.writing() as session:
            row = session.get(TokenRow, id_)
            if row is None or row.person_id != actor.person.id:
                raise UnknownNameError("没有这个令牌；请从“我的账号”里选。")
            if row.revoked_at is None:
                row.revoked_at = moment(self._now())
                session.add(row)
                audit.append(session, actor, "token.revoke", id_, row.name)

    def _use(self, id_: str, at: datetime) -> None:
        with self._database.writing() as session:
            row = session.get(TokenRow, id_)
            if row is not None:
                row.used_at = moment(at)
                session.add(row)
