from __future__ import annotations

import json

import pytest
from tokenizers import Tokenizer

from app.engines.pair_tokenizer import build_tokenizer, features, is_han, splitter, take_out_once

CASES = [
    ("", []),
    ("，。！ 😀", []),
    ("诊", ["诊"]),
    ("诊断", ["诊", "诊断", "断"]),
    ("诊，断", ["诊", "断"]),
    ("诊断，诊断\n诊断", ["诊", "诊断", "断"]),
    ("２０１６版", ["2016", "版"]),
    ("表A-1的", ["表", "a-1", "的"]),
    ("6.2。3.", ["6.2", "3"]),
    ("-a - .b", ["a", "b"]),
    ("2016版2016表", ["版", "2016", "表"]),
    ("版1.1版1", ["1.1", "版", "1"]),
]


@pytest.mark.parametrize(("text", "wanted"), CASES)
def test_text_becomes_characters_pairs_and_runs(text: str, wanted: list[str]) -> None:
    assert features(splitter("诊断版表的"), text) == wanted


def test_every_character_of_the_main_block_is_cut_alike() -> None:
    everything = [chr(code) for code in range(0x4E00, 0xA000)]
    cutter = splitter(everything)
    assert all(features(cutter, character) == [character] for character in everything)


def test_a_character_outside_the_vocabulary_keeps_its_neighbours_whole() -> None:
    assert features(splitter("诊断"), "诊龘断") == ["诊", "诊龘断", "断"]


def test_unknown_features_become_the_unknown_row_also_after_saving() -> None:
    tokenizer = Tokenizer.from_str(build_tokenizer(["诊", "诊断", "断"]).to_str())
    assert tokenizer.encode("诊断版", add_special_tokens=False).ids == [1, 2, 3, 0]


def test_is_han_is_false_for_kana_digits_and_punctuation() -> None:
    assert [is_han(character) for character in "诊㐀の3，a"] == [True, True, False, False, False, False]


def test_without_the_step_against_repetition_the_set_of_features_is_the_same() -> None:
    whole = build_tokenizer(["诊", "断", "诊断", "断诊", "2016"])
    parsed = json.loads(whole.to_str())
    assert take_out_once(parsed)
    assert not take_out_once(parsed)
    text = "诊断2016，诊断诊断。2016年的诊断"
    fast = Tokenizer.from_str(json.dumps(parsed)).encode(text, add_special_tokens=False).ids
    once = whole.encode(text, add_special_tokens=False).ids
    assert sorted(set(fast)) == sorted(once)
    assert len(fast) > len(once)
