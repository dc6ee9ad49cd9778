"""Passwords: two policies to choose from, argon2 hashes, and never more hashing at once than memory allows."""

from __future__ import annotations

import re
import secrets
import threading
import unicodedata
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta

from pwdlib import PasswordHash
from pwdlib.exceptions import UnknownHashError
from pwdlib.hashers.argon2 import Argon2Hasher

from app.domain.errors import PeopleError

MOST = 128  # characters; longer ones only cost time
_UNREAD = 4 * MOST  # characters as typed; more are not even brought to one form, which can take its time
SCORED = 24  # characters: zxcvbn takes many seconds for long hostile ones
AT_ONCE = 2  # hashes in the making; each takes 64 MB
_CLASSES = {
    "小写字母": re.compile(r"[a-z]"),
    "大写字母": re.compile(r"[A-Z]"),
    "数字": re.compile(r"\d"),
    "符号": re.compile(r"[^\w\s]|_"),
}
# 汉语拼音 of up to four characters with a year or signs around it (woaizhongguo, Jiaowuchu@2027): there are few such
# words, and the word lists of zxcvbn are English.
_SYLLABLE = (
    "(?:[bpmfdtnlgkhjqxryw]|[zcs]h?)?"
    "(?:i?ang?|i?ong|[iu]?en?g?|i?ao|ia|iu|in|ing|u?ai|ua|uang?|uo|ui|un|[uv]e|ei|ou|er|[aoeiuv])"
)
_PINYIN = re.compile(rf"[\W\d_]{{0,8}}{_SYLLABLE}(?:[\W_]?{_SYLLABLE}){{1,3}}[\W\d_]{{0,8}}")


@dataclass(frozen=True)
class Policy:
    """What a password must be, how long it lasts, and how wrong ones are slowed down."""

    name: str
    told: str  # one sentence for whoever chooses a password
    least: int
    strength: int = 0  # zxcvbn's 0…4
    classes: int = 0  # of upper case, lower case, digits, signs
    days: int | None = None  # until it must be changed
    remembered: int = 1  # how many, with the present one, may not be chosen again
    locked: timedelta | None = None  # after five failures; None: growing waits

    def wait(self, failures: int) -> timedelta:
        """How long the attempt after `failures` in a row must wait, for one account."""
        if failures < 5:
            return timedelta()
        return self.locked or _doubled(failures - 5)

    def expired(self, password_at: str, now: datetime | None = None) -> bool:
        """Whether a password set at that time must be changed."""
        if self.days is None or not password_at:
            return False
        at = now or datetime.now(UTC)
        return at - datetime.fromisoformat(password_at) > timedelta(days=self.days)


MODERN = Policy(
    "modern", "至少 12 个字符，不限字符种类，不能是容易猜到的；一句别人想不到的话最好。", least=12, strength=3
)
DENGBAO = Policy(
    "dengbao",
    "至少 10 个字符，大写字母、小写字母、数字、符号中至少三种；90 天更换一次，不能与最近 5 次相同。",
    least=10,
    strength=2,
    classes=3,
    days=90,
    remembered=5,
    locked=timedelta(minutes=30),
)
POLICIES = {policy.name: policy for policy in (MODERN, DENGBAO)}


def address_wait(failures: int) -> timedelta:
    """How long the attempt after `failures` in a row must wait, for one address; a college may share one."""
    if failures < 20:
        return timedelta()
    return _doubled((failures - 20) // 5)


def _doubled(times: int) -> timedelta:
    """Half a minute, doubled so often, a quarter of an hour at most."""
    return min(timedelta(seconds=30 * 2 ** min(times, 10)), timedelta(minutes=15))


class Passwords:
    """Hashing and checking under one policy."""

    def __init__(self, policy: Policy, hashes: PasswordHash | None = None) -> None:
        self.policy = policy
        self._hashes = hashes or PasswordHash((Argon2Hasher(),))
        self._room = threading.Semaphore(AT_ONCE)
        self._nobody = ""

    def accept(self, password: str, about: Iterable[str], earlier: Iterable[str] = ()) -> str:
        """The hash of a new password; PeopleError says what it lacks. `about`: words of the person, `earlier`: hashes."""
        fault = weakness(self.policy, password, tuple(about))
        if fault:
            raise PeopleError(f"这个密码不能用：{fault}。要求：{self.policy.told}")
        if any(self.right(password, hash_) for hash_ in earlier):
            raise PeopleError(
                "新密码与现在的相同；请换一个。"
                if self.policy.remembered == 1
                else f"新密码与最近 {self.policy.remembered} 次用过的相同；请换一个。"
            )
        return self.hash(password)

    def hash(self, password: str) -> str:
        with self._room:
            return self._hashes.hash(_normal(password))

    def right(self, password: str, hash_: str | None) -> bool:
        """Whether `password` is the one of `hash_`; takes as long where there is none, so that names stay unknown."""
        return self.checked(password, hash_)[0]

    def checked(self, password: str, hash_: str | None) -> tuple[bool, str | None]:
        """The same, and a new hash where today's parameters differ from those it was made with."""
        if len(password) > _UNREAD or not password.isprintable() or len(normal := _normal(password)) > MOST:
            return False, None
        if hash_ is None:
            self._nobody = self._nobody or self.hash(secrets.token_urlsafe(16))
        try:
            with self._room:
                right, better = self._hashes.verify_and_update(normal, hash_ or self._nobody)
        except UnknownHashError:
            return False, None
        return right and hash_ is not None, better


def temporary() -> str:
    """A password for the first login, to be changed at once; no letters that look alike."""
    alphabet = "abcdefghjkmnpqrstuvwxyzABCDEFGHJKMNPQRSTUVWXYZ23456789"
    return "-".join("".join(secrets.choice(alphabet) for _ in range(5)) for _ in range(4))


def weakness(policy: Policy, password: str, about: tuple[str, ...] = ()) -> str:
    """What `password` lacks under `policy`, in Chinese; "" where nothing. It is looked at as it is kept."""
    if len(password) > _UNREAD:
        return f"超过 {MOST} 个字符"
    password, about = _normal(password), tuple(map(_normal, about))
    if len(password) < policy.least:
        return f"只有 {len(password)} 个字符，至少要 {policy.least} 个"
    if len(password) > MOST:
        return f"超过 {MOST} 个字符"
    if not password.isprintable():
        return "含有不能显示的字符"
    kinds = sum(1 for sign in _CLASSES.values() if sign.search(password))
    if kinds < policy.classes:
        return f"只有 {kinds} 种字符（{'、'.join(_CLASSES)}），至少要 {policy.classes} 种"
    if any(_tells(word) and word.casefold() in password.casefold() for word in about):
        return "含有登录名或姓名"
    if _PINYIN.fullmatch(password.casefold()):
        return "只是几个字的拼音，太容易猜到"
    if _strength(password, about) < policy.strength:
        return "太容易猜到（常见密码、键盘顺序、日期、重复等）"
    return ""


def _tells(word: str) -> bool:
    """Whether a name is long enough not to stand in a password by chance; two characters are a name in Chinese."""
    return len(word) > (2 if word.isascii() else 1)


def _strength(password: str, about: tuple[str, ...]) -> int:
    from zxcvbn import zxcvbn  # its word lists take a moment to load

    found = zxcvbn(password[:SCORED], user_inputs=[*about, "zhengai", "zhenggai", "诊改", "诊改助手"])
    return int(found["score"])


def _normal(password: str) -> str:
    """One form for what keyboards may send in several."""
    return unicodedata.normalize("NFKC", password)
