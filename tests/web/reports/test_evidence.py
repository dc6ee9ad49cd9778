"""The evidence of a cell on its page: kept as it was typed, dated, edited by one of two; nothing is lost."""

from __future__ import annotations

import pytest
from starlette.testclient import TestClient

from app.bootstrap import Services
from app.domain.drafts import (
    PartKey,
)
from tests.web.reports.visiting import SCRIPT, place, stored


def test_evidence_that_came_meanwhile_is_no_conflict_with_the_text(
    client: TestClient, opened: Services, report: str
) -> None:
    client.post(place(report), data={"goals": "一。", "base": "0"})
    client.post(f"{place(report)}/evidence", data={"text": "事故3起", "dated": "2025-11"})
    saved = client.post(place(report), data={"goals": "一。二。", "base": "1"}, headers=SCRIPT)
    assert saved.status_code == 200
    cell = stored(opened, report).cell
    assert cell.text(PartKey.GOALS) == "一。二。"
    assert [piece.text for piece in cell.evidence] == ["事故3起"]


@pytest.mark.parametrize(
    ("data", "told"),
    [
        ({"text": " "}, "证据的内容是空的"),
        ({"text": "事故3起", "dated": "去年秋天"}, "证据日期“去年秋天”看不懂"),
        ({"text": "坏\x00字"}, "无法保存的字符"),
        ({"text": "长" * 50_001}, "最多 50000 字"),
    ],
)
def test_evidence_that_cannot_be_kept_is_given_back(
    client: TestClient, opened: Services, report: str, data: dict[str, str], told: str
) -> None:
    answer = client.post(f"{place(report)}/evidence", data=data)
    assert answer.status_code == 422
    assert told in answer.text
    if data["text"].strip() and "\x00" not in data["text"]:
        assert data["text"] in answer.text
    assert stored(opened, report).cell.evidence == ()


def test_evidence_without_a_date_or_with_a_future_one_is_kept_and_found(
    client: TestClient, opened: Services, report: str
) -> None:
    client.post(f"{place(report)}/evidence", data={"text": "没有日期的事"})
    client.post(f"{place(report)}/evidence", data={"text": "将来的事", "dated": "2099-01"})
    page = client.get(place(report)).text
    assert "证据没有日期" in page
    assert "证据日期在将来" in page
    one = stored(opened, report).cell.evidence[0]
    client.post(
        f"{place(report)}/evidence",
        data={"text": "改好的", "dated": "2025-09", "evidence": one.id, "base": 2},
    )
    client.post(f"{place(report)}/evidence/E2/remove")
    assert [(e.id, e.text, e.dated) for e in stored(opened, report).cell.evidence] == [
        ("E1", "改好的", "2025-09")
    ]
    gone = client.post(f"{place(report)}/evidence", data={"text": "甲的事", "evidence": "E7"})
    assert gone.status_code == 409
    assert "甲的事</textarea>" in gone.text


def test_an_id_of_evidence_is_never_given_to_another_piece(
    client: TestClient, opened: Services, report: str
) -> None:
    client.post(f"{place(report)}/evidence", data={"text": "两个二级学院未设投诉受理点", "dated": "2025-10"})
    client.post(f"{place(report)}/draft")
    client.post(f"{place(report)}/evidence/E1/remove")
    client.post(f"{place(report)}/evidence", data={"text": "举办运动会", "dated": "2025-10"})
    assert [one.id for one in stored(opened, report).cell.evidence] == ["E2"]
    client.post(f"{place(report)}/proposals", data={"accept": "all"})
    cited = {id_ for _, one in stored(opened, report).cell.sentences() for id_ in one.evidence}
    assert cited == set()


def test_evidence_is_edited_in_its_place_and_keeps_its_points(
    client: TestClient, opened: Services, report: str
) -> None:
    sent = {"text": "事故3起", "dated": "2025-09", "point": ["5.2.1", "5.2.2"]}
    client.post(f"{place(report)}/evidence", data=sent)
    wrong = sent | {"dated": "去年秋天", "evidence": "E1", "base": 1, "kind": "platform", "part": "problems"}
    page = client.post(f"{place(report)}/evidence", data=wrong)
    assert page.status_code == 422
    assert 'name="evidence" value="E1"' in page.text
    assert 'value="去年秋天"' in page.text
    assert page.text.count('<option value="platform" selected>') == 1
    client.post(f"{place(report)}/evidence", data=wrong | {"dated": "2025-10"})
    (piece,) = stored(opened, report).cell.evidence
    assert (piece.dated, piece.points, piece.part) == ("2025-10", ("5.2.1", "5.2.2"), PartKey.PROBLEMS)


def test_of_two_who_edit_evidence_the_second_is_told(
    client: TestClient, opened: Services, report: str
) -> None:
    client.post(f"{place(report)}/evidence", data={"text": "事故3起", "dated": "2025-09"})
    mine = {"evidence": "E1", "base": 1, "dated": "2025-09"}
    client.post(f"{place(report)}/evidence", data=mine | {"text": "事故4起"})
    late = client.post(f"{place(report)}/evidence", data=mine | {"text": "事故5起"})
    assert late.status_code == 409
    assert "现在是：事故4起" in late.text
    assert "事故5起</textarea>" in late.text
    again = client.post(f"{place(report)}/evidence", data=mine | {"text": "事故5起", "base": 2})
    assert again.status_code == 303
    assert stored(opened, report).cell.evidence[0].text == "事故5起"


@pytest.mark.parametrize("point", ["6.2.1", "9" * 9000])
def test_a_point_of_another_element_is_refused(client: TestClient, report: str, point: str) -> None:
    answer = client.post(f"{place(report)}/evidence", data={"text": "事故3起", "point": point})
    assert answer.status_code == 422
    assert f"5.2 没有诊断点“{point[:20]}”" in answer.text
