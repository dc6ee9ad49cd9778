"""Reports as JSON: written by programs, conflicts with both contents, drafts and checks that keep nothing."""

from __future__ import annotations

import json
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from starlette.testclient import TestClient

from app.bootstrap import Services
from app.domain.drafts import Cell, Evidence, Part, PartKey, Sentence
from app.domain.people import LOCAL, Actor, Person, Role, TokenScope
from app.drafting.report_file import read_report_file
from app.server import create_app
from tests.doors import services
from tests.people import account, token


@pytest.fixture
def opened(tmp_path: Path) -> Iterator[Services]:
    made = services(tmp_path)
    yield made
    made.close()


def by(opened: Services, person: Person, *scopes: TokenScope) -> TestClient:
    bearer = {"Authorization": f"Bearer {token(opened, person, *scopes)}"}
    return TestClient(create_app(opened), base_url="http://zhengai.test", headers=bearer)


@pytest.fixture
def office(opened: Services) -> TestClient:
    person = account(opened, "wang", Role.OFFICE)
    return by(opened, person, TokenScope.READ, TokenScope.WRITE, TokenScope.ASK)


@pytest.fixture
def report(office: TestClient) -> str:
    made = office.post("/api/reports", json={"scheme": "chongqing", "school": "甲", "cycle": "2025"})
    assert made.status_code == 201
    return str(made.json()["head"]["id"])


def sent(text: str, base: int, **more: Any) -> dict[str, Any]:
    part = {"part": "goals", "sentences": [{"text": text, **more}]}
    return {"cell": {"element": "5.2", "parts": [part]}, "base": base}


def test_a_cell_is_saved_and_read_again(office: TestClient, report: str) -> None:
    place = f"/api/reports/{report}/cells/5.2"
    saved = office.put(place, json=sent("基本达成。", 0))
    assert saved.status_code == 200
    assert saved.json()["version"] == 1
    sentence = office.get(place).json()["cell"]["parts"][0]["sentences"][0]
    assert (sentence["text"], sentence["id"]) == ("基本达成。", "s1")
    whole = office.get(f"/api/reports/{report}").json()
    assert whole["head"]["form"] == "chongqing"
    assert [one["version"] for one in whole["cells"] if one["cell"]["element"] == "5.2"] == [1]


def test_of_two_programs_the_second_gets_both_contents(office: TestClient, report: str) -> None:
    place = f"/api/reports/{report}/cells/5.2"
    office.put(place, json=sent("先。", 0))
    late = office.put(place, json=sent("后。", 0))
    assert late.status_code == 409
    told = late.json()
    assert told["error"]["kind"] == "conflict"
    assert told["current"]["cell"]["parts"][0]["sentences"][0]["text"] == "先。"
    assert told["kept"] > 0


@pytest.mark.parametrize(
    ("cell", "told"),
    [
        ({"element": "1.1"}, "内容写的是要素“1.1”，地址是 5.2"),
        ({"parts": [{"part": "goals", "sentences": []}] * 2}, "“目标达成程度”写了两次"),
        ({"parts": [{"part": "goals", "sentences": [{"text": "长" * 50_001}]}]}, "最多 50000 字"),
        ({"parts": [{"part": "goals", "sentences": [{"text": "坏\x00字"}]}]}, "无法保存的字符"),
        ({"evidence": [{"id": "E1", "text": "甲"}, {"id": "E1", "text": "乙"}]}, "证据编号“E1”写了两次"),
        ({"evidence": [{"id": "a/b", "text": "甲"}]}, "证据编号“a/b”里有空格、标点"),
        ({"evidence": [{"text": "坏\x00字"}]}, "无法保存的字符"),
        ({"evidence": [{"text": "甲", "source": "坏\x00字"}]}, "无法保存的字符"),
        ({"evidence": [{"text": "甲", "points": ["6.2"]}]}, "5.2 没有诊断点“6.2”"),
        ({"evidence": [{"text": "甲"}] * 501}, "最多 500 条证据"),
    ],
)
def test_a_cell_that_no_page_could_have_made_is_refused(
    office: TestClient, report: str, cell: dict[str, Any], told: str
) -> None:
    place = f"/api/reports/{report}/cells/5.2"
    answer = office.put(place, json={"cell": {"element": "5.2"} | cell, "base": 0})
    assert answer.status_code == 422
    assert told in answer.json()["error"]["message"]
    assert office.get(place).json()["version"] == 0


def test_evidence_without_an_id_gets_one(office: TestClient, report: str) -> None:
    place = f"/api/reports/{report}/cells/5.2"
    pieces = [{"id": "E2", "text": "甲"}, {"text": "乙"}, {"text": "丙"}]
    saved = office.put(place, json={"cell": {"element": "5.2", "evidence": pieces}, "base": 0})
    assert [one["id"] for one in saved.json()["cell"]["evidence"]] == ["E2", "E3", "E4"]


def test_half_a_character_is_no_text(office: TestClient) -> None:
    cell = {"element": "5.2", "parts": [{"part": "goals", "sentences": [{"text": "健全制度\ud800"}]}]}
    whole = json.dumps({"report": {"scheme": "chongqing", "cells": [cell]}}).encode()
    answer = office.post("/api/check", content=whole, headers={"Content-Type": "application/json"})
    assert answer.status_code == 422
    last = json.dumps({"scheme": "chongqing", "code": "5.2", "evidence": [], "last": cell}).encode()
    answer = office.post("/api/draft", content=last, headers={"Content-Type": "application/json"})
    assert answer.status_code == 422


