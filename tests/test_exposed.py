"""The server opens to other machines only where it can ask who comes in."""

from __future__ import annotations

import subprocess
import sys
import urllib.error
import urllib.request
from pathlib import Path

import pytest

from app.domain.people import LOCAL, Actor, Role
from app.storage.database import open_database
from app.storage.people import People
from tests.doors import ROOT
from tests.serving import environment, serving


def serve(folder: Path, *arguments: str, **variables: str) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        [sys.executable, "-m", "app", "serve", "--port", "0", *arguments],
        cwd=ROOT,
        env={**environment(folder), **variables},
        capture_output=True,
        text=True,
        encoding="utf-8",
        timeout=60,
        check=False,
    )


def administrator(folder: Path, disabled: bool = False) -> None:
    database = open_database(f"sqlite:///{folder / 'data' / 'zhengai.sqlite3'}")
    people = People(database)
    people.add(Actor(LOCAL), "admin", "管理员", Role.ADMINISTRATOR)
    if disabled:
        with database.writing() as session:
            session.connection().exec_driver_sql("UPDATE person SET disabled = 1")
    database.close()


def test_without_an_administrator_it_does_not_open_to_others(tmp_path: Path) -> None:
    done = serve(tmp_path, "--host", "0.0.0.0")
    assert done.returncode == 2
    assert "不能在 0.0.0.0 上开放给别的机器" in done.stderr
    assert "zhengai user add" in done.stderr
    assert "Traceback" not in done.stderr


def test_a_disabled_administrator_is_none(tmp_path: Path) -> None:
    administrator(tmp_path, disabled=True)
    assert serve(tmp_path, "--host", "0.0.0.0").returncode == 2


def test_with_an_administrator_it_opens_and_lets_nobody_in_without_a_login(tmp_path: Path) -> None:
    administrator(tmp_path)
    with serving(tmp_path, ZHENGAI_HOST="0.0.0.0") as served:
        with urllib.request.urlopen(f"{served.address}schemes") as page:
            assert page.url.endswith("/login?next=%2Fschemes")
        with pytest.raises(urllib.error.HTTPError, match="401"):
            urllib.request.urlopen(f"{served.address}api/me")
        assert served.interrupt() == 0
        assert served.process.stderr is not None
        assert "密码在网络上是明文" in served.process.stderr.read()


def test_alone_the_way_to_the_first_administrator_is_said(tmp_path: Path) -> None:
    with serving(tmp_path) as served:
        assert served.interrupt() == 0
        assert served.process.stderr is not None
        assert "/setup ，一次性代码：" in served.process.stderr.read()


def test_a_forged_forwarded_address_is_not_believed(tmp_path: Path) -> None:
    """A client on this machine that says it comes by https from elsewhere changes nothing."""
    administrator(tmp_path)
    with serving(tmp_path) as served:
        asked = urllib.request.Request(
            f"{served.address}login", headers={"X-Forwarded-Proto": "https", "X-Forwarded-For": "10.9.9.9"}
        )
        with urllib.request.urlopen(asked) as page:
            cookie = page.headers["set-cookie"]
    assert "Secure" not in cookie
    assert not cookie.startswith("__Host-")
