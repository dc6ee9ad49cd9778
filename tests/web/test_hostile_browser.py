"""Hostile strings in every field, in a real browser: nothing runs, nothing breaks, nothing leaves the page."""

from __future__ import annotations

import itertools
import os
from collections.abc import Iterator
from pathlib import Path
from urllib.parse import quote

import httpx2
import pytest
from playwright.sync_api import sync_playwright

from app import gate
from app.domain.people import Actor, Person, Role
from app.storage.database import open_database
from app.storage.logins import Logins
from app.storage.people import People
from app.storage.report_rows import Head
from app.storage.reports import Reports
from tests.serving import serving

pytestmark = pytest.mark.browser

MARK = "__executed"
RUN = f"window.{MARK}=1"
HTML = [
    f"<script>{RUN}</script>",
    f"</textarea><script>{RUN}</script>",
    f"</title><script>{RUN}</script>",
    f"<img src=x onerror={RUN}>",
    f"<svg onload={RUN}>",
    f"<svg><script>{RUN}</script></svg>",
    f'"><img src=x onerror={RUN}>',
    f"'><img src=x onerror={RUN}>",
    f'" autofocus onfocus={RUN} x="',
    f"' autofocus onfocus={RUN} x='",
    f"<iframe srcdoc='<script>parent.{MARK}=1</script>'></iframe>",
    f"<a href=javascript:{RUN}>x</a>",
    f"<body onload={RUN}>",
    f"<details open ontoggle={RUN}>x</details>",
    f"<math><mi xlink:href=javascript:{RUN}>x",
    f"<style>@import 'javascript:{RUN}'</style>",
    f"<meta http-equiv=refresh content='0;url=javascript:{RUN}'>",
    f"<form action=javascript:{RUN}><button>x",
    f"<object data=javascript:{RUN}>",
    f"<embed src=javascript:{RUN}>",
    f"<div hx-on:load='{RUN}' hx-get=/ hx-trigger=load>x</div>",
    f"<div hx-vals='js:{{a: {RUN}}}' hx-post=/ask hx-trigger=load>x</div>",
    f"<template><script>{RUN}</script></template>",
    f'<noscript><p title="</noscript><img src=x onerror={RUN}>">',
    f"<!--><script>{RUN}</script>-->",
    f"<scr<script>ipt>{RUN}</scr</script>ipt>",
    f"\u003cscript\u003e{RUN}\u003c/script\u003e",
    f"＜script＞{RUN}＜/script＞",
    f"&lt;script&gt;{RUN}&lt;/script&gt;",
    f"javascript:{RUN}",
    f"data:text/html,<script>{RUN}</script>",
]
TEMPLATE = [
    "{{ 7*7 }}",
    "{% raw %}",
    "${7*7}",
    "#{7*7}",
    "<%= 7*7 %>",
    "{{ config }}",
    "{{ ''.__class__ }}",
    "{{page.form}}",
    "%(x)s",
    "{0}",
]
SQL = [
    "' OR '1'='1",
    "'; DROP TABLE person; --",
    '" OR ""="',
    "1); DELETE FROM turn; --",
    "%' --",
    "\\'",
    "' UNION SELECT password FROM person --",
    "admin'--",
    "%",
    "_",
]
PATHS = [
    "../../etc/passwd",
    "..\\..\\windows",
    "/etc/passwd",
    "%2e%2e%2f",
    "....//",
    "C:\\x",
    "file:///etc/passwd",
    "foshan/../chongqing",
    ".",
    "..",
    "CON",
    "~root",
]
HEADERS = [
    "a\r\nSet-Cookie: x=1",
    "a\nLocation: //evil.example",
    "\r\n\r\n<script>",
    "a%0d%0aX: y",
    "x\x0bz",
    "x\x0cz",
    "x\x1fz",
]
UNICODE = [
    "\u202e右到左",
    "零\u200b宽",
    "\ufeff",
    "é" * 50,
    "e\u0301" * 50,
    "𠀀" * 20,
    "😀" * 50,
    "\u2028行\u2029段",
    "ﷺ" * 20,
    "a" + "\u0300" * 80,
    "İı",
    "ß",
    "ǆ",
    "\U000e0041",
    "\ufffe",
    "１２３",
    "②③",
    "ｱｲｳ",
    "\u0000",
    "\x7f",
]
BASES = [*HTML, *TEMPLATE, *SQL, *PATHS, *HEADERS, *UNICODE]
WRAPPED = [
    *(base + "要求什么" for base in BASES),
    *("诊断点" + base for base in BASES),
    *(base * 3 for base in BASES),
    *(f"佛山 {base} 重庆" for base in BASES),
    *(f"6.2{base}谁牵头\n{base}" for base in BASES),
    *(f"“{base}”" for base in BASES),
]
STRINGS = list(dict.fromkeys([*BASES, *WRAPPED]))[:540]
FIELDS: tuple[tuple[str, str, str, dict[str, str]], ...] = (
    ("POST", "/ask", "question", {}),
    ("POST", "/ask", "scheme", {"question": "方针是什么"}),
    ("POST", "/ask", "conversation", {"question": "方针是什么"}),
    ("POST", "/worksheets/foshan/6.2", "text", {"base": "0"}),
    ("GET", "/reports", "q", {}),
    ("POST", "/reports/{report}", "school", {"form": "chongqing"}),
    ("POST", "/reports/{report}/cells/5.2", "problems", {"base": "0"}),
    ("POST", "/reports/{report}/cells/5.2/evidence", "text", {"dated": "2025-09"}),
    ("POST", "/reports/{report}/cells/5.2/evidence", "source", {"text": "一条证据"}),
    ("POST", "/reports/{report}/cells/5.2/status", "note", {"status": "returned"}),
    ("POST", "/people", "name", {"role": "reader"}),
    ("POST", "/people", "display", {"role": "reader", "name": "{n}"}),
    ("POST", "/people", "department", {"role": "reader", "name": "{n}"}),
    ("POST", "/account/tokens", "name", {"scope": "read", "days": "1"}),
    ("POST", "/account/password", "old", {}),
    ("GET", "/", "q", {}),
    ("GET", "/schemes/foshan", "department", {}),
    ("GET", "/documents/foshan", "mark", {}),
    ("GET", "/audit", "since", {}),
    ("GET", "/compare", "one", {}),
    ("GET", "/login", "next", {}),
)
IN_PATH = (
    "/documents/{}",
    "/schemes/{}",
    "/schemes/foshan/points/{}",
    "/worksheets/foshan/{}",
    "/reports/{}",
    "/conversations/{}",
    "/api/schemes/{}",
    "/api/documents/foshan/clauses/{}",
    "/people/{}",
)


