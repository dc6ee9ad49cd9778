"""Reading many texts at once gives the ids of the tokenizer, or leaves a text to it."""

from __future__ import annotations

import random

import pytest
from tokenizers import Tokenizer

from app.engines.pair_features import PairFeatures
from app.engines.pair_tokenizer import build_tokenizer

WORDS = ["诊", "断", "版", "诊断", "断诊", "2016", "a-1", "6.2", "a"]
TOKENIZER = build_tokenizer(WORDS, once=False)
TEXTS = [
    "",
    "，。！",
    "诊断，诊断\n诊断2016版",
    "诊 断",
    "２０１６版Ａ－１ａ",
    "6.2。3. -a - .b a..a a.-a",
    "版版版版",
    "改进",
    "断\t诊\r\n断",
]


def features() -> PairFeatures:
    found = PairFeatures.of(TOKENIZER)
    assert found
    return found


def wanted(text: str) -> list[int]:
    return sorted(set(TOKENIZER.encode(text, add_special_tokens=False).ids))


def test_ids_are_those_of_the_tokenizer_each_once() -> None:
    read = features().read(TEXTS)
    assert [None if ids is None else ids.tolist() for ids in read[:7]] == [wanted(text) for text in TEXTS[:7]]


@pytest.mark.parametrize("text", ["改进", "诊龘断", "诊é", "诊…断", "𬶨", "诊\u200b断", "ﬃ①½ß", "断\t诊"])
def test_what_is_read_at_all_is_read_as_the_tokenizer_reads_it(text: str) -> None:
    (ids,) = features().read([text])
    assert ids is None or ids.tolist() == wanted(text)


def test_a_character_that_no_feature_has_is_left_to_the_tokenizer() -> None:
    assert [ids is None for ids in features().read(["诊断", "诊龘断", "诊"])] == [False, True, False]


def test_any_mixture_is_read_alike() -> None:
    drawn = random.Random(0)
    texts = [
        "".join(drawn.choices("诊断版2016a.-  ，Ａ１．\n…龘é", k=drawn.randint(0, 12))) for _ in range(3000)
    ]
    pairs = zip(texts, features().read(texts), strict=True)
    assert [text for text, ids in pairs if ids is not None and ids.tolist() != wanted(text)] == []


def test_no_text_gives_nothing() -> None:
    assert features().read([]) == []


@pytest.mark.parametrize("vocabulary", [["诊"], ["a"], []])
def test_a_vocabulary_without_pairs_or_without_han_characters_will_do(vocabulary: list[str]) -> None:
    tokenizer = build_tokenizer(vocabulary, once=False)
    found = PairFeatures.of(tokenizer)
    assert found
    for text, ids in zip(["a b", "诊"], found.read(["a b", "诊"]), strict=True):
        assert ids is None or ids.tolist() == sorted(
            set(tokenizer.encode(text, add_special_tokens=False).ids)
        )


def test_another_tokenizer_is_not_taken_for_ours() -> None:
    assert PairFeatures.of(build_tokenizer(WORDS)) is None
    other = Tokenizer.from_str(TOKENIZER.to_str())
    other.normalizer = None
    assert PairFeatures.of(other) is None
