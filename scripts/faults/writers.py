"""Eight processes and a server that write to one database while somebody holds its lock again and again."""

from __future__ import annotations

import random
import sqlite3
import tempfile
import threading
import time
from collections.abc import Callable
from pathlib import Path

from scripts.faults.clients import Told, busy
from scripts.faults.place import Place, acknowledged, served
from scripts.faults.row import Row
from scripts.faults.writing import Found, look

GOAL = "lost 0, refused by the server 0"
PROCESSES, CLIENTS = 8, 4


def run(seconds: int, say: Callable[[str], None]) -> list[Row]:
    """A row for so many seconds of writing."""
    told, held, gave_up, lines = Told(), list[float](), 0, list[str]()
    with tempfile.TemporaryDirectory() as folder:
        place = Place(Path(folder))
        with served(place) as server:
            until = time.monotonic() + seconds
            writers = [place.writer(f"w{n}", seconds, "question,text,original") for n in range(PROCESSES)]
            holder = threading.Thread(target=_hold, args=(place.data / "zhengai.sqlite3", until, held))
            holder.start()
            with busy(server.address, [f"c{n}" for n in range(CLIENTS)], until, told):
                for writer in writers:
                    lines += acknowledged(writer.communicate()[0])
                    gave_up += writer.returncode != 0
            holder.join()
        found = look(place.url, place.data)
    row = judged(seconds, lines, told, len(held), gave_up, found)
    say(f"{row.fault}: {row.figures}")
    return [row]


def judged(seconds: int, lines: list[str], told: Told, held: int, gave_up: int, found: Found) -> Row:
    """The row of what was found."""
    missing = found.missing([*lines, *told.lines])
    figures = (
        f"{len(lines)} items acknowledged by the processes and {len(told.lines)} by the server in {seconds} s, the "
        f"lock held {held} times; {len(missing)} lost, {len(told.refused)} refused"
        f"{f' ({told.refused[0]})' if told.refused else ''}, {gave_up} processes gave up"
        f"{f'; {found.halves} halves' if found.halves else ''}{f'; {found.fault}' if found.fault else ''}"
    )
    harmed = missing or told.refused or gave_up or found.halves or found.fault
    fine = bool(lines and told.lines and held) and not harmed
    fault = f"{PROCESSES} processes and {CLIENTS} clients write, the lock held"
    return Row(fault, GOAL, len(lines) + len(told.lines), figures, fine)


def _hold(file: Path, until: float, held: list[float]) -> None:
    """Takes the write lock and keeps it, again and again; how long each time goes to `held`."""
    chance = random.Random(5)
    while time.monotonic() < until - 3:
        connection = sqlite3.connect(file, timeout=30, isolation_level=None)
        connection.execute("BEGIN IMMEDIATE")
        length = chance.uniform(0.1, 2)
        time.sleep(length)
        connection.execute("ROLLBACK")
        connection.close()
        held.append(length)
        time.sleep(chance.uniform(0.1, 0.6))