@pytest.fixture(scope="module")
def room(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return tmp_path_factory.mktemp("hostile")


@pytest.fixture(scope="module")
def served(room: Path) -> Iterator[tuple[str, str, str]]:
    """(address, secret of an administrator's session, a report)."""
    with serving(room) as running:
        database = open_database(f"sqlite:///{room / 'data' / 'zhengai.sqlite3'}")
        by = Actor(Person("console", "c", "c", Role.ADMINISTRATOR))
        person = People(database).add(by, "admin", "管理员", Role.ADMINISTRATOR)
        secret = Logins(database).begin(Actor(person), "test", "test")
        report = Reports(database).create(Actor(person), Head("chongqing", "chongqing")).head.id
        database.close()
        yield running.address.rstrip("/"), secret, report


def test_there_are_enough_strings_of_every_kind() -> None:
    assert len(STRINGS) >= 500
    assert all(base in STRINGS for base in BASES)


def test_no_string_in_any_field_breaks_the_server(served: tuple[str, str, str]) -> None:
    """Every string goes through some fields, every field gets hundreds; the first hundred go through all."""
    address, secret, report = served
    headers = {gate.FORM_HEADER: gate.form_token(secret), "cookie": f"{gate.SESSION}={secret}"}
    numbers, broken, wrong = itertools.count(), [], []
    with httpx2.Client(base_url=address, headers=headers, timeout=30) as client:
        for position, string in enumerate(STRINGS):
            for at, (method, path, field, more) in enumerate(FIELDS):
                if position >= 100 and (position + at) % 5:
                    continue
                form = {name: value.format(n=f"n{next(numbers)}") for name, value in more.items()}
                sent, place = {**form, field: string}, path.replace("{report}", report)
                response = (
                    client.post(place, data=sent) if method == "POST" else client.get(place, params=sent)
                )
                if response.status_code >= 500:
                    broken.append((method, path, field, string, response.status_code))
                if "<script>window" in response.text or "set-cookie: x" in str(response.headers).lower():
                    wrong.append((path, field, string))
            if position % 4 == 0:
                for path in IN_PATH:
                    place = path.format(quote(string, safe=""))
                    if client.get(place).status_code >= 500:
                        broken.append(("GET", path, "", string, 500))
    assert broken == []
    assert wrong == []


def test_nothing_of_it_runs_on_any_page_that_shows_it(
    served: tuple[str, str, str], chromium: Path, room: Path
) -> None:
    """The pages that show what was kept above, and a fresh round of every string that could run, in Chromium."""
    address, secret, report = served
    as_root = hasattr(os, "geteuid") and os.geteuid() == 0
    elsewhere: list[str] = []
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(
            executable_path=str(chromium), args=["--no-sandbox"] if as_root else []
        )
        context = browser.new_context()
        context.add_cookies([{"name": gate.SESSION, "value": secret, "url": address}])
        page = context.new_page()
        page.on("dialog", lambda dialog: dialog.dismiss())
        page.on(
            "request",
            lambda request: (
                elsewhere.append(request.url) if not request.url.startswith((address, "data:")) else None
            ),
        )
        ran = []

        def look(place: str) -> None:
            page.goto(address + place)
            if page.evaluate(f"window.{MARK} === 1") or page.frames[1:]:
                ran.append(place)

        for place in (
            "/conversations",
            "/people",
            "/account",
            "/audit",
            "/worksheets",
            "/worksheets/foshan/6.2",
            "/reports",
            f"/reports/{report}",
            f"/reports/{report}/cells/5.2",
        ):
            look(place)
        with httpx2.Client(base_url=address, headers={"cookie": f"{gate.SESSION}={secret}"}) as client:
            versions = client.get("/api/worksheets/foshan/6.2/versions").json()
            conversations = client.get("/api/conversations?limit=60").json()
        for one in versions[:40]:
            look(f"/worksheets/foshan/6.2/versions/{one['id']}")
        for one in conversations:
            look(f"/conversations/{one['id']}")
        for string in HTML + TEMPLATE:
            look(f"/?q={quote(string)}")
            page.goto(address)
            page.locator("#question").fill(string)
            page.locator("#send").click()
            page.locator(".turn, .fault").first.wait_for()
            if page.evaluate(f"window.{MARK} === 1"):
                ran.append(string)
        browser.close()
    assert ran == []
    assert elsewhere == []
