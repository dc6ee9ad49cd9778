"""Pages of reports: who may write, what is kept, what is told; nothing a person sent is lost."""

from __future__ import annotations

import re
from dataclasses import replace

import pytest
from starlette.testclient import TestClient

from app import importing, reporting
from app.bootstrap import Services
from app.domain.drafts import (
    Cell,
    Evidence,
    Origin,
    Part,
    PartKey,
    ReportKind,
    Sentence,
    Source,
    SourceKind,
    Status,
)
from app.domain.people import Role
from app.storage.document_access import DocumentAccess
from app.storage.report_rows import Head
from tests.web.reports.visiting import ME, SAMPLE, SCRIPT, as_, place, stored


def test_a_report_is_made_and_stands_in_the_list(client: TestClient, opened: Services) -> None:
    made = client.post(
        "/reports",
        data={"scheme": "foshan", "form": "own", "school": "甲学院", "cycle": "2025", "due": "2025年12月"},
    )
    assert made.status_code == 303
    (head,) = opened.reports.all()
    assert (head.scheme, head.form, head.due) == ("foshan", "", "2025-12")
    assert "甲学院 2025" in client.get("/reports").text
    page = client.get(made.headers["location"]).text
    assert page.count('<th scope="row" class="wrap">') == 17  # the overview and 16 elements
    assert "佛山方案没有规定报告表样和字数" in page
    assert "佛山方案没有规定复核结论的标准，这里不作预演" in page
    assert "export.docx" not in page
    cells = opened.reports.get(head.id).cells
    assert cells["6.2"].departments == ("质控办", "二级学院")


def test_a_form_of_another_scheme_is_chosen_by_name_and_said(client: TestClient, opened: Services) -> None:
    made = client.post("/reports", data={"scheme": "foshan", "form": "chongqing"})
    page = client.get(made.headers["location"]).text
    assert "报告表样、字数和写法要求借用重庆方案，由学校选定" in page
    bench = client.get(f"{made.headers['location']}/cells/6.2").text
    assert "字数和写法：借用重庆方案" in bench
    assert "0/500 字" in bench


@pytest.mark.parametrize(
    ("data", "status"),
    [
        ({"scheme": "mars"}, 404),
        ({"scheme": "chongqing", "due": "何时"}, 422),
        ({"scheme": "chongqing", "form": "foshan"}, 404),
        ({"scheme": "chongqing", "school": "长" * 201}, 422),
        ({"scheme": "chongqing", "previous": "none"}, 404),
    ],
)
def test_what_cannot_be_made_is_told(
    client: TestClient, opened: Services, data: dict[str, str], status: int
) -> None:
    assert client.post("/reports", data={"form": "own"} | data).status_code == status
    assert opened.reports.all() == ()


def test_texts_are_saved_as_versions_and_shown_again(
    client: TestClient, opened: Services, report: str
) -> None:
    sent = {"goals": "基本达成。", "problems": "一。\r\n二。", "base": "0"}
    assert client.post(place(report), data=sent).status_code == 303
    cell = stored(opened, report).cell
    assert cell.text(PartKey.PROBLEMS) == "一。\n二。"
    assert "基本达成。" in client.get(place(report)).text
    again = client.post(place(report), data=sent | {"goals": "改了。", "base": "1"}, headers=SCRIPT)
    assert again.status_code == 200
    assert 'data-version="2"' in again.text
    assert "已保存 第 2 版" in again.text
    assert 'id="findings" data-swap' in again.text


def test_of_two_people_the_second_is_told_and_loses_nothing(
    client: TestClient, opened: Services, report: str
) -> None:
    client.post(place(report), data={"goals": "先存的。", "base": "0"})
    late = client.post(place(report), data={"goals": "后来的。", "base": "0"}, headers=SCRIPT)
    assert late.status_code == 409
    assert "两份文字都在，请合成一份" in late.text
    assert "先存的。" in late.text
    assert "后来的。" in late.text
    store = opened.reports
    versions = [store.version(report, "5.2", one.id) for one in store.versions(report, "5.2")]
    assert {one.cell.text(PartKey.GOALS) for one in versions} == {"先存的。", "后来的。"}
    page = client.post(place(report), data={"goals": "再后来的。", "base": "0"})
    assert page.status_code == 409
    assert "再后来的。</textarea>" in page.text