def test_a_sentence_of_last_year_without_end_is_drafted_from(office: TestClient) -> None:
    part = {"part": "measures", "sentences": [{"text": "措施" * 30_000}]}
    asked = {"scheme": "chongqing", "code": "5.2", "evidence": [{"text": "甲"}]}
    last = {"element": "5.2", "parts": [part]}
    assert office.post("/api/draft", json=asked | {"last": last}).status_code == 200


def test_an_id_taken_away_is_not_given_again(office: TestClient, report: str) -> None:
    place = f"/api/reports/{report}/cells/5.2"
    one = {"element": "5.2", "evidence": [{"text": "甲"}]}
    office.put(place, json={"cell": one, "base": 0})
    office.put(place, json={"cell": {"element": "5.2"}, "base": 1})
    again = office.put(place, json={"cell": {"element": "5.2", "evidence": [{"text": "乙"}]}, "base": 2})
    assert [one["id"] for one in again.json()["cell"]["evidence"]] == ["E2"]


def test_what_is_stored_can_always_be_read(office: TestClient, opened: Services, report: str) -> None:
    pieces = tuple(Evidence(f"E{i}", "长" * 60) for i in range(600))  # two cells merged into one
    part = Part(PartKey.GOALS, (Sentence("长" * 60_000, "s1"),))  # read from a file
    head = opened.reports.head(report)
    made = opened.reports.create(Actor(LOCAL), head, [Cell("2.3", (part,), pieces)]).head.id
    for path in ("", "/cells/2.3", "/export.json"):
        assert office.get(f"/api/reports/{made}{path}").status_code == 200
    file = opened.settings.data_folder / "export.json"
    file.write_bytes(office.get(f"/api/reports/{made}/export.json").content)
    assert read_report_file(file).cell("2.3") == Cell("2.3", (part,), pieces)


def test_text_of_a_model_keeps_its_label(office: TestClient, report: str) -> None:
    office.put(f"/api/reports/{report}/cells/5.2", json=sent("模型写的。", 0, origin="model"))
    text = office.get(f"/api/reports/{report}/export.md").text
    assert "本内容由人工智能生成" in text
    word = office.get(f"/api/reports/{report}/export.docx")
    assert word.content[:2] == b"PK"


def test_findings_and_status(office: TestClient, report: str) -> None:
    office.put(f"/api/reports/{report}/cells/5.2", json=sent("自评为优秀。", 0))
    rules = {one["rule"] for one in office.get(f"/api/reports/{report}/findings?code=5.2").json()}
    assert {"grade", "parts"} <= rules
    step = {"status": "submitted", "version": 1}
    refused = office.post(f"/api/reports/{report}/cells/5.2/status", json=step)
    assert refused.status_code == 422
    done = office.post(f"/api/reports/{report}/cells/5.2/status", json=step | {"note": "先看"})
    assert done.json()["status"] == "submitted"


def test_a_draft_and_a_check_keep_nothing(office: TestClient, opened: Services) -> None:
    before = len(opened.reports.all())
    asked = {"scheme": "chongqing", "code": "5.2", "evidence": [{"text": "两个二级学院未设投诉受理点"}]}
    drafted = office.post("/api/draft", json=asked).json()
    problems = next(part for part in drafted["cell"]["parts"] if part["part"] == "problems")
    assert problems["sentences"][0]["sources"][0] == {"kind": "evidence", "name": "E1"}
    whole = {"report": {"scheme": "chongqing", "form": "chongqing", "cells": [drafted["cell"]]}}
    rules = {one["rule"] for one in office.post("/api/check", json=whole).json() if one["element"] == "5.2"}
    assert "unfinished" in rules
    assert len(opened.reports.all()) == before


def test_a_conclusion(office: TestClient) -> None:
    told = office.post("/api/conclusion", json={"scheme": "chongqing", "agreed": {}, "measures": True}).json()
    assert told["unsaid"] == 15
    assert office.post("/api/conclusion", json={"scheme": "foshan", "agreed": {}}).status_code == 404


@pytest.mark.parametrize(
    ("path", "data", "status"),
    [
        ("/api/draft", {"scheme": "chongqing", "code": "9.9", "evidence": []}, 404),
        ("/api/draft", {"scheme": "chongqing", "code": "5.2", "evidence": [{"text": ""}]}, 422),
        ("/api/check", {"report": {"scheme": "mars", "cells": []}}, 404),
        ("/api/check", {"report": {"scheme": "chongqing", "form": "foshan", "cells": []}}, 404),
        ("/api/reports", {"scheme": "chongqing", "due": "何时"}, 422),
        ("/api/reports", {"scheme": "chongqing", "previous": "none"}, 404),
    ],
)
def test_what_cannot_be_done_is_told(
    office: TestClient, path: str, data: dict[str, Any], status: int
) -> None:
    answer = office.post(path, json=data)
    assert answer.status_code == status
    assert answer.json()["error"]["message"]


def test_earlier_reports_are_searched(office: TestClient) -> None:
    assert office.get("/api/earlier", params={"q": "投诉"}).json() == []
