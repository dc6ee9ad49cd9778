"""Kept conversations and the source beside their answers."""

from __future__ import annotations

import re

from starlette.testclient import TestClient

HTMX = {"hx-request": "true"}


def begun(client: TestClient, question: str = "方针是什么") -> tuple[str, str]:
    """The place of a conversation and the id of its turn."""
    place = client.post("/ask", data={"question": question}, follow_redirects=False).headers["location"]
    conversation, turn = place.split("#turn-")
    return conversation, turn


def test_the_list_leads_to_each_and_each_can_be_deleted(client: TestClient) -> None:
    assert "还没有对话" in client.get("/conversations").text
    place, _ = begun(client)
    assert f'href="{place}"' in client.get("/conversations").text
    assert "还没有对话" in client.post(f"{place}/delete").text
    assert client.get(place).status_code == 404


def test_a_citation_opens_the_exact_words(client: TestClient) -> None:
    place, turn = begun(client)
    part = client.get(f"{place}/turns/{turn}/sources/1", headers=HTMX).text
    assert re.findall(r"<mark[^>]*>(.*?)</mark>", part) == ["需求导向、自我保证，多元诊断、重在改进"]
    assert 'id="mark"' in part
    assert f'href="{place}#turn-{turn}" data-close' in part


def test_the_shared_address_has_the_same_source_open(client: TestClient) -> None:
    place, turn = begun(client)
    page = client.get(f"{place}?turn={turn}&cite=1").text
    part = client.get(f"{place}/turns/{turn}/sources/1", headers=HTMX).text
    assert part.strip() in page


def test_a_row_cut_by_a_page_end_is_marked_in_both_places(client: TestClient) -> None:
    place, turn = begun(client, "清单")
    part = client.get(f"{place}/turns/{turn}/sources/1", headers=HTMX).text
    assert len(re.findall(r"<mark", part)) == 2


def test_a_citation_that_is_not_there_is_told(client: TestClient) -> None:
    place, turn = begun(client)
    for path in (f"{place}/turns/{turn}/sources/9", f"{place}/turns/999/sources/1", f"{place}?turn=1&cite=0"):
        assert client.get(path).status_code == 404


def test_the_plain_link_of_a_chip_opens_the_document_there(client: TestClient) -> None:
    place, _ = begun(client)
    page = client.get(place).text
    link = re.search(r'class="chip" href="(/documents/foshan\?mark=\d+-\d+#mark)"', page)
    assert link
    document = client.get(link[1]).text
    assert re.findall(r'<mark id="mark">(.*?)</mark>', document) == ["需求导向、自我保证，多元诊断、重在改进"]
