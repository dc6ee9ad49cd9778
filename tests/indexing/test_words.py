"""Folding, segmentation, characters and pairs."""

from __future__ import annotations

import unicodedata

import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.indexing.words import STOP, Segmenter, characters, clean, fold, pairs, squeeze


@pytest.fixture(scope="module")
def plain() -> Segmenter:
    return Segmenter()


@pytest.fixture(scope="module")
def ours() -> Segmenter:
    return Segmenter([("质控办", 1000, "n"), ("诊断点", 1000, "n")])


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("６．２", "6.2"),
        ("ＰＤＣＡ", "pdca"),
        ("（三）", "(三)"),
        ("﹙6﹚", "(6)"),
        ("質量保證體系", "质量保证体系"),
        ("牽頭部門", "牵头部门"),
        ("診斷與改進", "诊断与改进"),
        ("质\u200b控\ufeff办", "质控办"),
        ("诊\u00ad断\u2060点", "诊断点"),
        ("诊\x00断\x07点", "诊断点"),
        ("\u202e诊断点\u202c", "诊断点"),
        ("诊断\u3000点", "诊断 点"),
        ("  诊断 \n\t 点 ", "诊断 点"),
        ("①③", "①③"),
        ("", ""),
        ("\u200b\n", ""),
    ],
)
def test_texts_are_compared_in_one_form(text: str, expected: str) -> None:
    assert fold(text) == expected


def test_cleaning_keeps_case_and_width() -> None:
    assert clean(" Ａ\u200b\x07 \r\n b\u3000c ") == "Ａ b c"


def test_squeezed_text_has_no_white_space() -> None:
    assert squeeze("诊 断\t点 ６．２\n") == "诊断点6.2"


@given(st.text(st.characters(exclude_categories=["Cs"])))
def test_folding_leaves_no_control_and_no_full_width_digit(text: str) -> None:
    folded = fold(text)
    assert not any(unicodedata.category(c) == "Cc" for c in folded)
    assert not set(folded) & set("０１２３４５６７８９\u200b\ufeff")
    assert "".join(squeeze(text).split()) == squeeze(text)


def test_our_own_terms_stay_whole(plain: Segmenter, ours: Segmenter) -> None:
    assert plain.cut("质控办牵头哪些诊断点") == ["质控", "办", "牵头", "哪些", "诊断", "点"]
    assert ours.cut("质控办牵头哪些诊断点") == ["质控办", "牵头", "哪些", "诊断点"]


def test_search_mode_gives_the_words_inside_long_words_too(ours: Segmenter) -> None:
    words = ours.words("6.2诊断点")
    assert {"6.2", "诊断", "诊断点"} <= set(words)


def test_content_words_leave_out_what_every_question_has(ours: Segmenter) -> None:
    assert ours.content_words("请问质控办牵头的是哪些诊断点呢？") == ["质控办", "牵头", "诊断点"]
    assert ours.content_words("的了吗") == []
    assert {"的", "哪些", "what"} <= STOP


def test_cutting_loses_nothing(ours: Segmenter) -> None:
    text = "教职成厅〔2015〕2号，“8”字形 abc!"
    assert "".join(ours.cut(text)) == text


@pytest.mark.parametrize(
    ("word", "by_ours", "by_plain"), [("质控办", True, False), ("学校", True, True), ("校学", False, False)]
)
def test_a_known_word_is_in_the_dictionary_or_ours(
    ours: Segmenter, plain: Segmenter, word: str, by_ours: bool, by_plain: bool
) -> None:
    assert (ours.known(word), plain.known(word)) == (by_ours, by_plain)


@pytest.mark.parametrize(
    ("text", "ones", "twos"),
    [
        ("诊断点", ["诊", "断", "点"], ["诊断", "断点"]),
        ("诊断6.2点", ["诊", "断", "6.2", "点"], ["诊断", "6.2"]),
        ("诊断，改进", ["诊", "断", "改", "进"], ["诊断", "改进"]),
        ("pdca循环", ["pdca", "循", "环"], ["pdca", "循环"]),
        ("点", ["点"], []),
        ("，。", [], []),
        ("", [], []),
    ],
)
def test_characters_and_pairs(text: str, ones: list[str], twos: list[str]) -> None:
    assert (characters(text), pairs(text)) == (ones, twos)
