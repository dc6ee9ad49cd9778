"""Databases to keep things in: each test that asks for one runs on SQLite and on PostgreSQL."""

from __future__ import annotations

import uuid
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from tempfile import TemporaryDirectory

import psycopg
import pytest

from app.storage.database import Database, open_database
from tests.postgres import cluster, find_postgres

BOTH = ["sqlite", pytest.param("postgresql", marks=pytest.mark.postgres)]


@pytest.fixture(scope="session")
def postgres() -> Iterator[str]:
    """The URL of a running PostgreSQL, without a database's name."""
    programs = find_postgres()
    if programs is None:
        pytest.fail("no PostgreSQL server found, and --postgres required asks for one")
    # Not below pytest's own folder, which nobody but the user may enter: PostgreSQL does not run as root.
    with TemporaryDirectory(prefix="zhengai-postgres-") as folder, cluster(programs, Path(folder)) as url:
        yield url


@pytest.fixture(params=BOTH)
def url(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[str]:
    """The URL of an empty database."""
    if request.param == "sqlite":
        yield f"sqlite:///{tmp_path / '数据 100%' / 'zhengai.sqlite3'}"
    else:
        with fresh(request.getfixturevalue("postgres")) as made:
            yield made


@pytest.fixture
def database(url: str) -> Iterator[Database]:
    """An open database without rows."""
    opened = open_database(url)
    yield opened
    opened.close()


@contextmanager
def fresh(server: str) -> Iterator[str]:
    """The URL of a new database of a PostgreSQL, dropped at the end."""
    name = f"test_{uuid.uuid4().hex[:12]}"
    with psycopg.connect(f"{server}/postgres", autocommit=True) as connection:
        connection.execute(f"CREATE DATABASE {name}".encode())
    try:
        yield f"{server}/{name}"
    finally:
        with psycopg.connect(f"{server}/postgres", autocommit=True) as connection:
            connection.execute(f"DROP DATABASE {name} WITH (FORCE)".encode())