def test_links_are_kept_with_their_sentences(client: TestClient, opened: Services, report: str) -> None:
    client.post(f"{place(report)}/evidence", data={"text": "未设受理点", "dated": "2025-10"})
    client.post(
        place(report),
        data={"problems": "未设受理点。", "measures": "增设。", "effects": "好转。", "base": "1"},
    )
    ids = {key: one.id for key, one in stored(opened, report).cell.sentences()}
    client.post(
        place(report),
        data={
            "problems": "未设受理点。",
            "measures": "增设。",
            "effects": "好转。",
            "base": "2",
            "known": " ".join(ids.values()),
            "link": f"{ids[PartKey.MEASURES]}>{ids[PartKey.PROBLEMS]}",
            f"proof {ids[PartKey.EFFECTS]}": "e1，E9",
            f"done {ids[PartKey.EFFECTS]}": "yes",
        },
    )
    cell = stored(opened, report).cell
    assert cell.part(PartKey.MEASURES).sentences[0].answers == (ids[PartKey.PROBLEMS],)
    effect = cell.part(PartKey.EFFECTS).sentences[0]
    assert (effect.evidence, effect.done) == (("E1",), True)
    edited = {"problems": "两个学院未设受理点。", "measures": "增设。", "effects": "好转。", "base": "3"}
    client.post(place(report), data=edited)  # a form without the panel changes no link
    assert stored(opened, report).cell.part(PartKey.MEASURES).sentences[0].answers == (ids[PartKey.PROBLEMS],)


def test_a_new_sentence_inherits_nothing_from_one_that_is_gone(
    client: TestClient, opened: Services, report: str
) -> None:
    client.post(f"{place(report)}/evidence", data={"text": "两个学院未设受理点", "dated": "2025-10"})
    texts = {"problems": "两个学院未设受理点。", "measures": "增设受理点。"}
    client.post(place(report), data=texts | {"base": "1"})
    links = {"known": "s1 s2", "link": "s2>s1", "proof s1": "E1", "proof s2": "E1"}
    client.post(place(report), data=texts | links | {"base": "2"})
    assert stored(opened, report).cell.part(PartKey.MEASURES).sentences[0].answers == ("s1",)
    other = {"problems": texts["problems"], "measures": "召开全体教职员工大会进行动员部署，逐级签订责任书。"}
    client.post(place(report), data=other | links | {"base": "3"})
    (measure,) = stored(opened, report).cell.part(PartKey.MEASURES).sentences
    assert (measure.answers, measure.evidence) == ((), ())
    client.post(place(report), data={"problems": "图书馆藏书不足，生均册数偏低。", "base": "4"})
    (problem,) = stored(opened, report).cell.part(PartKey.PROBLEMS).sentences
    assert problem.evidence == ()
    assert problem.id not in {"s1", "s2"}


def test_a_note_that_came_too_late_is_given_back(client: TestClient, opened: Services, report: str) -> None:
    client.post(place(report), data={"goals": "一。", "base": "0"})
    sent = {"status": "submitted", "version": 0, "note": "数据待教务处核对"}
    answer = client.post(f"{place(report)}/status", data=sent)
    assert answer.status_code == 409
    assert 'value="数据待教务处核对"' in answer.text
    assert stored(opened, report).status is Status.DRAFTING


@pytest.mark.parametrize("number", [2**31, 2**63])
def test_a_version_there_cannot_be_is_not_found(client: TestClient, report: str, number: int) -> None:
    assert client.get(f"{place(report)}/versions/{number}").status_code < 500
    assert client.post(f"{place(report)}/versions/{number}", data={"base": 0}).status_code < 500


