"""Eight processes and a server that write to one database while somebody holds its lock again and again."""

from __future__ import annotations

import json
import random
import sqlite3
import tempfile
import threading
import time
import urllib.error
import urllib.request
from collections.abc import Callable
from pathlib import Path

from scripts.faults.place import Place, acknowledged, served
from scripts.faults.row import Row
from scripts.faults.writing import look

GOAL = "lost 0, refused by the server 0"
PROCESSES = 8


def run(seconds: int, say: Callable[[str], None]) -> list[Row]:
    """A row for so many seconds of writing."""
    with tempfile.TemporaryDirectory() as folder:
        place = Place(Path(folder))
        with served(place) as server:
            until = time.monotonic() + seconds
            writers = [place.writer(f"w{n}", seconds, "question,text,original") for n in range(PROCESSES)]
            lines: list[str] = []
            refused: list[int] = []
            threads = [
                threading.Thread(target=_ask, args=(server.address, f"c{n}", until, lines, refused))
                for n in range(4)
            ]
            threads.append(threading.Thread(target=_hold, args=(place.data / "zhengai.sqlite3", until)))
            for thread in threads:
                thread.start()
            told = 0
            for writer in writers:
                lines += acknowledged(writer.communicate()[0])
                told += writer.returncode != 0
            for thread in threads:
                thread.join()
        row = judged(seconds, lines, look(place.url, place.data).missing(lines), refused, told)
        found = look(place.url, place.data)
    if found.fault or found.halves:
        row = Row(row.fault, row.goal, row.tried, f"{row.figures}; {found.fault} {found.halves}", False)
    say(f"{row.fault}: {row.figures}")
    return [row]


def judged(seconds: int, kept: list[str], missing: list[str], refused: list[int], told: int) -> Row:
    """The row of what was found."""
    figures = f"{len(kept)} items acknowledged in {seconds} s, {len(missing)} lost, {len(refused)} × 5xx, {told} writers gave up"
    fine = bool(kept) and not missing and not refused and not told
    return Row(f"{PROCESSES} processes and 4 clients write, the lock held", GOAL, len(kept), figures, fine)


def _ask(address: str, name: str, until: float, lines: list[str], refused: list[int]) -> None:
    number = 0
    while time.monotonic() < until:
        number += 1
        request = urllib.request.Request(
            f"{address}api/conversations",
            json.dumps({"question": f"6.2谁牵头 {name}-{number}"}).encode(),
            {"content-type": "application/json"},
        )
        try:
            with urllib.request.urlopen(request, timeout=60) as response:
                lines.append(f"question {json.load(response)['turn']['question']}")
        except urllib.error.HTTPError as error:
            refused.append(error.code)


def _hold(file: Path, until: float) -> None:
    """Takes the write lock and keeps it, again and again."""
    chance = random.Random(5)
    while time.monotonic() < until - 3:
        with sqlite3.connect(file, timeout=30, isolation_level=None) as connection:
            connection.execute("BEGIN IMMEDIATE")
            time.sleep(chance.uniform(0.1, 1.5))
            connection.execute("ROLLBACK")
        connection.close()
        time.sleep(chance.uniform(0.1, 0.6))
