"""The bench of a report's cell in a real browser: typed, killed, drafted, linked; readable by everybody."""

from __future__ import annotations

import os
import signal
import threading
import time
from collections.abc import Iterator
from pathlib import Path

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Browser, BrowserContext, Dialog, Page, Route

from app.domain.drafts import Cell, Evidence, PartKey
from app.domain.people import LOCAL, Actor, Person, Role
from app.storage.logins import Logins
from app.storage.people import People
from app.storage.report_rows import Head
from app.storage.reports import Reports
from tests.drafting.written import cell
from tests.serving import Served, serving
from tests.web.browsing import CONSOLE, as_, database, state

pytestmark = pytest.mark.browser
ME = Actor(LOCAL)
HEAD = Head("chongqing", "chongqing", "示例职业技术学院", "2025", "2025-12-20")


@pytest.fixture
def context(browser: Browser) -> Iterator[BrowserContext]:
    made = browser.new_context(viewport={"width": 1280, "height": 860})
    yield made
    made.close()


def new_report(folder: Path, *cells: Cell) -> str:
    """A report in the database of the server that runs, or will run, in `folder`."""
    opened = database(folder)
    try:
        return Reports(opened).create(ME, HEAD, cells).head.id
    finally:
        opened.close()


def texts(folder: Path, report: str) -> list[str]:
    """Every text of the cell's problems that was ever current, oldest first."""
    opened = database(folder)
    try:
        reports = Reports(opened)
        numbers = sorted(one.number for one in reports.versions(report, "5.2", 10_000) if one.number)
        return [reports.at(report, "5.2", number).text(PartKey.PROBLEMS) for number in numbers]
    finally:
        opened.close()


def kill(served: Served) -> None:
    served.process.send_signal(signal.SIGKILL)
    served.process.wait(20)


def place(address: str, report: str) -> str:
    return f"{address.rstrip('/')}/reports/{report}/cells/5.2"


@pytest.mark.skipif(os.name != "posix", reason="SIGKILL")
def test_killed_between_keystrokes_what_was_shown_as_saved_is_there(
    context: BrowserContext, tmp_path: Path
) -> None:
    page = context.new_page()
    with serving(tmp_path) as served:
        report = new_report(tmp_path)
        page.goto(place(served.address, report))
        page.locator("#text-problems").press_sequentially("两个学院未设受理点。", delay=10)
        state(page, "已保存 第 1 版")
        page.locator("#findings").get_by_text("诊断意见缺“目标达成程度”").wait_for()
        kill(served)
        page.locator("#text-causes").press_sequentially("经费没有列入预算。", delay=10)
        state(page, "没能保存")
        address = served.address
    assert texts(tmp_path, report) == ["两个学院未设受理点。"]
    page.close()  # open, it would send the rest by itself as soon as the server is back
    page = context.new_page()
    with serving(tmp_path, port=address.rstrip("/").rsplit(":", 1)[1]):
        page.goto(place(address, report))
        waiting = page.locator("#waiting")
        assert "经费没有列入预算。" in waiting.inner_text()
        waiting.locator("[data-take]").click()
        state(page, "已保存 第 2 版")
        page.reload()
        assert page.locator("#text-problems").input_value() == "两个学院未设受理点。"
        assert page.locator("#text-causes").input_value() == "经费没有列入预算。"
        assert waiting.locator("[data-text]").count() == 0


@pytest.mark.skipif(os.name != "posix", reason="SIGKILL")
def test_killed_at_any_moment_of_a_save_what_was_shown_as_saved_is_there(
    context: BrowserContext, tmp_path: Path
) -> None:
    """Killed at six moments while somebody types and it saves: the last text shown as saved is on the disk."""
    report, port = "", ""
    for number in range(6):
        page = context.new_page()
        with serving(tmp_path, port=port or "0") as served:
            port = served.address.rstrip("/").rsplit(":", 1)[1]
            report = report or new_report(tmp_path)
            page.goto(place(served.address, report))
            page.evaluate("localStorage.clear()")
            watch(page)
            timer = threading.Timer(0.6 + number * 0.09, kill, [served])
            timer.start()
            box = page.locator("#text-problems")
            began, i = time.monotonic(), 0
            while timer.is_alive() and time.monotonic() - began < 20:
                box.press_sequentially(f"{number}之{i}。", delay=5)
                i += 1
            timer.join()
            shown = page.evaluate("window.shownAsSaved")
        page.close(run_before_unload=False)
        kept = texts(tmp_path, report)
        assert not shown or shown in kept, (number, shown)