def test_six_full_parts_are_kept(client: TestClient, opened: Services, report: str) -> None:
    keys = ("goals", "achievements", "problems", "causes", "measures", "effects")
    texts = {key: f"{number}。" + "长" * 49_998 for number, key in enumerate(keys)}
    assert client.post(place(report), data=texts | {"base": "0"}).status_code == 303
    cell = stored(opened, report).cell
    assert {key: cell.text(PartKey(key)) for key in keys} == texts


def test_a_page_opened_before_undoes_no_assignment(client: TestClient, opened: Services, report: str) -> None:
    client.post(f"/reports/{report}/assign", data={"was 1.1": "", "1.1 学生处": "on"})
    client.post(f"/reports/{report}/assign", data={"was 1.1": "", "was 5.2": "", "5.2 教务处": "on"})
    assert stored(opened, report, "1.1").departments == ("学生处",)
    assert stored(opened, report, "5.2").departments == ("教务处",)
    client.post(
        f"/reports/{report}/assign",
        data={"was 1.1": ["", "学生处"], "was 5.2": ["", "教务处"], "1.1 学生处": "on"},
    )
    assert stored(opened, report, "5.2").departments == ()


def test_a_long_file_name_is_read_all_the_same(client: TestClient, opened: Services) -> None:
    text = "5.2 质量事故管控\n存在问题：两个学院未设受理点。".encode()
    answer = client.post(
        "/reports/attachments", data={"scheme": "chongqing"}, files={"file": ("学" * 110 + ".txt", text)}
    )
    assert answer.status_code == 303
    (head,) = opened.reports.all()
    assert head.title == "学" * 60 + ".txt"


@pytest.mark.parametrize(
    ("path", "data"),
    [
        ("/reports", {"scheme": "foshan", "form": "chongqing", "school": "甲学院", "due": "不知道"}),
        ("/reports/{report}", {"school": "甲学院", "form": "chongqing", "due": "不知道"}),
    ],
)
def test_a_form_that_was_refused_still_says_what_was_typed(
    client: TestClient, report: str, path: str, data: dict[str, str]
) -> None:
    page = client.post(path.format(report=report), data=data)
    assert page.status_code == 422
    assert 'value="甲学院"' in page.text
    assert 'value="不知道"' in page.text
    assert '<option value="chongqing" selected>' in page.text


def test_a_report_whose_form_may_not_be_read_says_so(opened: Services) -> None:
    head = Head("foshan", "chongqing", "甲学院", "2025")
    borrowed = reporting.create(opened, ME, opened.corpus, head).head.id
    expert = as_(opened, "li", Role.EXPERT)
    opened.access.rules.set(ME, [DocumentAccess("chongqing", Role.EXPERT, False, False)])
    told = expert.get(f"/reports/{borrowed}")
    assert told.status_code == 404
    assert "这份报告的表样来自一份您无权查看的文件" in told.text


def test_what_was_noted_on_the_worksheet_stands_beside(
    client: TestClient, opened: Services, report: str
) -> None:
    assert "底稿里的材料" not in client.get(place(report)).text
    opened.worksheets.save(ME, "chongqing", "5.2", "三月例会：两个学院还没有受理人。", 0)
    page = client.get(place(report)).text
    assert "三月例会：两个学院还没有受理人。</pre>" in page
    assert 'href="/worksheets/chongqing/5.2"' in page
    assert "底稿里的材料" not in client.get(place(report, "5.1")).text


