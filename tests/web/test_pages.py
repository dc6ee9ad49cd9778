"""Pages to read: documents, schemes, points, crosswalk, about."""

from __future__ import annotations

import re
from html import unescape
from html.parser import HTMLParser
from urllib.parse import unquote

import pytest
from starlette.testclient import TestClient

from tests.doors import corpus

PAGES = [
    "/",
    "/conversations",
    "/documents",
    "/documents/foshan",
    "/documents/chongqing",
    "/schemes",
    "/schemes/foshan",
    "/schemes/chongqing",
    "/schemes/foshan/points/6.2.1",
    "/schemes/chongqing/points/1.1.2",
    "/schemes/foshan/elements/3.1",
    "/compare",
    "/compare?one=chongqing&other=foshan",
    "/about",
    "/nope",
]


class Reader(HTMLParser):
    """Collects what the checks below ask for."""

    def __init__(self, html: str) -> None:
        super().__init__()
        self.ids: list[str] = []
        self.links: list[str] = []
        self.forbidden: list[str] = []
        self.feed(html)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        given = dict(attrs)
        if given.get("id"):
            self.ids.append(given["id"] or "")
        if tag == "a" and given.get("href"):
            self.links.append(given["href"] or "")
        inline = [name for name in given if name.startswith("on") or name == "style"]
        if inline or tag == "style" or (tag == "script" and not given.get("src")):
            self.forbidden.append(f"{tag} {inline}")


@pytest.mark.parametrize("path", PAGES)
def test_every_page_is_sound(client: TestClient, path: str) -> None:
    response = client.get(path)
    page = Reader(response.text)
    assert response.status_code == (404 if path == "/nope" else 200)
    assert page.forbidden == []
    assert len(page.ids) == len(set(page.ids))
    assert not [id_ for id_ in page.ids if re.search(r"\s", id_)]
    assert response.text.count("<h1") == 1


@pytest.mark.parametrize("path", PAGES)
def test_every_link_leads_somewhere(client: TestClient, path: str) -> None:
    pages: dict[str, Reader] = {}
    for link in sorted(set(Reader(client.get(path).text).links)):
        place, _, anchor = link.partition("#")
        place = place or path
        if place not in pages:
            response = client.get(place)
            assert response.status_code == (404 if place == "/nope" else 200), link
            pages[place] = Reader(response.text)
        if anchor:
            assert unquote(anchor) in pages[place].ids, link


@pytest.mark.parametrize("id_", ["foshan", "chongqing"])
def test_a_document_page_loses_no_line(client: TestClient, id_: str) -> None:
    source = corpus().documents[id_].source
    page = client.get(f"/documents/{id_}").text
    page = re.sub(r'<a class="here".*?</a>', "", page)
    text = "".join(unescape(re.sub(r"<[^>]+>", "", page)).split())
    for number in range(1, len(source.line_starts) + 1):
        span = source.line_span(number)
        line = source.text[span.start : span.end]
        for cell in filter(None, ("".join(cell.split()) for cell in line.split("\t"))):
            body = re.sub(r"^[一二三四五六七八九十（）()、.\d①-⑳附件图表注：: -]+", "", cell)
            assert body in text, (number, cell)


def test_marks_are_exact_and_the_first_is_the_target(client: TestClient) -> None:
    source = corpus().documents["chongqing"].source
    start = source.text.index("自我诊断意见应包括") if "自我诊断意见应包括" in source.text else 150
    page = client.get(f"/documents/chongqing?mark={start}-{start + 6},{start + 10}-{start + 14}").text
    found = re.findall(r"<mark([^>]*)>(.*?)</mark>", page, re.S)
    assert [text for _, text in found] == [
        source.text[start : start + 6],
        source.text[start + 10 : start + 14],
    ]
    assert [attributes for attributes, _ in found] == [' id="mark"', ""]


@pytest.mark.parametrize("mark", ["x", "5-3", "1-999999", "-", "9" * 30 + "-1", "<script>", "1-2-3"])
def test_a_mark_that_is_no_place_is_left_out(client: TestClient, mark: str) -> None:
    response = client.get("/documents/foshan", params={"mark": mark})
    assert response.status_code == 200
    assert "<mark" not in response.text


def test_a_point_marked_in_the_table_is_marked_in_its_cells(client: TestClient) -> None:
    point = corpus().schemes["foshan"].point("foshan:6.2.2")
    assert point
    span = point.criteria[0].spans[0]
    page = client.get(f"/documents/foshan?mark={span.start}-{span.end}").text
    assert '<mark id="mark">学校质量事故的发生率、影响程度' in page


def test_inferred_cells_say_so(client: TestClient) -> None:
    page = client.get("/documents/chongqing").text
    cells = re.findall(r'<td class="inferred">(.*?)</td>', page, re.S)
    assert sum("没有印这个诊断点的名称" in cell for cell in cells) == 6


@pytest.mark.parametrize(
    ("query", "count"),
    [
        ("department=教务处&role=lead", "13 / 37"),
        ("due=2021-05", "19 / 37"),
        ("department=教务处&role=lead&due=2019-06", "5 / 37"),
        ("department=不存在", "0 / 37"),
        ("", "6 个项目 · 16 个要素 · 37 个诊断点"),
    ],
)
def test_a_scheme_is_filtered_by_a_plain_form(client: TestClient, query: str, count: str) -> None:
    page = client.get(f"/schemes/foshan?{query}").text
    assert count in page


def test_a_scheme_without_owners_offers_no_such_filter(client: TestClient) -> None:
    page = client.get("/schemes/chongqing").text
    assert 'name="department"' not in page
    assert "不设牵头部门" in page
    assert page.count("名称推定") == 6


def test_a_point_shows_its_counterpart_and_keeps_the_schemes_apart(client: TestClient) -> None:
    page = client.get("/schemes/foshan/points/6.2.1").text
    assert "在重庆方案" in page
    assert "/schemes/chongqing/points/5.2.1" in page
    assert "不能互相套用" in page


def test_a_blank_cell_is_shown_as_blank(client: TestClient) -> None:
    assert "原表空白" in client.get("/schemes/foshan/points/1.4.1").text


@pytest.mark.parametrize(
    ("path", "says"),
    [
        ("/schemes/x", "foshan"),
        ("/documents/x", "chongqing"),
        ("/schemes/chongqing/points/6.2.1", "5.2"),
        ("/schemes/foshan/points/6.2", "不是诊断点"),
        ("/schemes/foshan/elements/6", "不是诊断要素"),
        ("/compare?one=foshan&other=x", "foshan"),
    ],
)
def test_an_unknown_name_is_answered_with_the_known_ones(client: TestClient, path: str, says: str) -> None:
    response = client.get(path)
    assert response.status_code == 404
    assert says in response.text


def test_the_crosswalk_can_be_read_from_either_side(client: TestClient) -> None:
    page = client.get("/compare?one=chongqing&other=foshan").text
    head = re.search(r"<thead>(.*?)</thead>", page, re.S)
    assert head
    assert head[1].index("重庆方案") < head[1].index("佛山方案")
    assert page.count('class="relation"') == 37


def test_the_pages_need_no_htmx_file(client: TestClient) -> None:
    assert client.get("/static/vendor/nope.js").status_code == 404
    assert client.get("/static/page.js").status_code == 200