def watch(page: Page) -> None:
    """Notes the text that the page had sent when it last said that it is saved."""
    page.evaluate(
        """() => {
          const real = window.fetch;
          window.shownAsSaved = "";
          let sent = "";
          window.fetch = (place, options) => {
            if (options && options.method === "POST") sent = new URLSearchParams(options.body).get("problems");
            return real(place, options);
          };
          new MutationObserver(() => {
            if (document.querySelector("#state").dataset.state === "saved") window.shownAsSaved = sent;
          }).observe(document.querySelector("#state"), { childList: true, attributes: true });
        }"""
    )


@pytest.fixture(scope="module")
def room(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return tmp_path_factory.mktemp("served")


@pytest.fixture(scope="module")
def address(room: Path) -> Iterator[str]:
    """A server with accounts."""
    database(room).close()
    with serving(room) as served:
        yield served.address.rstrip("/")


@pytest.fixture(scope="module")
def sessions(room: Path, address: str) -> Iterator[dict[str, str]]:
    """Name → the secret of a session of theirs."""
    opened = database(room)
    store, found = People(opened), {}
    for name, role in (("admin", Role.ADMINISTRATOR), ("office", Role.OFFICE), ("other", Role.OFFICE)):
        person: Person = store.add(CONSOLE, name, name, role, "")
        found[name] = Logins(opened).begin(Actor(person), "test", "test")
    yield found
    opened.close()


def test_of_two_people_the_second_sees_both_and_saves_the_merged_text(
    browser: Browser, address: str, room: Path, sessions: dict[str, str]
) -> None:
    report = new_report(room)
    contexts = [browser.new_context(), browser.new_context()]
    one, two = (
        as_(context, address, sessions[name])
        for context, name in zip(contexts, ("office", "other"), strict=True)
    )
    for page in (one, two):
        page.goto(place(address, report))
    one.locator("#text-problems").fill("办公室的文字。")
    state(one, "已保存 第 1 版")
    two.locator("#news").filter(has_text="office刚保存了第 1 版").wait_for()
    two.locator("#text-problems").fill("另一个人的文字。")
    state(two, "有人先存了一版")
    conflict = two.locator("#conflict")
    assert "办公室的文字。" in conflict.inner_text()
    assert "另一个人的文字。" in conflict.inner_text()
    assert two.locator("#text-problems").input_value() == "另一个人的文字。"
    two.locator("#text-problems").fill("办公室的文字。\n另一个人的文字。")
    two.get_by_role("button", name="保存", exact=True).first.click()
    state(two, "已保存 第 2 版")
    assert texts(room, report) == ["办公室的文字。", "办公室的文字。\n另一个人的文字。"]
    for made in contexts:
        made.close()


@pytest.mark.parametrize("button", [None, "保存", "用证据起草"])
def test_what_is_typed_before_the_page_is_ready_is_saved(
    context: BrowserContext, address: str, room: Path, sessions: dict[str, str], button: str | None
) -> None:
    """On a slow line a script comes late: the text is there, the writer types and may press a button at once."""
    report = new_report(room, cell("5.2", {}, [Evidence("E1", "两个学院未设投诉受理点", "2025-10")]))
    page = as_(context, address, sessions["office"])
    late: list[Route] = []
    page.route("**/htmx.min.js", lambda route: route.continue_() if late else late.append(route))
    page.goto(place(address, report), wait_until="commit")
    page.locator("#text-problems").fill("打开就写的话。")
    if button:
        page.get_by_role("button", name=button, exact=True).first.click()
    assert texts(room, report) == [""]
    late[0].continue_()
    if button == "用证据起草":
        page.locator(".proposal").first.wait_for()
    else:
        state(page, "已保存 第 2 版")
    assert page.locator("#text-problems").input_value() == "打开就写的话。"
    assert texts(room, report)[1] == "打开就写的话。"  # a draft is a version after it


def test_a_draft_is_taken_sentence_by_sentence_and_links_are_set(
    context: BrowserContext, address: str, room: Path, sessions: dict[str, str]
) -> None:
    report = new_report(room)
    page = as_(context, address, sessions["office"])
    page.goto(place(address, report))
    form = page.locator("details:has-text('添加证据') form.stack")
    form.locator("[name=text]").fill("两个二级学院未设投诉受理点")
    form.locator("[name=dated]").fill("2025-10")
    form.get_by_role("button", name="添加").click()
    page.locator(".evidence", has_text="两个二级学院未设投诉受理点").wait_for()  # the new page
    page.locator("#text-goals").fill("写在起草以前的话。")  # saved before the next form goes
    page.get_by_role("button", name="用证据起草").click()
    proposals = page.locator(".proposal")
    proposals.first.wait_for()
    problem = proposals.filter(has=page.locator("b", has_text="存在问题")).first
    problem.get_by_role("button", name="采纳").click()
    page.wait_for_function(
        "() => document.querySelector('#text-problems')?.value.includes('两个二级学院未设')"
    )
    assert page.locator("#text-goals").input_value() == "写在起草以前的话。"
    page.locator("#text-measures").fill("质控办3月底前办妥。")
    state(page, "已保存")
    page.locator("#links-measures summary").click()
    page.locator("#findings").get_by_text("没有对应的措施").first.wait_for()
    page.locator("#links-measures input[type=checkbox]").first.check()
    page.wait_for_function(
        "() => !document.querySelector('#findings').textContent.includes('没有对应的措施')"
    )
    assert page.locator("#links-measures").get_attribute("open") is not None


def test_what_was_saved_while_typing_can_be_handed_in(
    context: BrowserContext, address: str, room: Path, sessions: dict[str, str]
) -> None:
    report = new_report(room)
    page = as_(context, address, sessions["office"])
    page.goto(place(address, report))
    page.locator("#text-problems").press_sequentially("两个学院未设受理点。")
    state(page, "已保存 第 1 版")
    page.locator("[name=note]").fill("其余部分下周补")
    page.get_by_role("button", name="提交", exact=True).click()
    page.locator("h1 .tag", has_text="已提交").wait_for()
    assert "其余部分下周补" in page.locator("main").inner_text()


def test_a_conflict_found_by_pressing_another_button_is_shown_and_the_others_links_stay(
    browser: Browser, address: str, room: Path, sessions: dict[str, str]
) -> None:
    words = {"问题": "两个学院未设受理点。", "措施": "增设受理点。"}
    report = new_report(room, cell("5.2", words, EVIDENCE[:1]))
    contexts = [browser.new_context(), browser.new_context()]
    one, two = (
        as_(context, address, sessions[name])
        for context, name in zip(contexts, ("office", "other"), strict=True)
    )
    for page in (one, two):
        page.goto(place(address, report))
    one.locator("#links-measures summary").click()
    one.locator("#links-measures input[type=checkbox]").first.check()
    state(one, "已保存 第 2 版")
    two.locator("#text-causes").fill("经费没有列入预算。")
    two.get_by_role("button", name="用证据起草").click()
    two.locator("#conflict").get_by_text("两份文字都在").wait_for()
    assert two.locator("#text-causes").input_value() == "经费没有列入预算。"
    assert "对应“两个学院未设受理点。”" in two.locator("#conflict").inner_text()
    two.get_by_role("button", name="保存", exact=True).first.click()
    state(two, "已保存 第 3 版")
    opened = database(room)
    now = Reports(opened).get(report).cell("5.2").cell
    opened.close()
    problem, measure = (now.part(key).sentences[0] for key in (PartKey.PROBLEMS, PartKey.MEASURES))
    assert measure.answers == (problem.id,)
    assert now.text(PartKey.CAUSES) == "经费没有列入预算。"
    for made in contexts:
        made.close()


def test_a_tick_that_was_not_saved_is_offered_again(
    context: BrowserContext, address: str, room: Path, sessions: dict[str, str]
) -> None:
    words = {"问题": "两个学院未设受理点。", "措施": "增设受理点。"}
    report = new_report(room, cell("5.2", words, EVIDENCE[:1]))
    page = as_(context, address, sessions["office"])
    page.goto(place(address, report))
    page.route("**/cells/5.2", lambda route: route.abort())
    page.locator("#links-measures summary").click()
    page.locator("#links-measures input[type=checkbox]").first.check()
    state(page, "没能保存")
    page.unroute("**/cells/5.2")
    page.close(run_before_unload=False)
    page = context.new_page()
    page.goto(place(address, report))
    page.locator("#waiting").get_by_text("没存上的是勾选或依据").wait_for()
    page.locator("#waiting [data-take]").click()
    state(page, "已保存 第 2 版")
    page.reload()
    assert page.locator("#links-measures input[type=checkbox]").first.is_checked()
    assert page.locator("#waiting [data-text]").count() == 0


def test_a_page_with_evidence_half_typed_is_not_left_unasked(
    context: BrowserContext, address: str, room: Path, sessions: dict[str, str]
) -> None:
    report = new_report(room)
    page = as_(context, address, sessions["office"])
    page.goto(place(address, report))
    page.locator("form.stack [name=text]").last.press_sequentially("两个学院")
    asked: list[str] = []

    def dismiss(dialog: Dialog) -> None:
        asked.append(dialog.type)
        dialog.dismiss()

    page.on("dialog", dismiss)
    page.get_by_role("button", name="用证据起草").click()
    page.wait_for_timeout(300)
    assert asked == ["beforeunload"]
    assert page.locator("form.stack [name=text]").last.input_value() == "两个学院"


EVIDENCE = tuple(Evidence(f"E{i}", f"第{i}条证据，写明事实", "2025-09") for i in range(1, 6))
FULL = cell(
    "5.2",
    {
        "程度": "自评为优秀。",
        "成绩": "成绩。" * 200,
        "问题": "一个问题。\n另一个问题。",
        "原因": "【待补充：原因】",
        "措施": "一条措施。",
        "成效": "预计好转。",
    },
    EVIDENCE,
)


@pytest.mark.parametrize(("scheme", "width"), [("dark", 360), ("light", 1280)])
def test_pages_of_reports_pass_axe_and_fit(
    browser: Browser, address: str, room: Path, sessions: dict[str, str], scheme: str, width: int
) -> None:
    report = new_report(room, FULL)
    made = browser.new_context(
        viewport={"width": width, "height": 800},
        color_scheme=scheme,  # type: ignore[arg-type]
        reduced_motion="reduce",
        bypass_csp=True,
    )
    page = as_(made, address, sessions["office"])
    here, found = f"/reports/{report}", {}
    opened = database(room)
    version = Reports(opened).versions(report, "5.2")[0].id
    opened.close()
    for path in (
        "/reports",
        "/reports?q=投诉受理",
        here,
        f"{here}/cells/5.2",
        f"{here}/cells/概述",
        f"{here}/move?to=foshan",
        f"{here}/receipt",
        f"{here}/cells/5.2/versions/{version}",
    ):
        page.goto(address + path)
        for summary in page.locator("details:not([open]) > summary").all():
            if summary.is_visible():
                summary.click()
        assert page.evaluate("document.documentElement.scrollWidth") <= width, path
        found[path] = Axe().run(page)
    made.close()
    assert {place: one.generate_report() for place, one in found.items() if one.violations_count} == {}