def test_two_versions_that_differ_in_links_alone_are_told_apart(
    client: TestClient, opened: Services, report: str
) -> None:
    texts = {"problems": "两个学院未设受理点。", "measures": "增设受理点。"}
    client.post(place(report), data=texts | {"base": "0"})
    client.post(place(report), data=texts | {"base": "1", "known": "s1 s2", "link": "s2>s1"})
    old = opened.reports.versions(report, "5.2")[1]
    page = client.get(f"{place(report)}/versions/{old.id}").text
    assert "<ins>“增设受理点。”对应“两个学院未设受理点。”</ins>" in page


def test_handing_in_asks_why_where_a_rule_is_broken(
    client: TestClient, opened: Services, report: str
) -> None:
    client.post(place(report), data={"goals": "只写了这一句。", "base": "0"})
    refused = client.post(f"{place(report)}/status", data={"status": "submitted", "version": "1"})
    assert refused.status_code == 422
    assert "处不合规定（四部分齐全、内容空缺），没有提交" in refused.text
    assert stored(opened, report).status is Status.DRAFTING
    told = {"status": "submitted", "version": "1", "note": "先请质控办看"}
    assert client.post(f"{place(report)}/status", data=told).status_code == 303
    assert stored(opened, report).status is Status.SUBMITTED
    late = client.post(place(report), data={"goals": "迟到的。", "base": "1"}, headers=SCRIPT)
    assert late.status_code == 409
    assert "这一格已经交出去，您的文字另存了" in late.text
    for status in ("accepted", "signed"):
        client.post(f"{place(report)}/status", data={"status": status, "version": "1"})
    assert stored(opened, report).status is Status.SIGNED
    stale = client.post(f"{place(report)}/status", data={"status": "returned", "version": "7"})
    assert stale.status_code == 409
    page = client.get(place(report)).text
    assert "先请质控办看" in page
    assert "只读" in page


def test_a_writer_writes_what_their_department_was_given(opened: Services, report: str) -> None:
    writer = as_(opened, "li", Role.WRITER, "教务处")
    assert writer.post(place(report), data={"goals": "一。", "base": "0"}).status_code == 403
    assert "5.2 由质控办撰写；您可以查看。" in writer.get(place(report)).text
    office = as_(opened, "wang", Role.OFFICE)
    office.post(f"/reports/{report}/assign", data={"5.2 教务处": "on"})
    assert writer.post(place(report), data={"goals": "一。", "base": "0"}).status_code == 303
    handed = writer.post(
        f"{place(report)}/status", data={"status": "submitted", "version": 1, "note": "先看"}
    )
    assert handed.status_code == 303
    for status in ("accepted", "returned"):
        sent = {"status": status, "version": 1}
        assert writer.post(f"{place(report)}/status", data=sent).status_code == 403
    assert stored(opened, report).status is Status.SUBMITTED
    page = writer.get(f"/reports/{report}").text
    assert "新建报告" not in writer.get("/reports").text
    assert "移去这份报告" not in page
    assert "教务处" in page


def test_the_review_is_rehearsed_with_both_readings(
    client: TestClient, opened: Services, report: str
) -> None:
    codes = [element.code for element in opened.corpus.schemes["chongqing"].elements()]
    sent = {f"agreed {code}": "yes" if i < 9 else "no" for i, code in enumerate(codes)}
    client.post(f"/reports/{report}/review", data=sent | {"measures": "yes", "material 0": "on"})
    client.post(
        f"/reports/{report}", data={"form": "chongqing", "review_on": "2026-05-10", "due": "2025-12-20"}
    )
    page = client.get(f"/reports/{report}").text
    assert "15 项中相符 9 项，不符 6 项，未定 0 项。" in page
    assert "若两项须同时满足：“待改进”" in page
    assert "若满足其一即可：“异常”" in page
    assert "还缺 5 种" in page
    assert "材料最迟 2026-04-10 在校园网公示" in page


