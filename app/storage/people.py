"""Accounts. The last enabled administrator stays one; whoever is disabled or given a password is logged out."""

from __future__ import annotations

from dataclasses import dataclass
from unicodedata import normalize

from sqlalchemy import delete, func, update
from sqlmodel import Session, col, select

from app.domain.errors import LoginError, PeopleError, UnknownNameError
from app.domain.people import LOCAL, Actor, Person, Role
from app.storage import audit
from app.storage.database import Database, new_id, now
from app.storage.tables import (
    AttachmentRow,
    ConversationRow,
    LoginRow,
    OldPasswordRow,
    PersonRow,
    ProposalRow,
    ReportEventRow,
    ReportRow,
    ReportVersionRow,
    TokenRow,
    WorksheetVersionRow,
)


@dataclass(frozen=True)
class Credentials:
    """What a login is held against; `password` is a hash, None where there is only single sign-on."""

    person: Person
    password: str | None
    password_at: str


class People:
    """The accounts of one database."""

    def __init__(self, database: Database) -> None:
        self._database = database
        self._some = False

    def any(self) -> bool:
        """Whether there is an account; accounts are never deleted, so yes stays yes."""
        if not self._some:
            with self._database.reading() as session:
                self._some = session.exec(select(PersonRow.id).limit(1)).first() is not None
        return self._some

    def has_administrator(self) -> bool:
        """Whether somebody enabled administers."""
        with self._database.reading() as session:
            return bool(_administrators(session))

    def all(self) -> tuple[Person, ...]:
        """By name."""
        with self._database.reading() as session:
            return tuple(person_of(row) for row in session.exec(select(PersonRow).order_by(PersonRow.name)))

    def get(self, id_: str) -> Person:
        """The person of that id; UnknownNameError where there is none."""
        with self._database.reading() as session:
            return person_of(_row(session, id_))

    def named(self, name: str) -> Person:
        """The person who logs in as `name`; UnknownNameError where nobody does."""
        found = self.credentials(name)
        if found is None:
            raise UnknownNameError(f"没有账号“{name[:40]}”；用 zhengai user list 查看已有的账号。")
        return found.person

    def credentials(self, name: str) -> Credentials | None:
        if not name.isprintable():  # NUL and halves of characters are no text to a database
            return None
        with self._database.reading() as session:
            row = session.exec(select(PersonRow).where(PersonRow.name == folded(name))).first()
            return Credentials(person_of(row), row.password, row.password_at or "") if row else None

    def credentials_of(self, id_: str) -> Credentials:
        with self._database.reading() as session:
            row = _row(session, id_)
            return Credentials(person_of(row), row.password, row.password_at or "")

    def external(self, subject: str) -> Person | None:
        """The person of a single sign-on subject."""
        with self._database.reading() as session:
            row = session.exec(select(PersonRow).where(PersonRow.external == subject)).first()
            return person_of(row) if row else None

    def old_passwords(self, id_: str, count: int) -> tuple[str, ...]:
        """Hashes of the last `count` passwords, the present one first."""
        newest = (
            select(OldPasswordRow.password)
            .where(OldPasswordRow.person_id == id_)
            .order_by(col(OldPasswordRow.id).desc())
        )
        with self._database.reading() as session:
            present = _row(session, id_).password
            earlier = session.exec(newest.limit(count)).all()
        return tuple(filter(None, (present, *earlier)))[:count]

    def add(
        self,
        actor: Actor,
        name: str,
        display: str,
        role: Role,
        department: str = "",
        password: str | None = None,
        external: str = "",
        must_change: bool = False,
        first: bool = False,
    ) -> Person:
        """The new account. The first is an administrator's, who takes over what the local person wrote.

        `first`: PeopleError where there is an account already.
        """
        row = PersonRow(
            id=new_id(),
            name=folded(name),
            display=display,
            role=role,
            department=department,
            disabled=False,
            must_change=must_change,
            created_at=now(),
            external=external or None,
            password=password,
            password_at=now() if password else None,
        )
        with self._database.writing() as session:
            audit.lock(session)  # two first accounts at once: the second sees the first
            if session.exec(select(PersonRow).where(PersonRow.name == row.name)).first():
                raise PeopleError(
                    f"账号“{row.name}”已经有了；请换一个登录名，或用 user role、user reset 修改。"
                )
            if external and session.exec(select(PersonRow).where(PersonRow.external == external)).first():
                raise PeopleError("这个统一认证账号已属于另一个人；请核对。")
            is_first = session.exec(select(PersonRow.id).limit(1)).first() is None
            if first and not is_first:
                raise PeopleError("已经有账号了；请登录，由管理员建立其他账号。")
            if is_first and role is not Role.ADMINISTRATOR:
                raise PeopleError("第一个账号应是管理员（administrator），否则没有人能管理其他账号。")
            session.add(row)
            session.flush()
            if is_first:
                _inherit(session, row)
            audit.append(session, actor, "person.add", row.name, f"{role} {department}".strip())
        return person_of(row)

    def change(
        self,
        actor: Actor,
        id_: str,
        role: Role | None = None,
        department: str | None = None,
        display: str | None = None,
        disabled: bool | None = None,
    ) -> Person:
        """The account as changed; what is None stays. Disabling logs out at once and revokes tokens."""
        with self._database.writing() as session:
            audit.lock(session)
            row = _row(session, id_)
            told = []
            for field, value in (
                ("role", role),
                ("department", department),
                ("display", display),
                ("disabled", disabled),
            ):
                if value is not None and getattr(row, field) != value:
                    told.append(f"{field}: {getattr(row, field)} → {value}")
                    setattr(row, field, value)
            session.add(row)
            session.flush()
            if not _administrators(session):
                raise PeopleError("这是最后一个可用的管理员；请先另设一个管理员，再作这个改动。")
            if row.disabled:
                _cut_off(session, id_)
            if told:
                audit.append(session, actor, "person.change", row.name, "; ".join(told))
        return person_of(row)

    def set_password(
        self,
        actor: Actor,
        id_: str,
        password: str,
        must_change: bool,
        keep_login: str = "",
        was: str | None = None,
    ) -> None:
        """Replaces the hash; every other login of the person ends, and every token where somebody else did it.

        `was`: the hash it replaces; LoginError where that has been replaced since it was looked at.
        """
        with self._database.writing() as session:
            row = _row(session, id_)
            if was is not None and row.password != was:
                raise LoginError("密码刚刚被换过了，这一次没有改；请重新登录。")
            if row.password:
                session.add(OldPasswordRow(person_id=id_, password=row.password, replaced_at=now()))
            row.password, row.password_at, row.must_change = password, now(), must_change
            session.add(row)
            session.exec(
                delete(LoginRow).where(col(LoginRow.person_id) == id_, col(LoginRow.id) != keep_login)
            )
            if must_change:
                _revoke(session, id_)
            audit.append(session, actor, "person.password", row.name)

    def rehash(self, id_: str, was: str | None, password: str) -> None:
        """The same password under today's parameters; nothing where it was changed since."""
        with self._database.writing() as session:
            row = _row(session, id_)
            if row.password == was:
                row.password = password
                session.add(row)


