"""The ask page, with and without htmx."""

from __future__ import annotations

import re
from html import unescape
from pathlib import Path

import pytest
from starlette.testclient import TestClient

from app.server import create_app
from tests.doors import FakeAssistant, FullShelf, services, visitor

HTMX = {"hx-request": "true"}


def asked(client: TestClient, question: str, **more: str) -> str:
    """The page after a plain form post."""
    return client.post("/ask", data={"question": question, **more}).text


def test_the_first_page_invites(client: TestClient) -> None:
    page = client.get("/").text
    assert "教务处牵头哪些诊断点" in page
    assert re.search(r'value="foshan".*?佛山', page, re.S)
    assert 'lang="zh-CN"' in page


def test_a_link_can_carry_a_question_and_a_scheme(client: TestClient) -> None:
    page = client.get("/", params={"q": "6.2 <b>", "scheme": "chongqing"}).text
    assert ">6.2 &lt;b&gt;</textarea>" in page
    assert 'value="chongqing" checked' in page


def test_without_javascript_the_answer_is_a_page_of_its_own(client: TestClient) -> None:
    response = client.post("/ask", data={"question": "方针是什么"}, follow_redirects=False)
    assert response.status_code == 303
    place = response.headers["location"]
    assert re.fullmatch(r"/conversations/[\w-]+#turn-\d+", place)
    page = client.get(place).text
    assert "您问的是：方针是什么" in page
    assert "需求导向、自我保证，多元诊断、重在改进" in page
    assert "原文两处写法不同。" in page
    assert "五纵五横指什么" in page


def test_htmx_gets_the_same_turn_as_a_part(client: TestClient) -> None:
    part = client.post("/ask", data={"question": "方针是什么"}, headers=HTMX)
    assert part.headers["hx-push-url"].startswith("/conversations/")
    assert "<html" not in part.text
    turn = re.search(r"<article class=\"turn.*?</article>\s*(?=<input)", part.text, re.S)
    assert turn
    assert turn[0].strip() in client.get(part.headers["hx-push-url"]).text


def test_a_follow_up_stays_in_its_conversation(client: TestClient, assistant: FakeAssistant) -> None:
    first = client.post("/ask", data={"question": "一"}, headers=HTMX)
    id_ = first.headers["hx-push-url"].removeprefix("/conversations/")
    second = client.post(
        "/ask", data={"question": "二", "conversation": id_, "scheme": "foshan"}, headers=HTMX
    )
    assert "hx-push-url" not in second.headers
    assert assistant.asked[-1] == ("二", ("一",), "foshan")
    assert "只问佛山方案" in second.text


def test_choices_are_buttons_and_a_refusal_is_no_answer(client: TestClient) -> None:
    page = asked(client, "哪个方案")
    assert '<button class="choice" name="question" value="佛山 6.2">' in page
    assert 'class="turn clarify"' in page
    assert "请选择" in page
    page = asked(client, "有没有规定")
    assert 'class="turn refuse"' in page
    assert "文件未载" in page


def test_why_a_clause_was_found_is_folded_below_the_answer(client: TestClient) -> None:
    page = asked(client, "方针")
    (why,) = re.findall(r'<details class="why">(.*?)</details>', page, re.S)
    assert "为什么找到这些" in why
    assert "按字词、问法和意思检索。" in why
    assert "“口号”读作“方针”“原则”（口语词典第 812 行，单向，权重 0.8）" in why
    assert "诊改的方针是&lt;哪&gt;几句" in why
    assert "合计 0.71（满分 1）：条款用词 0.62，最像的问法 0.81，意思 0.49" in why
    (href,) = re.findall(r'href="#(.*?)"', why)
    assert f'id="{href}"' in page


@pytest.mark.parametrize("question", ["清单", "哪个方案", "没有"])
def test_an_answer_of_no_clause_or_no_known_way_has_no_why(client: TestClient, question: str) -> None:
    assert '<details class="why">' not in asked(client, question)


def test_a_notice_stands_above_the_form_as_long_as_it_holds(
    client: TestClient, assistant: FakeAssistant
) -> None:
    assert '<div id="notices" class="notices" role="status"></div>' in client.get("/").text
    assistant.notices = ("口语词典有误 <第 3 行>。",)
    shown = '<p class="note"><b>提示</b>口语词典有误 &lt;第 3 行&gt;。</p>'
    assert shown in client.get("/").text
    assert shown in asked(client, "方针")
    part = client.post("/ask", data={"question": "方针"}, headers=HTMX).text
    assert f'<div id="notices" class="notices" hx-swap-oob="true" role="status">{shown}</div>' in part


def test_a_long_list_folds_its_last_cards(client: TestClient) -> None:
    page = asked(client, "清单")
    assert "其余 2 条" in page
    assert "名称" in page or "推定" in page
    assert 'href="/schemes/foshan/points/6.2.1"' in page
    assert 'class="numbered"' in page


@pytest.mark.parametrize(
    "text",
    [
        "<script>alert(1)</script>",
        "{{ 7*7 }}",
        "'; DROP TABLE turn; --",
        '"><img src=x onerror=alert(1)>',
        "\u200b零",
    ],
)
def test_what_is_typed_is_shown_and_nothing_else(client: TestClient, text: str) -> None:
    page = asked(client, text)
    assert "<script>alert" not in page
    assert "<img src=x" not in page
    assert f"您问的是：{text}" in unescape(page)


@pytest.mark.parametrize(
    ("data", "status", "says"),
    [
        ({"question": ""}, 422, "请先写下问题"),
        ({}, 422, "请先写下问题"),
        ({"question": "长" * 2001}, 422, "2000"),
        ({"question": "问", "scheme": "guangzhou"}, 404, "foshan"),
        ({"question": "问", "conversation": "nope"}, 404, "对话"),
    ],
)
def test_what_cannot_be_asked_is_told_beside_the_form(
    client: TestClient, data: dict[str, str], status: int, says: str
) -> None:
    page = client.post("/ask", data=data)
    assert page.status_code == status
    assert 'role="alert"' in page.text
    assert says in page.text
    assert f">{data.get('question', '')}</textarea>" in page.text
    part = client.post("/ask", data=data, headers=HTMX)
    assert part.status_code == status
    assert part.text.startswith('<p class="fault" role="alert">')


def test_a_full_disk_keeps_what_was_typed(tmp_path: Path) -> None:
    client = visitor(create_app(services(tmp_path, shelf=FullShelf())))
    page = client.post("/ask", data={"question": "写了很久的问题"})
    assert page.status_code == 503
    assert "磁盘已满" in page.text
    assert ">写了很久的问题</textarea>" in page.text


def test_an_unforeseen_error_is_one_sentence(client: TestClient) -> None:
    page = client.post("/ask", data={"question": "故障"})
    assert page.status_code == 500
    assert "没有丢失" in page.text
    assert "secret" not in page.text