def test_a_version_is_compared_and_brought_back(client: TestClient, opened: Services, report: str) -> None:
    client.post(place(report), data={"goals": "旧的。", "base": "0"})
    client.post(place(report), data={"goals": "新的。", "base": "1"})
    old = opened.reports.versions(report, "5.2")[1]
    page = client.get(f"{place(report)}/versions/{old.id}").text
    assert "<del>目标达成程度：旧的。</del>" in page
    assert client.post(f"{place(report)}/versions/{old.id}", data={"base": "2"}).status_code == 303
    assert stored(opened, report).cell.text(PartKey.GOALS) == "旧的。"
    assert stored(opened, report).version == 3


def test_a_filled_form_is_read_with_a_receipt_and_once(client: TestClient, opened: Services) -> None:
    sent = {"file": (SAMPLE.name, SAMPLE.read_bytes(), "application/octet-stream")}
    read = client.post("/reports/attachments", files=sent)
    assert read.status_code == 303
    page = client.get(read.headers["location"]).text
    assert "看到 49 处文字，存入 48 处" in page
    (head,) = opened.reports.all()
    assert (head.kind, head.cycle, head.school) == (ReportKind.EARLIER, "2024", "示例职业技术学院")
    with opened.originals.open(head.original or "") as kept:
        assert kept.read() == SAMPLE.read_bytes()
    again = client.post("/reports/attachments", files=sent)
    assert again.status_code == 422
    assert "已经读入过" in again.text
    assert "往年报告 · 不是标准" in client.get(f"/reports/{head.id}").text
    assert client.post(place(head.id), data={"goals": "改往年。", "base": "1"}).status_code == 403


@pytest.mark.parametrize(
    ("name", "content", "told"),
    [
        ("a.docx", b"", "空"),
        ("a.docx", b"no zip", "docx"),
        ("a.docx", b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + b"\0" * 600, "docx"),
        ("a.txt", b"\xff\xfe\xfa", ""),
        ("../../a.exe", b"MZ", ""),
    ],
)
def test_a_file_that_is_no_form_is_told_of(
    client: TestClient, opened: Services, name: str, content: bytes, told: str
) -> None:
    answer = client.post("/reports/attachments", files={"file": (name, content, "application/octet-stream")})
    assert answer.status_code == 422
    assert told in answer.text
    assert opened.reports.all() == ()


def test_samples_are_read_at_the_start_once_and_found_but_never_as_criteria(
    client: TestClient, opened: Services
) -> None:
    said: list[str] = []
    importing.import_samples(opened, said.append)
    importing.import_samples(opened, said.append)
    assert said == []
    heads = opened.reports.all()
    assert [head.kind for head in heads] == [ReportKind.SAMPLE] * 2
    page = client.get("/reports", params={"q": "投诉受理点"}).text
    assert "不是标准" in page
    assert "示例（虚构）" in page
    assert re.search(r'class="hit".*?投诉受理点', page, re.DOTALL)
    opened.reports.remove(ME, heads[0].id)
    importing.import_samples(opened, said.append)
    assert len(opened.reports.all()) == 1  # what was taken away stays away


def test_last_cycles_measures_are_asked_after(client: TestClient, opened: Services) -> None:
    importing.import_samples(opened, lambda _: None)
    last = next(head for head in opened.reports.all() if head.cycle == "2024")
    head = Head("chongqing", "chongqing", cycle="2025", previous=last.id)
    report = reporting.create(opened, ME, opened.corpus, head).head.id
    page = client.get(place(report)).text
    assert "上轮措施 → 本轮成效" in page
    assert "还没有证据：做了吗？见效了吗？" in page
    opened.reports.remove(ME, last.id)
    assert "上轮措施 → 本轮成效" not in client.get(place(report)).text


@pytest.mark.parametrize("kind", ["docx", "md", "json"])
def test_exports(client: TestClient, opened: Services, report: str, kind: str) -> None:
    client.post(place(report), data={"goals": "基本达成。", "base": "0"})
    answer = client.get(f"/reports/{report}/export.{kind}", params={"sources": "1"})
    assert answer.status_code == 200
    assert answer.headers["content-disposition"].startswith("attachment")
    if kind != "docx":
        assert "基本达成。" in answer.text
    assert client.get(f"/reports/{report}/export.exe").status_code == 404


