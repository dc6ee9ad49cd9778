"""kill -9 of the server and of a writer beside it, at any moment of questions and saves."""

from __future__ import annotations

import random
import signal
import tempfile
import time
from collections.abc import Callable
from pathlib import Path

from scripts.faults.clients import Told, ask, busy
from scripts.faults.place import Place, kill, served
from scripts.faults.row import Row
from scripts.faults.writing import Found, look

READY = 10.0  # seconds until a question is answered
GOAL = f"acknowledged items lost 0, no half items, a question answered again ≤ {READY:.0f} s"
LOOKED = 2  # so many kills for one look, so that most starts find the files as the kill left them


def run(rounds: int, say: Callable[[str], None]) -> list[Row]:
    """A row for `rounds` kills."""
    chance = random.Random(7)
    lost, slowest, faults = 0, 0.0, list[str]()
    by_clients, kept = 0, list[str]()
    with tempfile.TemporaryDirectory() as folder:
        place = Place(Path(folder))
        with served(place):  # the first start makes the index
            pass
        for number in range(rounds):
            told = Told()
            with served(place) as server:
                began = time.monotonic()
                status, line = ask(server.address, f"6.2要求什么 r{number}")
                slowest = max(slowest, server.seconds + time.monotonic() - began)
                (told.lines if status == 201 else told.refused).append(line)
                writer = place.writer(f"w{number}", 60, "text,original,file,question")
                assert writer.stdout is not None
                assert writer.stdout.readline() == "ready\n"
                names = [f"{number}-{client}" for client in range(4)]
                with busy(server.address, names, time.monotonic() + 60, told) as expected:
                    time.sleep(chance.uniform(0.05, 1.0))
                    expected.set()
                    server.process.send_signal(signal.SIGKILL)
                    kept += kill(writer)
            kept += told.lines
            by_clients += len(told.lines)
            faults += [f"refused: {one}" for one in told.refused]
            if number % LOOKED == LOOKED - 1 or number == rounds - 1:
                found = look(place.url, place.data)
                missing = set(found.missing(kept))
                lost += len(missing)
                faults += _faults(found)
                kept = [line for line in kept if line not in missing]
        row = judged(rounds, len(kept), by_clients, lost, faults, slowest)
    say(f"{row.fault}: {row.figures}")
    return [row]


def judged(rounds: int, kept: int, by_clients: int, lost: int, faults: list[str], seconds: float) -> Row:
    """The row of what was found."""
    figures = (
        f"{kept} items acknowledged, {by_clients} of them by the server; {lost} lost, {len(faults)} faults"
        f"{f' ({faults[0]})' if faults else ''}; a question answered after {seconds:.1f} s at most"
    )
    fine = lost == 0 and not faults and seconds <= READY and kept >= by_clients > 0
    return Row("kill -9 of server and writers", GOAL, rounds, figures, fine)


def _faults(found: Found) -> list[str]:
    halves = [f"{found.halves} halves"] if found.halves else []
    return [*halves, *([found.fault] if found.fault else [])]
