from __future__ import annotations

import importlib.util
import json
import random
from pathlib import Path

import numpy as np
import pytest

from app.domain.errors import CorpusError
from app.engines.encoder_training.data import Pair, cloze, is_held_out, read_own, read_pairs
from app.engines.encoder_training.folder import quantise
from app.engines.encoder_training.lexical import BM25, pairs
from app.engines.encoder_training.negatives import mine
from app.engines.static_embedding import StaticEmbedder

needs_models = pytest.mark.skipif(
    importlib.util.find_spec("sentence_transformers") is None,
    reason="the extra `models` (sentence-transformers, torch) is not installed",
)
PAIRS = [
    Pair("迟到了怎么办", "学生迟到三次以上的，由班主任谈话。谈话记录应当存档备查，保存三年。", "a"),
    Pair("谁批请假", "请假一至三天的由辅导员审批。超过三天的，由二级学院审批，报学生处备案。", "a"),
    Pair("书丢了要赔吗", "遗失图书的，按原价赔偿。逾期不还的，每日收取费用，暂停借阅资格。", "a"),
    Pair("食堂几点开门", "学生食堂每日六时整开放。节假日开放时间另行通知，由后勤处公布。", "a"),
]


def test_pairs_are_read_with_their_source_and_a_broken_line_is_named(tmp_path: Path) -> None:
    (tmp_path / "law.jsonl").write_text('["问", "答"]\n["空", " "]\n', encoding="utf-8")
    assert read_pairs(tmp_path) == [Pair("问", "答", "law")]
    (tmp_path / "law.jsonl").write_text('["问", "答"]\n["问"]\n', encoding="utf-8")
    with pytest.raises(CorpusError, match="第 2 行"):
        read_pairs(tmp_path)


def test_own_questions_come_with_quote_point_criterion_and_dictionary(tmp_path: Path) -> None:
    for name in ("asked", "schemes"):
        (tmp_path / name).mkdir()
    asked = [
        {"quote": "每年一次", "asked": ["多久一回", "几年一回"]},
        {"point": "x:1.1.1", "asked": ["看什么"]},
        {"point": "x:1.1.1", "criterion": 2, "asked": ["第二条呢"]},
        {"point": "x:9.9.9", "asked": ["没有这个点"]},
    ]
    points = [{"name": "点名", "criteria": ["甲", "乙"]}]
    scheme = {"id": "x", "projects": [{"elements": [{"code": "1.1", "points": points}]}]}
    (tmp_path / "asked" / "a.yaml").write_text(json.dumps(asked), encoding="utf-8")
    (tmp_path / "schemes" / "x.yaml").write_text(json.dumps(scheme), encoding="utf-8")
    (tmp_path / "everyday.tsv").write_text(
        "# 注\n头儿\t>\t组长;主任\t0.7\n弱\t>\t词\t0.4\n", encoding="utf-8"
    )
    own = read_own(tmp_path)
    found = {(pair.question, pair.passage) for pair in (*own.training, *own.held_out)}
    assert found == {
        ("多久一回", "每年一次"),
        ("几年一回", "每年一次"),
        ("看什么", "点名 甲 乙"),
        ("第二条呢", "点名 乙"),
        ("头儿", "组长"),
        ("头儿", "主任"),
    }
    assert all(is_held_out(pair.question) for pair in own.held_out)


def test_one_question_in_ten_is_held_out_whatever_its_file() -> None:
    share = np.mean([is_held_out(f"问题{number}") for number in range(3000)])
    assert share == pytest.approx(0.1, abs=0.02)


def test_cloze_questions_stand_in_their_passage() -> None:
    found = cloze(PAIRS)
    assert len(found) == len(PAIRS)
    assert all(pair.question in source.passage for pair, source in zip(found, PAIRS, strict=True))
    assert cloze(PAIRS) == found


def test_negatives_are_looked_for_by_pairs_of_characters() -> None:
    assert pairs("诊断，V2的") == ["诊断", "v2", "的"]


def test_bm25_ranks_the_document_with_the_rarer_shared_pair_first() -> None:
    scores = BM25(["学生请假", "学生处", "图书赔偿", ""], pairs).scores("学生请假")
    assert scores.argmax() == 0
    assert scores[1] > 0
    assert list(scores[2:]) == [0, 0]


def test_hard_negatives_never_answer_the_question() -> None:
    data = [*PAIRS, Pair("谁批请假", "由辅导员审批请假。", "a")]
    mined = mine(data, first=0, last=3)
    assert not {pair.passage for pair in data if pair.question == "谁批请假"} & set(mined["谁批请假"])


def test_quantised_rows_are_within_half_a_step_and_zero_rows_stay_zero() -> None:
    rows = np.random.default_rng(2).standard_normal((50, 16)).astype(np.float32)
    rows[0] = 0.0
    values, scale = quantise(rows)
    assert np.abs(values * scale[:, None] - rows).max() <= scale.max() / 2 + 1e-6
    assert not values[0].any()


@pytest.mark.models
@needs_models
def test_a_batch_never_holds_a_question_or_passage_twice() -> None:
    from app.engines.encoder_training.train import Recipe, batches

    data = [pair for pair in PAIRS for _ in range(5)]
    found = list(batches(data, {}, Recipe(batch=4), random.Random(1)))
    assert len(found) == 5
    assert all(len({example.passage for example in batch}) == 4 for batch in found)


@pytest.mark.models
@needs_models
def test_training_brings_questions_to_their_passages(tmp_path: Path) -> None:
    from app.engines.encoder_training.data import OwnData
    from app.engines.encoder_training.road import Material, train_folder
    from app.engines.encoder_training.train import Recipe

    data = tuple(Pair(pair.question + mark, pair.passage, "a") for pair in PAIRS for mark in "？。！")
    recipe = Recipe(dimension=8, features=400, epochs=30, batch=4, rate=0.05)
    train_folder(Material(data, OwnData(data[:4], ()), ()), tmp_path, recipe, lambda line: None)
    embedder = StaticEmbedder(tmp_path)
    scores = embedder.encode([p.question for p in PAIRS]) @ embedder.encode([p.passage for p in PAIRS]).T
    assert scores.argmax(axis=1).tolist() == [0, 1, 2, 3]