def folded(name: str) -> str:
    """A login name as it is kept: one form for what keyboards send in several, so that no two look alike."""
    return normalize("NFKC", normalize("NFKC", name).strip().casefold())


def person_of(row: PersonRow) -> Person:
    return Person(
        id=row.id,
        name=row.name,
        display=row.display,
        role=Role(row.role),
        department=row.department,
        disabled=row.disabled,
        must_change=row.must_change,
        created_at=row.created_at,
        external=row.external or "",
    )


def _row(session: Session, id_: str) -> PersonRow:
    row = session.get(PersonRow, id_)
    if row is None:
        raise UnknownNameError("没有这个账号；请从账号列表里打开。")
    return row


def _administrators(session: Session) -> int:
    enabled = select(func.count()).where(
        PersonRow.role == Role.ADMINISTRATOR, col(PersonRow.disabled).is_(False)
    )
    return session.exec(enabled).one()


def _inherit(session: Session, row: PersonRow) -> None:
    session.exec(update(ConversationRow).where(col(ConversationRow.owner) == LOCAL.id).values(owner=row.id))
    mine = col(WorksheetVersionRow.saved_by) == LOCAL.id
    session.exec(update(WorksheetVersionRow).where(mine).values(saved_by=row.id, saved_name=row.display))
    mine = col(AttachmentRow.added_by) == LOCAL.id
    session.exec(update(AttachmentRow).where(mine).values(added_by=row.id, added_name=row.display))
    mine = col(ReportRow.created_by) == LOCAL.id
    session.exec(update(ReportRow).where(mine).values(created_by=row.id, created_name=row.display))
    mine = col(ReportVersionRow.saved_by) == LOCAL.id
    session.exec(update(ReportVersionRow).where(mine).values(saved_by=row.id, saved_name=row.display))
    mine = col(ReportEventRow.by_id) == LOCAL.id
    session.exec(update(ReportEventRow).where(mine).values(by_id=row.id, by_name=row.display))
    mine = col(ProposalRow.made_by) == LOCAL.id
    session.exec(update(ProposalRow).where(mine).values(made_by=row.id, made_name=row.display))
    mine = col(ProposalRow.decided_by) == LOCAL.id
    session.exec(update(ProposalRow).where(mine).values(decided_by=row.id, decided_name=row.display))


def _cut_off(session: Session, id_: str) -> None:
    session.exec(delete(LoginRow).where(col(LoginRow.person_id) == id_))
    _revoke(session, id_)


def _revoke(session: Session, id_: str) -> None:
    living = (col(TokenRow.person_id) == id_) & col(TokenRow.revoked_at).is_(None)
    session.exec(update(TokenRow).where(living).values(revoked_at=now()))
