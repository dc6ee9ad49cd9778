"""Autosave in a real browser: what is shown as saved is on the disk, and what is not waits in the browser."""

from __future__ import annotations

import os
import signal
from collections.abc import Iterator
from pathlib import Path

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Browser, BrowserContext, Route

from app.domain.people import Actor, Person, Role
from app.storage.logins import Logins
from app.storage.people import People
from app.storage.worksheets import Worksheets
from tests.serving import Served, serving
from tests.web.browsing import CONSOLE, as_, database, state

pytestmark = pytest.mark.browser
PLACE = "/worksheets/foshan/6.2"
PHONE = {"width": 360, "height": 740}
NAVIGATION = "/login /setup /account /account/password /people /access /audit /rights /worksheets".split()


@pytest.fixture
def context(browser: Browser) -> Iterator[BrowserContext]:
    made = browser.new_context(viewport={"width": 1280, "height": 860})
    yield made
    made.close()


def kill(served: Served) -> None:
    served.process.send_signal(signal.SIGKILL)
    served.process.wait(20)


@pytest.mark.skipif(os.name != "posix", reason="SIGKILL")
def test_what_is_shown_as_saved_outlives_a_kill_and_the_rest_waits_in_the_browser(
    context: BrowserContext, tmp_path: Path
) -> None:
    page = context.new_page()
    with serving(tmp_path) as served:
        address = served.address.rstrip("/")
        page.goto(address + PLACE)
        page.locator("#text").press_sequentially("已经存上的文字", delay=10)
        state(page, "已保存 第 1 版")
        kill(served)
        page.locator("#text").press_sequentially("，还没存上的文字", delay=10)
        state(page, "没能保存")
    opened = database(tmp_path)
    assert Worksheets(opened).get("foshan", "6.2").text == "已经存上的文字"
    opened.close()
    port = address.rsplit(":", 1)[1]
    page.close()  # open, it would send the rest by itself as soon as the server is back
    page = context.new_page()
    with serving(tmp_path, port=port) as served:
        page.goto(address + PLACE)
        assert page.locator("#text").input_value() == "已经存上的文字"
        waiting = page.locator("#waiting")
        assert "已经存上的文字，还没存上的文字" in waiting.inner_text()
        waiting.locator("[data-take]").click()
        state(page, "已保存 第 2 版")
        page.reload()
        assert page.locator("#text").input_value() == "已经存上的文字，还没存上的文字"
        assert waiting.is_hidden()


@pytest.mark.skipif(os.name != "posix", reason="SIGKILL")
def test_an_open_page_sends_what_was_not_saved_once_the_server_is_back(
    context: BrowserContext, tmp_path: Path
) -> None:
    page = context.new_page()
    with serving(tmp_path) as served:
        address = served.address.rstrip("/")
        page.goto(address + PLACE)
        kill(served)
    page.locator("#text").fill("服务停着的时候写的")
    state(page, "没能保存")
    with serving(tmp_path, port=address.rsplit(":", 1)[1]):
        page.wait_for_function(
            "() => document.querySelector('#state')?.textContent.startsWith('已保存 第 1 版')", timeout=40_000
        )
        page.reload()
        assert page.locator("#text").input_value() == "服务停着的时候写的"


