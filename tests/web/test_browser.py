"""In a real browser, on the real assistant: ask, open the citation, see the words."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Browser, Page

from tests.serving import serving

pytestmark = pytest.mark.browser
QUESTION = "诊断点6.2要求什么"
SPOKEN = "老师干得不好会扣钱吗"
PHONE = {"width": 360, "height": 740}


@pytest.fixture(scope="module")
def address(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    with serving(tmp_path_factory.mktemp("served")) as served:
        yield served.address.rstrip("/")


@pytest.fixture
def page(browser: Browser) -> Iterator[Page]:
    """A desktop page; whatever the browser complains of fails the test."""
    context = browser.new_context(viewport={"width": 1280, "height": 860})
    page = context.new_page()
    complaints: list[str] = []
    page.on("pageerror", lambda error: complaints.append(str(error)))
    page.on("console", lambda said: complaints.append(said.text) if said.type == "error" else None)
    yield page
    context.close()
    assert complaints == []


def ask(page: Page, address: str, question: str = QUESTION) -> None:
    page.goto(address)
    page.keyboard.press("/")
    page.keyboard.type(question)
    page.keyboard.press("Enter")
    page.locator(".turn").wait_for()


def visible(page: Page, selector: str) -> bool:
    """Whether the middle of the element is what the eye sees there."""
    found: bool = page.locator(selector).first.evaluate(
        """mark => {
            const box = mark.getClientRects()[0];
            const top = document.elementFromPoint(box.x + box.width / 2, box.y + box.height / 2);
            return mark.contains(top);
        }"""
    )
    return found


def test_a_question_leads_to_the_marked_words_on_screen(page: Page, address: str) -> None:
    ask(page, address)
    assert "质量事故管控" in page.locator(".reply").inner_text()
    quoted = page.locator(".card blockquote").first.inner_text()
    page.locator(".chip").first.click()
    mark = page.locator("#source mark").first
    mark.wait_for()
    words = "".join(mark.inner_text().split())
    assert words
    assert words in "".join(quoted.split())
    assert visible(page, "#source mark")
    assert page.evaluate("getComputedStyle(document.querySelector('#source mark')).animationName") == "flash"


def test_the_address_can_be_shared_and_back_closes_the_source(page: Page, address: str) -> None:
    ask(page, address)
    conversation = page.url
    page.locator(".chip").first.click()
    page.locator("#source mark").first.wait_for()
    shared = page.url
    assert "cite=1" in shared
    page.go_back()
    page.wait_for_url(conversation)
    page.locator(".turn").wait_for()
    assert page.locator("#source mark").count() == 0
    page.goto(shared)
    assert visible(page, "#source mark")


def test_a_second_click_replays_and_escape_closes(page: Page, address: str) -> None:
    ask(page, address)
    chip = page.locator(".chip").first
    chip.click()
    page.locator("#source mark").first.wait_for()
    page.evaluate("document.querySelectorAll('#source mark').forEach((one) => { one.dataset.old = 'yes'; })")
    chip.click()
    page.locator("#source mark:not([data-old])").first.wait_for()
    page.keyboard.press("Escape")
    page.locator("#source .pane").wait_for(state="detached")
    assert page.evaluate("document.activeElement.classList.contains('chip')")


def test_a_follow_up_is_appended_and_the_box_is_empty_again(page: Page, address: str) -> None:
    ask(page, address)
    page.locator("#question").fill("重庆呢")
    page.locator("#send").click()
    page.locator(".turn").nth(1).wait_for()
    assert page.locator("#question").input_value() == ""
    assert page.locator("#welcome").count() == 0
    page.reload()
    assert page.locator(".turn").count() == 2


def test_without_javascript_everything_can_be_read(browser: Browser, address: str) -> None:
    context = browser.new_context(java_script_enabled=False)
    page = context.new_page()
    page.goto(address)
    page.locator("#question").fill(QUESTION)
    page.locator("#send").click()
    page.locator(".chip").first.click()
    page.wait_for_url("**/documents/**")
    assert page.locator("mark#mark").is_visible()
    context.close()


def test_why_opens_without_a_script_and_leads_to_the_clause(page: Page, address: str) -> None:
    ask(page, address, SPOKEN)
    page.locator(".why summary").click()
    assert "合计" in page.locator(".why dl").first.inner_text()
    page.locator(".why .which a").first.click()
    assert visible(page, ".card")


def test_a_phone_never_scrolls_sideways(browser: Browser, address: str) -> None:
    context = browser.new_context(viewport=PHONE)  # type: ignore[arg-type]
    page = context.new_page()
    ask(page, address)
    places = ["/", "/schemes/foshan", "/compare", "/about", "/documents/foshan", "/documents/chongqing"]
    for place in [
        page.url.removeprefix(address),
        *places,
        "/schemes/chongqing/points/1.1.2",
        "/conversations",
    ]:
        page.goto(address + place)
        assert page.evaluate("document.documentElement.scrollWidth") <= PHONE["width"], place
    page.go_back()
    context.close()


@pytest.mark.parametrize("place", ["/", "/reports", "/about"])
def test_on_a_phone_the_open_place_is_seen_in_the_row_of_places(
    browser: Browser, address: str, place: str
) -> None:
    context = browser.new_context(viewport=PHONE)  # type: ignore[arg-type]
    page = context.new_page()
    page.goto(address + place)
    row, here = (
        page.locator(".top nav").bounding_box(),
        page.locator(".top nav [aria-current]").bounding_box(),
    )
    assert row
    assert here
    assert row["x"] <= here["x"]
    assert here["x"] + here["width"] <= row["x"] + row["width"] + 1
    context.close()


def test_on_a_phone_the_source_lies_over_the_page(browser: Browser, address: str) -> None:
    context = browser.new_context(viewport=PHONE, has_touch=True)  # type: ignore[arg-type]
    page = context.new_page()
    ask(page, address)
    page.locator(".chip").first.click()
    page.locator("#source mark").first.wait_for()
    assert visible(page, "#source mark")
    context.close()


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_axe_finds_nothing(browser: Browser, address: str, scheme: str) -> None:
    context = browser.new_context(color_scheme=scheme, reduced_motion="reduce", bypass_csp=True)  # type: ignore[arg-type]
    page = context.new_page()
    ask(page, address)
    page.locator(".chip").first.click()
    page.locator("#source mark").first.wait_for()
    found = {"conversation": Axe().run(page)}
    ask(page, address, SPOKEN)
    page.locator(".why summary").click()
    found["why"] = Axe().run(page)
    for place in ("/", "/documents/chongqing", "/schemes/foshan", "/schemes/chongqing/points/1.1.2"):
        page.goto(address + place)
        found[place] = Axe().run(page)
    for place in ("/compare", "/about", "/conversations", "/nope", "/schemes/foshan/elements/6.2"):
        page.goto(address + place)
        found[place] = Axe().run(page)
    context.close()
    faults = {place: one.generate_report() for place, one in found.items() if one.violations_count}
    assert faults == {}
