"""The arms of the library's search over one retrieval set."""

from __future__ import annotations

from pathlib import Path

import pytest

from app.measuring.arms import Arms, measure
from app.measuring.library_arms import MIXES, LibraryArms, index_set
from app.measuring.sets import read_set
from app.retrieval.fusion import FIELD_WEIGHTS
from tests.indexing.given import Counting, Knowing
from tests.measuring.given import DOCUMENTS, set_folder

SET = [(str(d["id"]), str(d["title"]), str(d["text"])) for d in DOCUMENTS]


@pytest.fixture(scope="module")
def arms(tmp_path_factory: pytest.TempPathFactory) -> LibraryArms:
    return index_set(SET, Counting(dimension=64), tmp_path_factory.mktemp("set"))


def test_every_arm_ranks_the_documents_by_their_row(arms: LibraryArms) -> None:
    found = arms.rankings("图书馆几点开门", 3)
    assert list(found) == [
        *FIELD_WEIGHTS,
        "lexical mix",
        "encoder",
        *(f"mix {share:.2f}" for share in MIXES),
    ]
    assert {ranked[0] for ranked in found.values()} == {1}
    assert arms.search("图书馆几点开门", 3)[0] == 1


def test_no_arm_names_a_document_twice_or_more_than_asked_for(arms: LibraryArms) -> None:
    for question in ("谁批假", "几点", "zzz", "", "食堂 辅导员 图书馆"):
        for limit in (1, 2, 3, 100):
            found = {**arms.rankings(question, limit), "as shipped": arms.search(question, limit)}
            for arm, ranked in found.items():
                assert len(ranked) == len(set(ranked)) <= min(limit, 3), arm
                assert set(ranked) <= {0, 1, 2}, arm
                assert all(type(row) is int for row in ranked), arm


def test_a_lexical_arm_ranks_only_what_shares_a_token(arms: LibraryArms) -> None:
    found = arms.rankings("书", 3)
    assert found["characters"] == [1]
    assert found["pairs"] == []
    assert len(found["encoder"]) == 3


def test_the_encoder_alone_decides_where_no_word_matches(tmp_path: Path) -> None:
    encoder = Knowing(dimension=64, word="z", meaning="图书馆九点开门")
    found = index_set(SET, encoder, tmp_path).rankings("z", 3)
    assert found["lexical mix"] == []
    assert found["encoder"][0] == found["mix 0.15"][0] == 1


def test_documents_are_rows_in_their_order_though_ids_repeat_and_texts_are_empty(tmp_path: Path) -> None:
    documents = [("x", "", ""), ("x", "食堂", ""), ("", "", "图书馆九点开门"), ("x", "食堂", "")]
    arms = index_set(iter(documents), Counting(), tmp_path)
    assert arms.search("图书馆", 1) == [2]
    assert sorted(arms.search("食堂", 2)) == [1, 3]


def test_an_empty_set_is_searched(tmp_path: Path) -> None:
    arms = index_set([], Counting(), tmp_path)
    assert arms.search("食堂", 5) == []
    assert set(map(len, arms.rankings("食堂", 5).values())) == {0}


def test_they_can_be_measured(tmp_path: Path) -> None:
    chosen = read_set(set_folder(tmp_path / "set"))

    def index() -> Arms:
        return index_set(SET, Counting(dimension=64), tmp_path / "index")

    measured = measure(chosen, "dev", chosen.queries["dev"], index, lambda: 0.0)
    assert (measured.arms[-1].arm, measured.queries) == ("as shipped", 2)
    assert all(0 <= arm.ndcg10.mean <= 1 for arm in measured.arms)
