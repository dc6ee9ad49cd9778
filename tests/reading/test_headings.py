"""What counts as a number in front of a line, and where a heading ends."""

from __future__ import annotations

import pytest

from app.reading.headings import (
    ends_sentence,
    is_signature,
    is_title,
    number_of,
    parse_attachment,
    parse_caption,
    parse_mark,
    parse_note,
    split_heading,
)


@pytest.mark.parametrize(
    ("line", "kind", "order", "label", "part", "rest"),
    [
        ("一、指导思想", "一、", 1, "一、", "一", "指导思想"),
        ("三、 体系建设", "一、", 3, "三、", "三", "体系建设"),
        ("十二、附则", "一、", 12, "十二、", "十二", "附则"),
        ("（一）目标", "（一）", 1, "（一）", "（一）", "目标"),
        ("(四) 构建改进螺旋", "（一）", 4, "(四)", "（四）", "构建改进螺旋"),
        ("（ 二 ） 任务", "（一）", 2, "（ 二 ）", "（二）", "任务"),
        ("1. 提高认识", "1.", 1, "1.", "1", "提高认识"),
        ("2、实施规划", "1.", 2, "2、", "2", "实施规划"),
        ("3．加强建设", "1.", 3, "3．", "3", "加强建设"),
        ("(1) 学校组", "（1）", 1, "(1)", "（1）", "学校组"),
        ("（3）课程组", "（1）", 3, "（3）", "（3）", "课程组"),
        ("4）教师组", "1）", 4, "4）", "4）", "教师组"),
        ("①学校的报告", "①", 1, "①", "①", "学校的报告"),
        ("- ③近 2 年", "①", 3, "③", "③", "近 2 年"),
        ("第一章 总则", "章", 1, "第一章", "第一章", "总则"),
        ("第十二条 本办法自公布之日起施行。", "条", 12, "第十二条", "第十二条", "本办法自公布之日起施行。"),
        ("1.1 总则", "1.1×1", 1, "1.1", "1.1", "总则"),
        ("2.3.4 检查", "1.1×2", 4, "2.3.4", "2.3.4", "检查"),
    ],
)
def test_a_number_is_read_with_its_kind_and_order(
    line: str, kind: str, order: int, label: str, part: str, rest: str
) -> None:
    mark = parse_mark(line)
    assert mark is not None
    assert (mark.kind, mark.order, mark.label, mark.part, line[mark.end :]) == (
        kind,
        order,
        label,
        part,
        rest,
    )


@pytest.mark.parametrize(
    "line",
    [
        "学校成立委员会。",
        "一、二年级学生都要参加。",
        "2018 年上半年开始试点。",
        "3.5% 的学生没有参加。",
        "（以下简称“诊改”）工作机制",
        "第一条规定的情形除外。",
        "5 个层面",
        "“五纵”，即五个系统",
    ],
)
def test_running_text_is_no_number(line: str) -> None:
    assert parse_mark(line) is None


@pytest.mark.parametrize(
    ("text", "heading", "rest"),
    [
        ("指导思想", "指导思想", ""),
        ("自我诊改工作概述（500字以内）", "自我诊改工作概述（500字以内）", ""),
        ("树立现代质量文化。通过诊改，提升意识。", "树立现代质量文化", "通过诊改，提升意识。"),
        ("每年进行专业质量分析。", "", "每年进行专业质量分析。"),
        ("按学校制定的方案，每年开展一次。完成后公布。", "", "按学校制定的方案，每年开展一次。完成后公布。"),
        ("", "", ""),
    ],
)
def test_a_heading_ends_where_text_begins(text: str, heading: str, rest: str) -> None:
    stop, start = split_heading(text)
    assert (text[:stop], text[start:]) == (heading, rest)


def test_a_long_line_without_sentence_end_is_text_cut_by_a_page_not_a_heading() -> None:
    cut = "重庆市教委在学校自主诊改基础上，每年在达到复核时间的院校中随机抽取一定数量的学校进行复核，3 年抽样"
    assert split_heading(cut) == (0, 0)


@pytest.mark.parametrize(
    ("line", "name", "title"),
    [
        ("图1 学校诊改组织体系", "图1", "学校诊改组织体系"),
        ("图 8 诊改工作思路“11233”", "图8", "诊改工作思路“11233”"),
        ("表 2 经费预算", "表2", "经费预算"),
        ("表3-1：各专业人数", "表3-1", "各专业人数"),
    ],
)
def test_captions_are_known_without_their_pictures(line: str, name: str, title: str) -> None:
    caption = parse_caption(line)
    assert caption is not None
    assert (caption.name, caption.title) == (name, title)


@pytest.mark.parametrize("line", ["图1 是学校的组织体系。", "表2所示经费", "图书馆", "图1", "表1的要求如下"])
def test_a_sentence_about_a_figure_is_no_caption(line: str) -> None:
    assert parse_caption(line) is None


@pytest.mark.parametrize(
    ("line", "order", "text"),
    [
        ("注：本表设6个诊断项目。", 0, "本表设6个诊断项目。"),
        ("注：1. 本表设 5 个诊断项目。", 1, "本表设 5 个诊断项目。"),
        ("- 注：1. 报告内容必须真实。", 1, "报告内容必须真实。"),
        ("注 2：编号起引导作用。", 2, "编号起引导作用。"),
    ],
)
def test_notes_keep_their_number(line: str, order: int, text: str) -> None:
    note = parse_note(line)
    assert note is not None
    assert (note.order, line[note.end :]) == (order, text)


def test_words_that_begin_like_a_note_are_none() -> None:
    assert parse_note("注重可行性：措施要具体。") is None
    assert parse_note("注意：不得弄虚作假。") is None


@pytest.mark.parametrize(
    ("line", "order", "title"),
    [
        ("附件1", 1, ""),
        ("附件 2", 2, ""),
        ("附件三：评分表", 3, "评分表"),
        ("附件：任务落实参考表", 0, "任务落实参考表"),
    ],
)
def test_attachments_are_known_with_or_without_number(line: str, order: int, title: str) -> None:
    attachment = parse_attachment(line)
    assert attachment is not None
    assert (attachment.order, attachment.title) == (order, title)


def test_a_sentence_about_an_attachment_is_none() -> None:
    assert parse_attachment("附件 1 给出了名单。") is None
    assert parse_attachment("附件齐全的学校优先") is None


@pytest.mark.parametrize(
    "line", ["校长（签字）：", "年 月 日", "2019年3月1日", "二〇一九年三月一日", "（盖章）"]
)
def test_places_to_sign_are_known(line: str) -> None:
    assert is_signature(line)


def test_small_things() -> None:
    assert [number_of(numeral) for numeral in ("一", "十", "二十三", "〇", "12", "③", "1.4")] == [
        1,
        10,
        23,
        0,
        12,
        3,
        4,
    ]
    assert ends_sentence("他说：“好。”")
    assert not ends_sentence("秘书处（质量监控办公室）")
    assert is_title("保障措施")
    assert not is_title("明确工作任务，")
