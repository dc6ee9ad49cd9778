"""Who is asking, and everything that changes that: one service for pages, API and command line."""

from __future__ import annotations

import secrets
import threading
from collections.abc import Iterable
from dataclasses import dataclass, field, replace
from typing import TYPE_CHECKING

from app.access.passwords import MODERN, Passwords, address_wait, temporary, weakness
from app.domain.errors import LoginError, PeopleError, ThrottledError
from app.domain.people import LOCAL, NOBODY, Actor, Person, Role, TokenScope
from app.storage.attempts import Attempts
from app.storage.audit import AuditLog
from app.storage.database import Database
from app.storage.document_access import DocumentRules
from app.storage.logins import Limits, Logins, digest
from app.storage.people import Credentials, People, folded
from app.storage.tokens import Tokens

if TYPE_CHECKING:  # it loads authlib, which few need
    from app.access.single_sign_on import Identity

WRONG = "登录名或密码不对，或账号已停用；请检查大小写后重试，忘记密码请找管理员重设。"
NAME_LENGTH = 40
CODE_TRIES = 10


@dataclass
class FirstCode:
    """The one-time code that makes the first administrator; it dies when used or guessed at too often."""

    code: str = field(default_factory=lambda: "-".join(secrets.token_hex(2).upper() for _ in range(4)))
    tries: int = 0
    _lock: threading.Lock = field(default_factory=threading.Lock, repr=False)

    def take(self, typed: str) -> None:
        """Nothing where `typed` is right; LoginError where not, ThrottledError once it was tried too often."""
        with self._lock:
            if self.tries >= CODE_TRIES:
                raise ThrottledError("一次性代码试错太多，已作废；请重新启动程序，会给出新的代码。", 3600)
            right = secrets.compare_digest(typed.strip().upper().encode(errors="replace"), self.code.encode())
            self.tries += not right  # whoever has the code may try several passwords
        if not right:
            raise LoginError("一次性代码不对；请看启动程序的窗口里显示的代码。")


