"""kill -9 of the server and of writers beside it, at any moment of questions and saves."""

from __future__ import annotations

import json
import random
import signal
import tempfile
import threading
import time
import urllib.request
from collections.abc import Callable
from http.client import HTTPException
from pathlib import Path

from scripts.faults.place import Place, kill, served
from scripts.faults.row import Row
from scripts.faults.writing import Found, look

READY = 10.0  # seconds
GOAL = f"acknowledged items lost 0, no half items, ready again ≤ {READY:.0f} s"


def run(rounds: int, say: Callable[[str], None]) -> list[Row]:
    """A row for `rounds` kills."""
    chance, lost, seconds, items, faults = random.Random(7), 0, 0.0, 0, []
    with tempfile.TemporaryDirectory() as folder:
        place = Place(Path(folder))
        with served(place):  # the first start makes the index
            pass
        kept: list[str] = []
        for number in range(rounds):
            with served(place) as server:
                seconds = max(seconds, server.seconds)
                lines: list[str] = []
                clients = [
                    threading.Thread(target=_ask, args=(server.address, f"{number}-{client}", lines))
                    for client in range(3)
                ]
                writer = place.writer(f"w{number}", 60, "text,original,file,question")
                assert writer.stdout is not None
                assert writer.stdout.readline() == "ready\n"
                for client in clients:
                    client.start()
                time.sleep(chance.uniform(0.02, 0.8))
                server.process.send_signal(signal.SIGKILL)
                kept += kill(writer)
                for client in clients:
                    client.join()
                kept += lines
            found = look(place.url, place.data)
            missing = found.missing(kept)
            lost, items = lost + len(missing), items + len(lines)
            faults += _faults(found)
            kept = [line for line in kept if line not in missing]
        row = judged(rounds, len(kept), lost, faults, seconds)
    say(f"{row.fault}: {row.figures}")
    return [row]


def judged(rounds: int, kept: int, lost: int, faults: list[str], seconds: float) -> Row:
    """The row of what was found."""
    figures = (
        f"{kept} items acknowledged, {lost} lost, {len(faults)} faults, ready after {seconds:.1f} s at most"
    )
    fine = lost == 0 and not faults and seconds <= READY and kept > 0
    return Row("kill -9 of server and writers", GOAL, rounds, figures, fine)


def _faults(found: Found) -> list[str]:
    halves = [f"{found.halves} halves"] if found.halves else []
    return [*halves, *([found.fault] if found.fault else [])]


def _ask(address: str, name: str, lines: list[str]) -> None:
    """Asks until the server is gone; a question counts once its answer was read whole."""
    for number in range(10_000):
        question = f"6.2要求什么 {name}-{number}"
        request = urllib.request.Request(
            f"{address}api/conversations",
            json.dumps({"question": question}).encode(),
            {"content-type": "application/json"},
        )
        try:
            with urllib.request.urlopen(request, timeout=10) as response:
                told = json.load(response)
        except (OSError, HTTPException, ValueError):
            return
        lines.append(f"question {told['turn']['question']}")
