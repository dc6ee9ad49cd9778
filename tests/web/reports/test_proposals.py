"""A draft on the page of a cell: proposed sentence by sentence, decided once, never written over what stands there."""

from __future__ import annotations

from typing import Any

import pytest
from starlette.testclient import TestClient

from app.bootstrap import Services
from app.domain.drafts import (
    Cell,
    Origin,
    PartKey,
)
from app.domain.errors import ConflictError
from app.storage.report_rows import Decision
from tests.web.reports.visiting import ME, place, stored


def test_a_draft_is_proposed_and_nothing_is_written_over(
    client: TestClient, opened: Services, report: str
) -> None:
    client.post(f"{place(report)}/evidence", data={"text": "两个二级学院未设投诉受理点", "dated": "2025-10"})
    client.post(place(report), data={"problems": "已经写好的问题。", "base": "1"})
    client.post(f"{place(report)}/draft")
    page = client.get(place(report)).text
    assert "起草的建议" in page
    assert stored(opened, report).cell.text(PartKey.PROBLEMS) == "已经写好的问题。"
    proposals = {one.part: one for one in opened.proposals.of(report, "5.2")}
    problem, measure = proposals[PartKey.PROBLEMS], proposals[PartKey.MEASURES]
    client.post(
        f"{place(report)}/proposals",
        data={"accept": problem.id, f"text {problem.id}": problem.sentence.text},
    )
    edited = {"accept": measure.id, f"text {measure.id}": "质控办3月底前增设受理点。"}
    client.post(f"{place(report)}/proposals", data=edited)
    cell = stored(opened, report).cell
    assert cell.text(PartKey.PROBLEMS) == "已经写好的问题。\n两个二级学院未设投诉受理点。\n"
    assert cell.part(PartKey.PROBLEMS).sentences[-1].evidence == ("E1",)
    assert cell.part(PartKey.MEASURES).sentences[0].origin is Origin.PERSON
    client.post(f"{place(report)}/proposals", data={"reject": "all"})
    assert opened.proposals.of(report, "5.2") == ()
    decisions = {one.decision for one in opened.proposals.of(report, "5.2", every=True)}
    assert decisions == {"accepted", "edited", "rejected"}
    again = client.post(f"{place(report)}/draft")
    assert again.status_code == 303
    assert all(one.sentence.text.strip() != "未设投诉受理点。" for one in opened.proposals.of(report, "5.2"))


def test_all_proposals_at_once_keep_their_links(client: TestClient, opened: Services, report: str) -> None:
    for text in ("两个二级学院未设投诉受理点", "由质控办负责，2026年3月底前增设投诉受理点"):
        client.post(f"{place(report)}/evidence", data={"text": text, "dated": "2025-10"})
    client.post(f"{place(report)}/draft")
    client.post(f"{place(report)}/proposals", data={"accept": "all"})
    cell = stored(opened, report).cell
    problem = cell.part(PartKey.PROBLEMS).sentences[0]
    assert cell.part(PartKey.MEASURES).sentences[0].answers == (problem.id,)


def drafted(client: TestClient, opened: Services, report: str) -> tuple[Any, ...]:
    """The open proposals of a draft from two pieces of evidence."""
    for text in ("两个二级学院未设投诉受理点", "由质控办负责，2026年3月底前增设投诉受理点"):
        client.post(f"{place(report)}/evidence", data={"text": text, "dated": "2025-10"})
    client.post(f"{place(report)}/draft")
    return opened.proposals.of(report, "5.2")


def test_what_was_made_of_other_proposals_is_kept(client: TestClient, opened: Services, report: str) -> None:
    first, *_, last = drafted(client, opened, report)
    client.post(
        f"{place(report)}/proposals", data={"accept": first.id, f"text {last.id}": "改了很久的一句。"}
    )
    assert "改了很久的一句。</textarea>" in client.get(place(report)).text
    client.post(f"{place(report)}/draft")  # a draft once more leaves it open
    assert "改了很久的一句。</textarea>" in client.get(place(report)).text
    client.post(f"{place(report)}/proposals", data={"accept": "all"})
    assert stored(opened, report).cell.text(last.part).rstrip().endswith("改了很久的一句。")


def test_a_proposal_is_accepted_once_and_what_came_late_is_given_back(
    client: TestClient, opened: Services, report: str
) -> None:
    first, *_ = drafted(client, opened, report)
    client.post(f"{place(report)}/proposals", data={"accept": first.id})
    text = stored(opened, report).cell.text(first.part)
    late = client.post(
        f"{place(report)}/proposals", data={"accept": first.id, f"text {first.id}": "后改的。"}
    )
    assert late.status_code == 409
    assert "您写的是：后改的。" in late.text
    assert stored(opened, report).cell.text(first.part) == text
    version, decided = stored(opened, report).version, [Decision(first.id, "accepted")]
    with pytest.raises(ConflictError, match="处理过"):
        opened.reports.save(ME, report, "5.2", Cell("5.2"), version, decided)


@pytest.mark.parametrize(("text", "told"), [(" ", "改成空的了"), ("长" * 50_001, "最多 50000 字")])
def test_a_proposal_that_cannot_be_kept_is_given_back(
    client: TestClient, opened: Services, report: str, text: str, told: str
) -> None:
    first, *_ = drafted(client, opened, report)
    answer = client.post(f"{place(report)}/proposals", data={"accept": first.id, f"text {first.id}": text})
    assert answer.status_code == 422
    assert told in answer.text
    assert f"{text.strip()}</textarea>" in answer.text
    assert stored(opened, report).cell.is_empty


