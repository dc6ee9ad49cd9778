"""Autosave where things go wrong: a lost answer, an ignored offer, a logout, a text too long. Nothing typed is lost."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from itertools import count

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Browser, BrowserContext, Dialog, Page, Route

from app.domain.people import Actor, Person, Role
from app.storage.database import Database
from app.storage.logins import Logins
from app.storage.people import People
from app.storage.worksheets import Worksheets
from app.worksheet_rules import LIMIT
from tests.serving import serving
from tests.web.browsing import CONSOLE, as_, database, state

pytestmark = pytest.mark.browser
_elements = count()


@dataclass(frozen=True)
class Office:
    """A server with two people of 质控办, and its database."""

    address: str
    opened: Database
    people: dict[str, Person]

    @property
    def sheets(self) -> Worksheets:
        return Worksheets(self.opened)

    def session(self, name: str) -> str:
        return Logins(self.opened).begin(Actor(self.people[name]), "test", "test")

    def page(self, context: BrowserContext, name: str, code: str) -> Page:
        """Their page of an element of 佛山."""
        page = as_(context, self.address, self.session(name))
        page.goto(self.place(code))
        return page

    def place(self, code: str) -> str:
        return f"{self.address}/worksheets/foshan/{code}"

    def texts(self, code: str) -> list[str]:
        """What was ever saved, oldest first."""
        return [one.text for one in self.sheets.versions("foshan", code)][::-1]


@pytest.fixture(scope="module")
def office(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Office]:
    folder = tmp_path_factory.mktemp("served")
    opened = database(folder)
    store = People(opened)
    store.add(CONSOLE, "admin", "管理员", Role.ADMINISTRATOR)
    people = {name: store.add(CONSOLE, name, name, Role.OFFICE) for name in ("王五", "赵六")}
    people["专家"] = store.add(CONSOLE, "专家", "专家", Role.EXPERT)
    with serving(folder) as served:
        yield Office(served.address.rstrip("/"), opened, people)
    opened.close()


@pytest.fixture
def code(office: Office) -> str:
    """An element that nobody has written of."""
    free = "1.1 1.2 1.3 1.4 2.1 2.2 3.1 3.2 4.1 4.2 5.1 5.2 6.1 6.3 6.4".split()
    return free[next(_elements)]


@pytest.fixture
def context(browser: Browser) -> Iterator[BrowserContext]:
    made = browser.new_context(viewport={"width": 1280, "height": 860})
    yield made
    made.close()


def saves(page: Page) -> None:
    page.unroute("**/worksheets/**")


def lost(route: Route) -> None:
    """The server gets the request; its answer goes nowhere."""
    if route.request.method == "POST":
        route.fetch()
        route.abort()
    else:
        route.fallback()


def cut(route: Route) -> None:
    if route.request.method == "POST":
        route.abort()
    else:
        route.fallback()


def failing(route: Route) -> None:
    if route.request.method == "POST":
        route.fulfill(status=503, body='<p class="fault" role="alert"><b>没有完成</b>磁盘已满。</p>')
    else:
        route.fallback()


def test_a_save_whose_answer_was_lost_is_no_conflict_with_oneself(
    office: Office, context: BrowserContext, code: str
) -> None:
    page = office.page(context, "王五", code)
    page.route("**/worksheets/**", lost)
    page.locator("#text").fill("第一句。")
    state(page, "没能保存：连不上服务")
    page.locator("#text").fill("第一句。第二句。")
    saves(page)
    state(page, "已保存 第 2 版")
    assert office.texts(code) == ["第一句。", "第一句。第二句。"]
    assert page.locator("#conflict .conflict").count() == 0


def test_saved_is_said_with_the_servers_time_and_never_before_its_answer(
    office: Office, context: BrowserContext, code: str
) -> None:
    page = office.page(context, "王五", code)
    page.route("**/worksheets/**", failing)
    page.locator("#text").fill("一")
    state(page, "没能保存：磁盘已满。文字还在这个浏览器里")
    assert office.texts(code) == []
    saves(page)
    state(page, "已保存 第 1 版 ")
    assert page.locator("#state").inner_text()[-5:].replace(":", "").isdecimal()


def test_an_offer_that_is_passed_over_is_made_again(
    office: Office, context: BrowserContext, code: str
) -> None:
    page = office.page(context, "王五", code)
    page.route("**/worksheets/**", cut)
    page.locator("#text").fill("断网时写的文字")
    state(page, "没能保存")
    page.close()
    page = context.new_page()
    page.goto(office.place(code))
    page.locator("#waiting").get_by_text("断网时写的文字").wait_for()
    page.locator("#text").fill("没理会，另写的文字")
    state(page, "已保存 第 1 版")
    page.reload()
    page.locator("#waiting").get_by_text("断网时写的文字").wait_for()
    page.locator("#waiting [data-drop]").click()
    page.reload()
    assert page.locator("#waiting [data-text]").count() == 0
    assert page.locator("#text").input_value() == "没理会，另写的文字"


def test_what_was_typed_before_an_offer_is_taken_takes_its_place(
    office: Office, context: BrowserContext, code: str
) -> None:
    page = office.page(context, "王五", code)
    page.route("**/worksheets/**", cut)
    page.locator("#text").fill("断网时写的文字")
    state(page, "没能保存")
    page.close()
    page = context.new_page()
    page.route("**/worksheets/**", cut)
    page.goto(office.place(code))
    page.locator("#text").fill("新写的文字")
    page.locator("#waiting [data-take]").click()
    assert page.locator("#text").input_value() == "断网时写的文字"
    assert page.locator("#waiting [data-text]").inner_text() == "新写的文字"
    saves(page)
    page.locator("#worksheet button").click()
    state(page, "已保存 第 1 版")
    page.reload()
    assert page.locator("#text").input_value() == "断网时写的文字"
    assert page.locator("#waiting [data-text]").inner_text() == "新写的文字"


def test_two_tabs_keep_their_texts_apart(office: Office, context: BrowserContext, code: str) -> None:
    one = office.page(context, "王五", code)
    two = context.new_page()
    two.goto(office.place(code))
    for page, text in ((one, "这一页写的"), (two, "那一页写的")):
        page.route("**/worksheets/**", cut)
        page.locator("#text").fill(text)
        state(page, "没能保存")
    one.close()
    two.close()
    page = context.new_page()
    page.goto(office.place(code))
    page.locator("#waiting [data-text]").nth(1).wait_for()
    assert set(page.locator("#waiting [data-text]").all_inner_texts()) == {"这一页写的", "那一页写的"}


def test_a_text_kept_on_an_older_version_does_not_replace_what_was_saved_since(
    office: Office, context: BrowserContext, code: str
) -> None:
    page = office.page(context, "王五", code)
    page.route("**/worksheets/**", cut)
    page.locator("#text").fill("断网时写的文字")
    state(page, "没能保存")
    page.close()
    office.sheets.save(Actor(office.people["赵六"]), "foshan", code, "赵六后来存的", 0)
    page = context.new_page()
    page.goto(office.place(code))
    page.locator("#waiting [data-take]").click()
    page.locator("#conflict .conflict").wait_for()
    assert "赵六后来存的" in page.locator("#conflict").inner_text()
    assert office.sheets.get("foshan", code).text == "赵六后来存的"
    assert set(office.texts(code)) == {"赵六后来存的", "断网时写的文字"}


def test_after_a_conflict_nothing_is_replaced_until_the_button_is_pressed(
    office: Office, context: BrowserContext, code: str
) -> None:
    page = office.page(context, "王五", code)
    office.sheets.save(Actor(office.people["赵六"]), "foshan", code, "赵六的文字", 0)
    page.locator("#text").fill("王五的文字")
    page.locator("#conflict .conflict").wait_for()
    page.locator("#text").press_sequentially("，还没合完")
    page.wait_for_timeout(1500)  # three times the pause after which it would be saved
    assert office.sheets.get("foshan", code).text == "赵六的文字"
    page.reload()
    page.locator("#waiting").get_by_text("王五的文字，还没合完").wait_for()
    page.locator("#waiting [data-take]").click()
    state(page, "已保存 第 2 版")


def test_after_a_conflict_the_merged_text_is_saved_by_the_button(
    office: Office, context: BrowserContext, code: str
) -> None:
    page = office.page(context, "王五", code)
    office.sheets.save(Actor(office.people["赵六"]), "foshan", code, "赵六的文字", 0)
    page.locator("#text").fill("王五的文字")
    page.locator("#conflict .conflict").wait_for()
    page.locator("#text").fill("赵六和王五的文字")
    page.locator("#worksheet button").click()
    state(page, "已保存 第 2 版")
    assert page.locator("#conflict .conflict").count() == 0
    assert office.texts(code) == ["赵六的文字", "王五的文字", "赵六和王五的文字"]
    page.locator("#text").fill("接着写")
    state(page, "已保存 第 3 版")


def test_whoever_logs_in_again_elsewhere_goes_on_saving_here(
    office: Office, context: BrowserContext, code: str
) -> None:
    page = office.page(context, "王五", code)
    context.clear_cookies()
    page.locator("#text").fill("退出之后写的")
    state(page, "没能保存：您已退出登录")
    link = page.locator("#state a")
    assert link.get_attribute("target") == "_blank"
    assert str(link.get_attribute("href")).startswith("/login")
    as_(context, office.address, office.session("王五"))
    state(page, "已保存 第 1 版")
    assert office.texts(code) == ["退出之后写的"]


def test_another_person_who_logs_in_does_not_save_it_as_theirs(
    office: Office, context: BrowserContext, code: str
) -> None:
    page = office.page(context, "王五", code)
    as_(context, office.address, office.session("赵六"))
    page.locator("#text").fill("王五写的")
    state(page, "没能保存：这个浏览器现在是另一个人登录")
    assert office.texts(code) == []
    other = context.new_page()
    other.goto(office.place(code))
    assert other.locator("#waiting [data-text]").count() == 0


def test_a_text_too_long_is_refused_and_stays_whole(
    office: Office, context: BrowserContext, code: str
) -> None:
    page = office.page(context, "王五", code)
    page.locator("#text").fill("长" * (LIMIT + 1))
    state(page, f"没能保存：现在有 {LIMIT + 1} 字")
    assert len(page.locator("#text").input_value()) == LIMIT + 1
    page.reload()
    assert len(page.locator("#waiting [data-text]").inner_text()) == LIMIT + 1
    page.locator("#text").fill("短")
    state(page, "已保存 第 1 版")


def test_leaving_with_words_not_yet_saved_asks_first(
    office: Office, context: BrowserContext, code: str
) -> None:
    page = office.page(context, "王五", code)
    asked: list[str] = []

    def stay(dialog: Dialog) -> None:
        asked.append(dialog.type)
        dialog.dismiss()

    page.on("dialog", stay)
    page.route("**/worksheets/**", cut)
    page.locator("#text").press_sequentially("没存上")
    state(page, "没能保存")
    page.get_by_role("button", name="退出").click()
    page.wait_for_timeout(500)
    assert asked == ["beforeunload"]
    assert page.url == office.place(code)


def test_a_reader_hears_of_a_save_too(office: Office, context: BrowserContext) -> None:
    page = office.page(context, "专家", "6.2")
    assert page.locator("#text").count() == 0
    office.sheets.save(Actor(office.people["赵六"]), "foshan", "6.2", "赵六的文字", 0)
    page.locator("#news").filter(has_text="赵六刚保存了第 1 版").wait_for(timeout=5000)


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_what_goes_wrong_can_be_read_by_everybody_and_on_a_phone(
    office: Office, browser: Browser, code: str, scheme: str
) -> None:
    context = browser.new_context(
        viewport={"width": 360, "height": 740},
        color_scheme=scheme,  # type: ignore[arg-type]
        reduced_motion="reduce",
        bypass_csp=True,
    )
    page, found = office.page(context, "王五", code), {}
    page.route("**/worksheets/**", cut)
    page.locator("#text").fill("断网时写的文字" + "w" * 400)
    state(page, "没能保存")
    found["not saved"] = Axe().run(page)
    page.close()
    page = context.new_page()
    page.goto(office.place(code))
    page.locator("#waiting [data-text]").wait_for()
    found["offered"] = Axe().run(page)
    wide = [page.evaluate("document.documentElement.scrollWidth")]
    office.sheets.save(Actor(office.people["赵六"]), "foshan", code, "赵六的文字", 0)
    page.locator("#news").filter(has_text="赵六刚保存了").wait_for()
    found["told"] = Axe().run(page)
    page.locator("#waiting [data-take]").click()
    page.locator("#conflict .conflict").wait_for()
    found["a conflict"] = Axe().run(page)
    wide.append(page.evaluate("document.documentElement.scrollWidth"))
    context.clear_cookies()
    page.locator("#text").fill("退出之后")
    page.locator("#worksheet button").click()
    page.locator("#state a").wait_for()
    found["logged out"] = Axe().run(page)
    context.close()
    assert {name: one.generate_report() for name, one in found.items() if one.violations_count} == {}
    assert wide == [360, 360]
