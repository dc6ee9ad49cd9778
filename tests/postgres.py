"""A PostgreSQL of our own: one cluster for the session, in a folder of its own, one database a test."""

from __future__ import annotations

import os
import shutil
import socket
import subprocess
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import psycopg

PLACES = ("/usr/lib/postgresql/*/bin", "/usr/local/pgsql/bin", "/opt/homebrew/bin")


def find_postgres() -> Path | None:
    """The folder of PostgreSQL's server programs on this machine, the newest where there are several."""
    if found := shutil.which("initdb"):
        return Path(found).parent
    for place in PLACES:
        folders = [path for path in Path("/").glob(place.lstrip("/")) if (path / "initdb").is_file()]
        if folders:
            return max(folders, key=lambda path: [int(n) for n in str(path).split("/") if n.isdecimal()])
    return None


@contextmanager
def cluster(programs: Path, folder: Path) -> Iterator[str]:
    """The URL of a running server without a database's name; it is stopped at the end."""
    as_other = _unprivileged(folder)
    data, port = folder / "data", _free_port()
    made = ["--auth=trust", "--username=zhengai", "--encoding=UTF8", "--locale=C.UTF-8"]
    subprocess.run(
        [programs / "initdb", "-D", data, *made], check=True, capture_output=True, cwd=folder, **as_other
    )
    settings = [
        "-c",
        f"port={port}",
        "-c",
        "listen_addresses=127.0.0.1",
        "-c",
        f"unix_socket_directories={folder}",
    ]
    with (folder / "log").open("wb") as log:
        server = subprocess.Popen(
            [programs / "postgres", "-D", data, *settings], stdout=log, stderr=log, cwd=folder, **as_other
        )
    url = f"postgresql://zhengai@127.0.0.1:{port}"
    try:
        _wait(f"{url}/postgres", server)
        yield url
    finally:
        server.terminate()
        try:
            server.wait(20)
        except subprocess.TimeoutExpired:
            server.kill()
            server.wait()


def _unprivileged(folder: Path) -> dict[str, Any]:
    """PostgreSQL does not run as root: it then runs as nobody, who must own the folder."""
    if os.name != "posix" or os.geteuid() != 0:
        return {}
    import pwd

    nobody = pwd.getpwnam("nobody")
    os.chown(folder, nobody.pw_uid, nobody.pw_gid)
    return {"user": nobody.pw_uid, "group": nobody.pw_gid, "extra_groups": []}


def _free_port() -> int:
    with socket.create_server(("127.0.0.1", 0)) as held:
        port: int = held.getsockname()[1]
        return port


def _wait(url: str, server: subprocess.Popen[bytes]) -> None:
    until = time.monotonic() + 30
    while server.poll() is None and time.monotonic() < until:
        try:
            psycopg.connect(url, connect_timeout=2).close()
            return
        except psycopg.OperationalError:
            time.sleep(0.1)
    raise RuntimeError("PostgreSQL did not start")
