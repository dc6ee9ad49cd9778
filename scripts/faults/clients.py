"""Clients of a running server: they ask and save worksheets, and note what was acknowledged and what was refused."""

from __future__ import annotations

import json
import threading
import time
import urllib.error
import urllib.request
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field
from http.client import HTTPException
from typing import Any

ELEMENTS = ("6.2", "1.1")  # of 佛山; clients that share one are in each other's way
MOST_TOLD = 60  # characters of a refusal that are worth a look
KEPT = {201, 200, 409}  # asked; saved; saved beside the version of somebody who was faster


class GoneError(Exception):
    """The server did not answer, or not to the end."""


@dataclass
class Told:
    """What clients were told. A line acknowledges an item, as those of `writing.py` do."""

    lines: list[str] = field(default_factory=list)
    refused: list[str] = field(default_factory=list)  # "status, beginning of what was said", or "gone"


def request(
    address: str, method: str, path: str, sent: object = None, seconds: float = 60
) -> tuple[int, Any]:
    """(status, JSON) of an answer that was read whole; GoneError without one."""
    asked = urllib.request.Request(
        f"{address}{path}",
        None if sent is None else json.dumps(sent).encode(),
        {"content-type": "application/json"},
        method=method,
    )
    try:
        try:
            with urllib.request.urlopen(asked, timeout=seconds) as response:
                return response.status, json.load(response)
        except urllib.error.HTTPError as error:
            with error:
                return error.code, json.load(error)
    except (OSError, HTTPException, ValueError) as error:
        raise GoneError(str(error)) from error


def ask(address: str, question: str, seconds: float = 60) -> tuple[int, str]:
    """(status, the line that acknowledges the question or what was said instead)."""
    status, told = request(address, "POST", "api/conversations", {"question": question}, seconds)
    return status, f"question {told['turn']['question']}" if status == 201 else str(told)


def save(address: str, element: str, text: str, base: int, seconds: float = 60) -> tuple[int, str, int]:
    """(status, the line that acknowledges the text or what was said instead, the version that is current now)."""
    path = f"api/worksheets/foshan/{element}"
    status, told = request(address, "PUT", path, {"text": text, "base": base}, seconds)
    if status == 200:
        return status, f"text {told['text']}", told["version"]
    if status == 409:
        return status, f"text {told['kept']['text']}", told["current"]["version"]
    return status, str(told), base


@contextmanager
def busy(address: str, names: Sequence[str], until: float, told: Told) -> Iterator[threading.Event]:
    """A client for each name, busy until then; once the event is set, that the server is gone is what was wanted."""
    expected = threading.Event()
    threads = [
        threading.Thread(target=_client, args=(address, name, ELEMENTS[n % 2], until, told, expected))
        for n, name in enumerate(names)
    ]
    for thread in threads:
        thread.start()
    try:
        yield expected
    finally:
        for thread in threads:
            thread.join()


def _client(
    address: str, name: str, element: str, until: float, told: Told, expected: threading.Event
) -> None:
    number = base = 0
    while time.monotonic() < until:
        number += 1
        try:
            if number % 2:
                status, line = ask(address, f"6.2谁牵头 {name}-{number}")
            else:
                status, line, base = save(address, element, f"底稿 {name}-{number}", base)
        except GoneError as error:
            if not expected.is_set():
                told.refused.append(f"gone: {error}"[:MOST_TOLD])
            return
        if status in KEPT:
            told.lines.append(line)
        else:
            told.refused.append(f"{status} {line}"[:MOST_TOLD])