@pytest.fixture(scope="module")
def room(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return tmp_path_factory.mktemp("served")


@pytest.fixture(scope="module")
def address(room: Path) -> Iterator[str]:
    """A server with accounts."""
    opened = database(room)
    opened.close()
    with serving(room) as served:
        yield served.address.rstrip("/")


@pytest.fixture(scope="module")
def people(room: Path, address: str) -> Iterator[dict[str, tuple[Person, str]]]:
    """Name → the person and the secret of a session of theirs."""
    opened = database(room)
    store, found = People(opened), {}
    for name, role, department in (
        ("admin", Role.ADMINISTRATOR, ""),
        ("office", Role.OFFICE, ""),
        ("writer", Role.WRITER, "质控办"),
    ):
        person = store.add(CONSOLE, name, name, role, department)
        found[name] = person, Logins(opened).begin(Actor(person), "test", "test")
    yield found
    opened.close()


def test_the_second_of_two_writers_sees_both_texts(
    browser: Browser, address: str, people: dict[str, tuple[Person, str]]
) -> None:
    contexts = [browser.new_context(), browser.new_context()]
    one, two = (
        as_(context, address, people[name][1])
        for context, name in zip(contexts, ("office", "writer"), strict=True)
    )
    for page in (one, two):
        page.goto(address + PLACE)
    one.locator("#text").fill("办公室的文字")
    state(one, "已保存")
    two.locator("#news").filter(has_text="office刚保存了第 1 版").wait_for()
    two.locator("#text").fill("部门的文字")
    two.locator("#conflict .conflict").wait_for()
    told = two.locator("#conflict").inner_text()
    assert "办公室的文字" in told
    assert "部门的文字" in told
    assert two.locator("#text").input_value() == "部门的文字"
    two.locator("#text").fill("合成的文字")
    two.locator("#worksheet button").click()
    state(two, "已保存 第 2 版")
    for context in contexts:
        context.close()


def test_leaving_in_one_tab_ends_the_other_within_five_seconds(
    browser: Browser, address: str, room: Path, people: dict[str, tuple[Person, str]]
) -> None:
    opened = database(room)
    secret = Logins(opened).begin(Actor(people["office"][0]), "test", "test")
    opened.close()
    context = browser.new_context()
    here = as_(context, address, secret)
    here.goto(f"{address}/worksheets/foshan/6.1")
    there = context.new_page()
    there.goto(address)
    there.get_by_role("button", name="退出").click()
    here.locator("#news").filter(has_text="您已退出登录").wait_for(timeout=5000)
    here.locator("#text").fill("退出之后写的")
    state(here, "没能保存：您已退出登录")
    context.close()


def test_a_person_who_is_disabled_before_the_page_listens_is_told(
    browser: Browser, address: str, room: Path
) -> None:
    opened = database(room)
    person = People(opened).add(CONSOLE, "gone", "走了的人", Role.OFFICE)
    context = browser.new_context()
    page = as_(context, address, Logins(opened).begin(Actor(person), "test", "test"))

    def too_late(route: Route) -> None:
        People(opened).change(CONSOLE, person.id, disabled=True)
        route.continue_()

    page.route("**/events*", too_late)
    page.goto(f"{address}/worksheets/foshan/6.1")
    page.locator("#news").filter(has_text="不再有权查看").wait_for()
    opened.close()
    context.close()


def test_a_person_who_is_disabled_is_cut_off_within_five_seconds(
    browser: Browser, address: str, room: Path
) -> None:
    opened = database(room)
    store = People(opened)
    person = store.add(CONSOLE, "leaving", "要走的人", Role.OFFICE)
    context = browser.new_context()
    page = as_(context, address, Logins(opened).begin(Actor(person), "test", "test"))
    page.goto(f"{address}/worksheets/foshan/6.1")
    store.change(CONSOLE, person.id, disabled=True)
    opened.close()
    page.locator("#news").filter(has_text="不再有权查看").wait_for(timeout=5000)
    context.close()


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_axe_finds_nothing_on_the_pages_of_people_and_worksheets(
    browser: Browser, address: str, people: dict[str, tuple[Person, str]], scheme: str
) -> None:
    context = browser.new_context(color_scheme=scheme, reduced_motion="reduce", bypass_csp=True)  # type: ignore[arg-type]
    page, found = context.new_page(), {}
    page.goto(f"{address}/login")
    found["login"] = Axe().run(page)
    page.locator("[name=name]").fill("nobody")
    page.locator("[name=password]").fill("wrong")
    page.locator("main button").first.click()
    page.get_by_role("alert").wait_for()
    found["a wrong password"] = Axe().run(page)
    page = as_(context, address, people["admin"][1])
    for place in (*NAVIGATION[2:], PLACE, "/worksheets/chongqing/5.2"):
        page.goto(address + place)
        found[place] = Axe().run(page)
    page.goto(address + PLACE)
    page.locator(".versions a").first.click()
    found["version"] = Axe().run(page)
    context.close()
    assert {place: one.generate_report() for place, one in found.items() if one.violations_count} == {}


def test_a_phone_never_scrolls_sideways(
    browser: Browser, address: str, people: dict[str, tuple[Person, str]]
) -> None:
    context = browser.new_context(viewport=PHONE)  # type: ignore[arg-type]
    page = as_(context, address, people["admin"][1])
    for place in (*NAVIGATION, PLACE):
        page.goto(address + place)
        assert page.evaluate("document.documentElement.scrollWidth") <= PHONE["width"], place
    context.close()