class Access:
    """The accounts of one database, and the ways in."""

    def __init__(
        self, database: Database, passwords: Passwords | None = None, limits: Limits | None = None
    ) -> None:
        self.people = People(database)
        self.logins = Logins(database, limits)
        self.tokens = Tokens(database)
        self.rules = DocumentRules(database)
        self.audit = AuditLog(database)
        self.passwords = passwords or Passwords(MODERN)
        self.first_code = FirstCode()
        self._attempts = Attempts(database)

    @property
    def local(self) -> bool:
        """Whether there are no accounts yet: whoever sits at this machine may do everything."""
        return not self.people.any()

    def by_cookie(self, secret: str, address: str, using: bool = True) -> Actor:
        """Who holds the session; the local person while there are no accounts; NOBODY otherwise."""
        if self.local:
            return Actor(LOCAL, address)
        person = self.logins.person(secret, using) if secret else None
        return Actor(person, address) if person else Actor(NOBODY.person, address)

    def by_token(self, secret: str, address: str) -> Actor:
        """Whose token it is; NOBODY where it is nobody's. Guesses are not throttled: 256 bits cannot be guessed."""
        held = self.tokens.holder(secret)
        return Actor(held[0], address, held[1]) if held else Actor(NOBODY.person, address)

    def must_change(self, actor: Actor) -> bool:
        """Whether the person must choose a new password before anything else."""
        if actor.person.must_change:
            return True
        if self.passwords.policy.days is None or actor.person in (LOCAL, NOBODY.person):
            return False
        held = self.people.credentials_of(actor.person.id)
        return held.password is not None and self.passwords.policy.expired(held.password_at)

    def log_in(self, name: str, password: str, address: str, agent: str) -> tuple[str, Person]:
        """The secret of a new session; LoginError, or ThrottledError after too many failures."""
        name = folded(name)
        if len(name) > NAME_LENGTH or not name.isprintable():
            name = ""  # which nobody has
        account, place = f"account {digest(name)}", f"address {address}"
        stranger = Actor(NOBODY.person, address)
        held = self.people.credentials(name)
        shown = (
            held.person.name if held else "（没有这个账号）"
        )  # people type their password into the wrong box
        try:
            self._attempts.begin({account: self.passwords.policy.wait, place: address_wait})
        except ThrottledError:
            self.audit.record(stranger, "login.throttled", shown)
            raise
        proven = self._proven(held, password)
        if proven is None:
            self.audit.record(stranger, "login.failed", shown)
            raise LoginError(WRONG)
        self._attempts.succeeded((account,))
        self._attempts.forgive(
            place
        )  # not forgotten: one account of one's own would buy guesses at all others
        person = proven.person
        return self.logins.begin(Actor(person, address), agent, "password", proven.password), person

    def log_in_by(
        self, issuer: str, identity: Identity, new_role: str, address: str, agent: str
    ) -> tuple[str, Person]:
        """The secret of a new session of whom the provider vouches for; a stranger gets `new_role`, if any.

        An account is never found by its name or address, which the provider may let people choose.
        """
        subject, stranger = f"{issuer} {identity.subject}", Actor(NOBODY.person, address)
        person = self.people.external(subject)
        if person is None and new_role:
            name, display = self._free_name(identity.name), identity.display[:NAME_LENGTH] or identity.name
            person = self.people.add(stranger, name, display, Role(new_role), external=subject)
        if person is None or person.disabled:
            self.audit.record(stranger, "login.failed", person.name if person else subject, "oidc")
            raise LoginError(
                "您的账号已停用；请找管理员。"
                if person
                else f"还没有您的账号。请把这个标识告诉管理员，由他建立：{identity.subject[:200]}"
            )
        return self.logins.begin(Actor(person, address), agent, "oidc"), person

    def _free_name(self, wanted: str) -> str:
        """A login name like `wanted` that can be taken and that nobody has."""
        base = "".join(c for c in folded(wanted) if _is_of_name(c))[: NAME_LENGTH - 4] or "user"
        names = (base, *(f"{base}-{number}" for number in range(2, 1000)))
        return next(name for name in names if self.people.credentials(name) is None)

    def _proven(self, held: Credentials | None, password: str) -> Credentials | None:
        """`held`, with the hash that is kept now, where `password` is theirs and they may log in."""
        right, better = self.passwords.checked(password, held.password if held else None)
        if held is None or not right or held.person.disabled:
            return None
        if better:
            self.people.rehash(held.person.id, held.password, better)
            return replace(held, password=better)
        return held

    def begin_administration(
        self, code: str, name: str, display: str, password: str, address: str, agent: str
    ) -> tuple[str, Person]:
        """The first administrator and their session, for the code that was printed at start."""
        if not self.local:
            raise PeopleError("已经有账号了；请登录，由管理员建立其他账号。")
        self.first_code.take(code)
        person = self.add(Actor(LOCAL, address), name, display, Role.ADMINISTRATOR, "", password, first=True)
        return self.logins.begin(Actor(person, address), agent, "first administrator"), person

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
        departments: Iterable[str] | None = None,
        first: bool = False,
    ) -> Person:
        """The new account, its password held to the policy; `departments`: those that may be given.

        `first`: PeopleError where there is an account already.
        """
        name, display = folded(name), " ".join(display.split()) or folded(name)
        _check_name(name, display)
        _check_department(role, department, departments)
        hash_ = None if password is None else self.passwords.accept(password, (name, display))
        return self.people.add(actor, name, display, role, department, hash_, external, must_change, first)

    def add_with_temporary(
        self,
        actor: Actor,
        name: str,
        display: str,
        role: Role,
        department: str,
        departments: Iterable[str] | None = None,
    ) -> tuple[Person, str]:
        """The new account and a password to be changed at the first login, shown once."""
        about = (folded(name), display)  # a name of three letters stands in a random password now and then
        password = next(
            made for made in iter(temporary, "") if not weakness(self.passwords.policy, made, about)
        )
        person = self.add(
            actor, name, display, role, department, password, must_change=True, departments=departments
        )
        return person, password

    def change(
        self,
        actor: Actor,
        id_: str,
        role: Role | None = None,
        department: str | None = None,
        display: str | None = None,
        disabled: bool | None = None,
        departments: Iterable[str] | None = None,
    ) -> Person:
        """The account as changed; what is None stays."""
        was = self.people.get(id_)
        role_now = role or was.role
        department_now = was.department if department is None else department
        if role is not None or department is not None:
            _check_department(role_now, department_now, departments)
        if display is not None:
            display = " ".join(display.split()) or was.name
            _check_name(was.name, display)
        return self.people.change(actor, id_, role, department, display, disabled)

    def reset(self, actor: Actor, id_: str) -> str:
        """A new password for somebody who forgot theirs, to be changed at the first login; shown once."""
        person, password = self.people.get(id_), temporary()
        self.people.set_password(actor, id_, self.passwords.hash(password), must_change=True)
        self._attempts.succeeded((f"account {digest(person.name)}",))
        return password

    def change_password(self, actor: Actor, old: str, new: str, secret: str) -> None:
        """The actor's own new password; every other session of theirs ends. LoginError where `old` is wrong."""
        person = actor.person
        account = f"account {digest(person.name)}"
        held = self.people.credentials_of(person.id)
        if held.password is None:
            raise PeopleError("这个账号用统一身份认证登录，没有密码可改。")
        self._attempts.begin({account: self.passwords.policy.wait})
        if not self.passwords.right(old, held.password):
            raise LoginError("现在的密码不对；请重新输入。")
        self._attempts.succeeded((account,))
        earlier = self.people.old_passwords(person.id, self.passwords.policy.remembered)
        hash_ = self.passwords.accept(new, (person.name, person.display), earlier)
        self.people.set_password(
            Actor(person, actor.address), person.id, hash_, False, digest(secret), was=held.password
        )

    def make_token(self, actor: Actor, name: str, scopes: Iterable[TokenScope], days: int) -> str:
        """The secret of a new token, shown once."""
        chosen = frozenset(scopes)
        name = " ".join(name.split())
        if not name or len(name) > NAME_LENGTH:
            raise PeopleError(f"请给令牌起个名字（不超过 {NAME_LENGTH} 字），说明给哪个程序用。")
        if not chosen:
            raise PeopleError("请至少选一项权限。")
        if not 1 <= days <= 366:
            raise PeopleError("有效期应在 1–366 天之间。")
        return self.tokens.make(actor, name, chosen, days)


def _check_name(name: str, display: str) -> None:
    if not name or len(name) > NAME_LENGTH or not all(map(_is_of_name, name)):
        raise PeopleError(
            f"登录名“{name[:NAME_LENGTH]}”不能用：应为 1–{NAME_LENGTH} 个字母、数字、汉字或 . _ - @，不含空格。"
        )
    if len(display) > NAME_LENGTH or not display.isprintable():
        raise PeopleError(f"姓名不能用：应不超过 {NAME_LENGTH} 个字，不含控制字符。")


def _is_of_name(character: str) -> bool:
    return character.isalnum() or character in "._-@"


def _check_department(role: Role, department: str, departments: Iterable[str] | None) -> None:
    if role is Role.WRITER and not department:
        raise PeopleError("撰写人要有部门，才知道能改哪些要素的底稿；请选一个部门。")
    known = tuple(departments) if departments is not None else None
    if department and known is not None and department not in known:
        raise PeopleError(f"没有部门“{department[:NAME_LENGTH]}”；方案里的部门有：{'、'.join(known)}。")
