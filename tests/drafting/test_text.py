"""Text ↔ sentences: nothing is lost, and what was only edited keeps what it carries."""

from __future__ import annotations

from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.domain.drafts import Cell, Counting, Evidence, Origin, Part, PartKey, Sentence, Source, SourceKind
from app.drafting.text import count, items, numbered, part_of, reworded, rewritten, said, sentences
from tests.growth import LINEAR, growth

TEXTS = st.text(alphabet=st.sampled_from("甲乙丙，。；！？\n 　【】（1）.一、二是”’a5"), max_size=60)


@given(st.one_of(TEXTS, st.text(max_size=80)))
def test_sentences_joined_are_the_text(text: str) -> None:
    assert "".join(sentences(text)) == text
    assert part_of(PartKey.GOALS, text).text == text


@given(TEXTS, TEXTS)
def test_a_part_that_was_rewritten_has_the_new_text(old: str, new: str) -> None:
    assert rewritten(part_of(PartKey.GOALS, old), new).text == new


@pytest.mark.parametrize(
    ("text", "pieces"),
    [
        ("甲。乙；丙", ["甲。", "乙；", "丙"]),
        ("“甲。”乙！", ["“甲。”", "乙！"]),
        ("一行\n二行\n", ["一行\n", "二行\n"]),
        ("满意度3.5分。升至4.1分", ["满意度3.5分。", "升至4.1分"]),
        ("【待补充：甲；乙。】后面。", ["【待补充：甲；乙。】后面。"]),
        ("", []),
    ],
)
def test_where_sentences_end(text: str, pieces: list[str]) -> None:
    assert list(sentences(text)) == pieces


@pytest.mark.parametrize(
    ("text", "word", "characters", "han"),
    [
        ("质量保证", 4, 4, 4),
        ("质量，保证。", 6, 6, 4),
        ("2025年事故3起", 6, 9, 6),
        ("AAA级 abc", 3, 7, 3),
        ("满意度 96.5%", 4, 8, 4),
        ("“引号”", 4, 4, 2),
        (" \n　", 0, 0, 0),
        ("𠮷字", 2, 2, 2),
    ],
)
def test_counting(text: str, word: int, characters: int, han: int) -> None:
    assert [count(text, how) for how in (Counting.WORD, Counting.CHARACTERS, Counting.HAN)] == [
        word,
        characters,
        han,
    ]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("甲。\n乙。", ["甲", "乙"]),
        ("甲；乙。", ["甲", "乙"]),
        ("一是甲。很久了。二是乙。", ["甲。很久了", "乙"]),
        ("1.甲。2.乙。", ["甲", "乙"]),
        ("（1）甲。\n\n（2）乙。\n", ["甲", "乙"]),
        ("满意度为3.5分。仍低。", ["满意度为3.5分。仍低"]),
        ("\n ", []),
    ],
)
def test_items(text: str, expected: list[str]) -> None:
    assert [said(item) for item in items(part_of(PartKey.PROBLEMS, text))] == expected


def test_an_edited_sentence_keeps_its_id_sources_and_links() -> None:
    source = Source(SourceKind.EVIDENCE, "E1")
    first = Sentence("两个学院未设受理点。\n", "s1", (source,), answers=("s9",))
    second = Sentence("预警平台没有建成。", "s2")
    new = rewritten(
        Part(PartKey.PROBLEMS, (first, second)), "前言。两个二级学院至今未设投诉受理点。\n预警平台没有建成。"
    )
    assert [(one.id, one.sources) for one in new.sentences] == [("", ()), ("s1", (source,)), ("s2", ())]
    assert new.sentences[1].answers == ("s9",)


def test_another_sentence_in_its_place_carries_nothing() -> None:
    old = Part(
        PartKey.PROBLEMS, (Sentence("两个学院未设受理点。", "s1", (Source(SourceKind.EVIDENCE, "E1"),)),)
    )
    assert rewritten(old, "图书馆座位紧张。").sentences == (Sentence("图书馆座位紧张。"),)


def test_numbering_leaves_no_link_to_nowhere() -> None:
    goals = part_of(PartKey.GOALS, "甲。")
    measure = Sentence(
        "乙。",
        "s1",
        (Source(SourceKind.EVIDENCE, "E9"), Source(SourceKind.EVIDENCE, "E1")),
        answers=("s7", "s1"),
    )
    cell = numbered(
        Cell(
            "1.1",
            (goals, Part(PartKey.MEASURES, (measure, replace(measure, text="丙。")))),
            (Evidence("E1", "证"),),
        )
    )
    told = [one for _, one in cell.sentences()]
    assert [one.id for one in told] == ["s2", "s1", "s3"]
    assert told[1].answers == ()
    assert told[1].evidence == ("E1",)


@pytest.mark.parametrize(
    ("text", "origin"),
    [("校内实训中心升级为三层管理。", Origin.MODEL), ("我们另写一句，与前面无关！", Origin.PERSON)],
)
def test_what_a_model_wrote_keeps_its_label_until_most_of_it_is_somebody_elses(
    text: str, origin: Origin
) -> None:
    was = Sentence("校内实训中心已升级为二层管理。", origin=Origin.MODEL)
    assert reworded(was, text) == replace(was, text=text, origin=origin)


def test_brackets_without_end_are_cut_in_one_pass() -> None:
    assert "".join(sentences("【待补充：" * 100)) == "【待补充：" * 100
    assert growth(lambda size: sentences("【待补充：" * size), 20_000) < LINEAR


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("一是建立台账。", "建立台账"),
        ("合同编号统一，重号由人工改。", "合同编号统一，重号由人工改"),
        ("1.有2、3处。", "有2、3处"),
    ],
)
def test_only_the_number_in_front_is_taken_off(text: str, expected: str) -> None:
    assert said([Sentence(text)]) == expected
