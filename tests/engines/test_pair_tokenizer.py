from __future__ import annotations

import pytest
from tokenizers import Tokenizer

from app.engines.pair_tokenizer import build_tokenizer, features, is_han, splitter

CASES = [
    ("", []),
    ("，。！ 😀", []),
    ("诊", ["诊", "诊", "诊"]),
    ("诊断", ["诊", "诊", "诊断", "断", "断"]),
    ("诊，断", ["诊", "诊", "诊", "断", "断", "断"]),
    ("２０１６版", ["2016", "版", "版", "版"]),
    ("表A-1的", ["表", "表", "表", "a-1", "的", "的", "的"]),
    ("6.2", ["6.2"]),
]


@pytest.mark.parametrize(("text", "wanted"), CASES)
def test_text_becomes_characters_pairs_and_runs(text: str, wanted: list[str]) -> None:
    assert features(splitter("诊断版表的"), text) == wanted


def test_every_character_of_the_main_block_is_cut_alike() -> None:
    everything = [chr(code) for code in range(0x4E00, 0xA000)]
    cutter = splitter(everything)
    assert all(features(cutter, character) == [character] * 3 for character in everything)


def test_a_character_outside_the_vocabulary_keeps_its_neighbours_whole() -> None:
    assert features(splitter("诊断"), "诊龘断") == ["诊", "诊", "诊龘断", "断", "断"]


def test_unknown_features_become_the_unknown_row_also_after_saving() -> None:
    tokenizer = Tokenizer.from_str(build_tokenizer(["诊", "诊断", "断"]).to_str())
    assert tokenizer.encode("诊断版", add_special_tokens=False).ids == [1, 1, 2, 3, 0]


def test_is_han_is_false_for_kana_digits_and_punctuation() -> None:
    assert [is_han(character) for character in "诊㐀の3，a"] == [True, True, False, False, False, False]