def test_text_of_a_language_model_is_labelled(client: TestClient, opened: Services, report: str) -> None:
    part = Part(PartKey.GOALS, (Sentence("模型写的。", origin=Origin.MODEL),))
    found = reporting.opened(opened, opened.corpus, report)
    reporting.put(opened, ME, found, "5.2", Cell("5.2", (part,)), 0)
    assert "人工智能生成" in client.get(place(report)).text
    assert "本内容由人工智能生成" in client.get(f"/reports/{report}/export.md").text
    client.post(place(report), data={"goals": "人重新写的另一句话，与前面无关。", "base": "1"})
    assert "本内容由人工智能生成" not in client.get(f"/reports/{report}/export.md").text


def test_a_report_moves_to_another_scheme_and_a_split_asks(
    client: TestClient, opened: Services, report: str
) -> None:
    evidence = (Evidence("E1", "课程诊改记录", "2025-09"),)
    part = Part(
        PartKey.ACHIEVEMENTS, (Sentence("课程建设规划已印发。", "s1", (Source(SourceKind.EVIDENCE, "E1"),)),)
    )
    opened.reports.save(ME, report, "2.3", Cell("2.3", (part,), evidence), 0)
    page = client.get(f"/reports/{report}/move?to=foshan").text
    assert "一个要素分成两个，请逐句选去处" in page
    refused = client.post(f"/reports/{report}/move", data={"to": "foshan"})
    assert refused.status_code == 422
    assert "还有 2 句没有选去处" in refused.text
    partly = {"to": "foshan", "goes 2.3 s1": "3.1"}
    assert 'name="goes 2.3 s1" value="3.1"' in client.post(f"/reports/{report}/move", data=partly).text
    made = client.post(f"/reports/{report}/move", data=partly | {"goes 2.3 E1": "3.1"})
    assert made.status_code == 303
    new = opened.reports.get(made.headers["location"].rsplit("/", 1)[1])
    assert new.head.scheme == "foshan"
    assert new.cell("3.1").cell.text(PartKey.ACHIEVEMENTS) == "课程建设规划已印发。"
    assert stored(opened, report, "2.3").cell.text(PartKey.ACHIEVEMENTS) == "课程建设规划已印发。"
    assert client.get(f"/reports/{report}/move?to=mars").status_code == 404


def test_what_does_not_exist_is_told(client: TestClient, report: str) -> None:
    assert client.get("/reports/none").status_code == 404
    assert "没有“9.9”" in client.get(place(report, "9.9")).text
    assert client.get(f"{place(report)}/versions/1").status_code == 404
    client.post(f"/reports/{report}/remove")
    assert client.get(f"/reports/{report}").status_code == 404


def test_whoever_may_not_read_a_scheme_sees_no_report_of_it(opened: Services, report: str) -> None:
    reader = as_(opened, "expert", Role.EXPERT)
    assert "示例职业技术学院 2025" in reader.get("/reports").text
    opened.access.rules.set(ME, [DocumentAccess("chongqing", Role.EXPERT, False, False)])
    assert "示例职业技术学院 2025" not in reader.get("/reports").text
    assert reader.get(f"/reports/{report}").status_code == 404


def test_fifty_thousand_characters_in_a_part_are_kept_and_more_are_given_back(
    client: TestClient, opened: Services, report: str
) -> None:
    text = "字" * 50_000
    assert client.post(place(report), data={"goals": text, "base": "0"}).status_code == 303
    assert stored(opened, report).cell.text(PartKey.GOALS) == text
    more = client.post(place(report), data={"goals": text + "多", "base": "1"}, headers=SCRIPT)
    assert more.status_code == 422
    assert "最多 50000 字" in more.text
    assert replace(stored(opened, report).cell, parts=()).is_empty