def test_an_emptied_proposal_is_not_the_first_text_again(
    client: TestClient, opened: Services, report: str
) -> None:
    first, second, *_ = drafted(client, opened, report)
    client.post(f"{place(report)}/proposals", data={"accept": second.id, f"text {first.id}": ""})
    answer = client.post(f"{place(report)}/proposals", data={"accept": "all"})
    assert answer.status_code == 422
    assert "改成空的了" in answer.text


def test_an_older_page_takes_back_nothing_that_somebody_else_made_of_a_proposal(
    client: TestClient, opened: Services, report: str
) -> None:
    first, second, *_, last = drafted(client, opened, report)
    was = {f"was {last.id}": last.sentence.text}
    client.post(f"{place(report)}/proposals", data={"reject": first.id, f"text {last.id}": "甲改的。"} | was)
    untouched = {"reject": second.id, f"text {last.id}": last.sentence.text} | was
    assert client.post(f"{place(report)}/proposals", data=untouched).status_code == 303
    assert "甲改的。</textarea>" in client.get(place(report)).text
    touched = client.post(
        f"{place(report)}/proposals", data={"accept": "all", f"text {last.id}": "乙改的。"} | was
    )
    assert touched.status_code == 409
    assert "刚被别人改成“甲改的。”，您写的是：乙改的。" in touched.text
    assert stored(opened, report).cell.is_empty


def test_what_was_made_of_a_closed_proposal_is_given_back_whatever_was_pressed(
    client: TestClient, opened: Services, report: str
) -> None:
    first, second, *_ = drafted(client, opened, report)
    opened.proposals.reject(ME, report, "5.2", [second.id])
    sent = {"accept": first.id, f"text {second.id}": "写了很久。"}
    answer = client.post(f"{place(report)}/proposals", data=sent)
    assert answer.status_code == 409
    assert "您写的是：写了很久。" in answer.text


def test_all_of_nothing_is_told(client: TestClient, opened: Services, report: str) -> None:
    assert client.post(f"{place(report)}/proposals", data={"accept": "all"}).status_code == 409
    assert stored(opened, report).version == 0


def test_a_second_draft_beside_edited_proposals_keeps_every_link_where_it_leads(
    client: TestClient, opened: Services, report: str
) -> None:
    problem, measure = (
        next(one for one in drafted(client, opened, report) if one.part is key)
        for key in (PartKey.PROBLEMS, PartKey.MEASURES)
    )
    sent = {f"text {measure.id}": "质控办2026年3月底前增设两处投诉受理点。"}
    client.post(f"{place(report)}/proposals", data=sent)
    for text in ("2025年4月建成质量数据平台1个", "2025年5月印发事故管理办法"):
        client.post(f"{place(report)}/evidence", data={"text": text, "dated": "2025-05"})
    client.post(f"{place(report)}/draft")
    client.post(f"{place(report)}/proposals", data={"accept": "all"})
    cell = stored(opened, report).cell
    said = {one.id: one.text for _, one in cell.sentences()}
    for one in cell.part(PartKey.MEASURES).sentences:
        assert all(said[id_].strip() == problem.sentence.text.strip() for id_ in one.answers)
    parts = [one.text for _, one in cell.sentences()]
    assert len(parts) == len(set(parts))


def test_what_was_typed_while_the_cell_was_handed_in_is_given_back(
    client: TestClient, opened: Services, report: str
) -> None:
    first, *_ = drafted(client, opened, report)
    version = stored(opened, report).version
    client.post(f"{place(report)}/status", data={"status": "submitted", "version": version, "note": "先看"})
    piece = client.post(f"{place(report)}/evidence", data={"text": "刚查到的一件事", "dated": "2025-10"})
    assert piece.status_code == 409
    assert "您写的是：刚查到的一件事" in piece.text
    proposal = client.post(f"{place(report)}/proposals", data={f"text {first.id}": "改到一半"})
    assert proposal.status_code == 409
    assert "您写的是：改到一半" in proposal.text


def test_a_part_too_long_is_told_before_it_is_added(
    client: TestClient, opened: Services, report: str
) -> None:
    first, *_ = drafted(client, opened, report)
    full = {first.part.value: "长" * 49_999, "base": str(stored(opened, report).version)}
    assert client.post(place(report), data=full).status_code == 303
    answer = client.post(f"{place(report)}/proposals", data={"accept": first.id})
    assert answer.status_code == 422
    assert "最多 50000 字" in answer.text


def test_points_that_a_draft_found_are_no_conflict(client: TestClient, opened: Services, report: str) -> None:
    client.post(f"{place(report)}/evidence", data={"text": "两个二级学院未设投诉受理点", "dated": "2025-10"})
    client.post(f"{place(report)}/draft")
    sent = {"evidence": "E1", "base": 1, "text": "三个二级学院未设投诉受理点", "dated": "2025-10"}
    assert client.post(f"{place(report)}/evidence", data=sent).status_code == 303
    (piece,) = stored(opened, report).cell.evidence
    assert piece.text == "三个二级学院未设投诉受理点"
    assert piece.points
