"""Access over an empty database, with hashes that cost nothing."""

from __future__ import annotations

from pathlib import Path

from pwdlib import PasswordHash
from pwdlib.hashers.argon2 import Argon2Hasher

from app.access.access import Access
from app.access.passwords import MODERN, Passwords, Policy
from app.domain.people import LOCAL, Actor
from app.storage.database import Database, open_database

CHEAP = PasswordHash((Argon2Hasher(time_cost=1, memory_cost=8, parallelism=1),))
ME = Actor(LOCAL, "127.0.0.1")
GOOD, OTHER = "四月的雨落在旧操场上 7", "correct staple horse battery"
HERE = "10.0.0.9"


def passwords(policy: Policy = MODERN) -> Passwords:
    return Passwords(policy, CHEAP)


def sqlite(folder: Path) -> Database:
    return open_database(f"sqlite:///{folder / 'zhengai.sqlite3'}")


def access(database: Database, policy: Policy = MODERN) -> Access:
    return Access(database, passwords(policy))
