"""A polite stop: what was accepted is finished, open streams end, and nothing that was told is lost."""

from __future__ import annotations

import json
import signal
import threading
import time
import urllib.request
from http.client import HTTPException
from pathlib import Path

import pytest

from app.storage.database import open_database
from app.storage.shelf import SqlShelf
from tests.serving import serving


@pytest.mark.skipif(not hasattr(signal, "SIGKILL"), reason="POSIX signals")
def test_a_stop_while_people_ask_and_a_stream_is_open_cuts_nothing_off_and_loses_nothing(
    tmp_path: Path,
) -> None:
    told: list[str] = []
    ended = threading.Event()

    def ask(name: int) -> None:
        for number in range(1000):
            question = f"6.2谁牵头 {name}-{number}"
            request = urllib.request.Request(
                f"{address}api/conversations",
                json.dumps({"question": question}).encode(),
                {"content-type": "application/json"},
            )
            try:
                with urllib.request.urlopen(request, timeout=10) as response:
                    json.load(response)
            except (OSError, HTTPException, ValueError):
                return
            told.append(question)

    def listen() -> None:
        with urllib.request.urlopen(f"{address}worksheets/foshan/6.2/events", timeout=30) as stream:
            stream.read()
        ended.set()

    with serving(tmp_path) as served:
        address = served.address
        threads = [threading.Thread(target=ask, args=(name,)) for name in range(3)]
        threads.append(threading.Thread(target=listen))
        for thread in threads:
            thread.start()
        while len(told) < 10:
            time.sleep(0.01)
        served.process.send_signal(signal.SIGTERM)
        assert served.process.wait(20) == 0
        assert served.process.stderr is not None
        assert "graceful shutdown exceeded" not in served.process.stderr.read()  # nothing was cut off
        for thread in threads:
            thread.join(20)
        assert ended.is_set()
    database = open_database(f"sqlite:///{tmp_path / 'data' / 'zhengai.sqlite3'}")
    kept = {one.title for one in SqlShelf(database).conversations("local", 100_000)}
    database.close()
    assert set(told) <= kept
