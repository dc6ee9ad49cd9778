"""Question → clauses of a library, best first."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pytest

from app.indexing import collection as collections
from app.indexing import dense, updates
from app.indexing.library import ClauseText, Library
from app.retrieval import clause_search, fusion
from app.retrieval.clause_search import ClauseSearch, Found
from tests.indexing.given import Counting, Knowing

CLAUSES = (
    ("第一条", "学生请假三天以内由辅导员批准，三天以上由二级学院批准。"),
    ("第二条", "教师调课须经教务处同意，并在三天内补课。"),
    ("第三条", "图书馆九点开门，闭馆前半小时停止借书。"),
    ("第四条", "食堂七点开饭，学生凭卡就餐。"),
    ("第五条", "宿舍十一点熄灯，晚归的学生须登记。"),
)
SUBJECTS = "学生 教师 宿舍 食堂 图书馆 实训室 操场 班主任 辅导员 教务处".split()
VERBS = "批准 登记 检查 通报 开门 关闭 维修 处分 奖励 补课".split()


@pytest.fixture(scope="module")
def encoder() -> Counting:
    return Counting(dimension=64)


@pytest.fixture(scope="module")
def few(tmp_path_factory: pytest.TempPathFactory, encoder: Counting) -> ClauseSearch:
    library = Library.open(tmp_path_factory.mktemp("few"), encoder)
    library.put({"考勤": [ClauseText(*clause) for clause in CLAUSES[:2]]})
    library.put({"后勤": [ClauseText(*clause) for clause in CLAUSES[2:]]})
    return ClauseSearch(library, encoder)


@pytest.fixture(scope="module")
def many(tmp_path_factory: pytest.TempPathFactory, encoder: Counting) -> ClauseSearch:
    """Nine hundred clauses in three segments of one document each, all out of a few words."""
    random = np.random.default_rng(3)

    def clause(number: int) -> ClauseText:
        subjects, verbs = random.choice(SUBJECTS, 3), random.choice(VERBS, 2)
        return ClauseText(
            f"第{number}条", f"{'、'.join(subjects)}由学校{'并'.join(verbs)}，限{number % 30}天。"
        )

    library = Library.open(tmp_path_factory.mktemp("many"), encoder)
    for id_ in "甲乙丙":
        library.put({id_: [clause(number) for number in range(300)]})
    return ClauseSearch(library, encoder)


def places(hits: tuple[Found, ...]) -> list[tuple[str, int]]:
    return [(hit.document, hit.number) for hit in hits]


@pytest.mark.parametrize(
    ("question", "document", "number"),
    [
        ("请假谁批准", "考勤", 0),
        ("教师调课要谁同意", "考勤", 1),
        ("图书馆几点开门", "后勤", 0),
        ("食堂几点开饭", "后勤", 1),
        ("晚归要登记吗", "后勤", 2),
        ("第四条", "后勤", 1),
        ("圖書館幾點開門", "后勤", 0),
    ],
)
def test_the_clause_that_says_it_comes_first(
    few: ClauseSearch, question: str, document: str, number: int
) -> None:
    assert places(few.search(question))[0] == (document, number)


def test_the_better_worded_clause_comes_first(tmp_path: Path, encoder: Counting) -> None:
    library = Library.open(tmp_path, encoder)
    library.put(
        {
            "甲": [
                ClauseText("", "请假须经批准。"),
                ClauseText("", "学生请假三天以内由辅导员批准。"),
                ClauseText("", "学生三天以内须到校。"),
            ]
        }
    )
    hits = ClauseSearch(library, encoder).search("学生请假三天以内由谁批准")
    assert hits[0].number == 1
    assert hits[0].coverage > hits[1].coverage


def test_hits_come_best_first_each_once_and_no_more_than_asked_for(many: ClauseSearch) -> None:
    for limit in (1, 7, 50, 500):
        hits = many.search("食堂和宿舍由谁检查并通报", limit)
        page = [hit.score for hit in hits[: fusion.PAGE]]
        assert page == sorted(page, reverse=True)
        assert len(hits) == len(set(places(hits))) == limit
        assert all(0 <= hit.coverage <= 1.00001 and 0 <= hit.cosine <= 1.00001 for hit in hits)


def test_rows_are_the_same_clauses_by_number(many: ClauseSearch) -> None:
    question = "图书馆由谁维修"
    held = [(d, n) for d in "甲乙丙" for n in range(300)]
    assert [held[int(row)] for row in many.rows(question, 20)] == places(many.search(question, 20))


def test_where_no_word_matches_vectors_find(tmp_path: Path) -> None:
    encoder = Knowing(dimension=64, word="病", meaning="学生请假三天以内由辅导员批准")
    library = Library.open(tmp_path, encoder)
    library.put({"规定": [ClauseText(*clause) for clause in CLAUSES]})
    hits = ClauseSearch(library, encoder).search("病")
    assert hits[0].number == 0
    assert hits[0].coverage == 0
    assert hits[0].cosine > 0.5


@pytest.mark.parametrize("question", ["", "   ", "？！", "😀", "\u200b"])
def test_a_question_that_says_nothing_finds_nothing_by_words(few: ClauseSearch, question: str) -> None:
    assert all(hit.coverage == 0 for hit in few.search(question))


QUESTIONS = ("食堂和宿舍由谁检查并通报", "第17条", "教务处 奖励", "限29天", "由学校", "没有一样的词")


@pytest.mark.parametrize("question", QUESTIONS)
def test_looking_at_every_row_finds_the_same_first(
    many: ClauseSearch, monkeypatch: pytest.MonkeyPatch, question: str
) -> None:
    exact = many.search(question, 10, exact=True)
    assert many.search(question, 10)[:5] == exact[:5]
    monkeypatch.setattr(collections, "WHOLE", 10)  # common words are left out at first
    pruned = many.search(question, 10)
    assert [hit.score for hit in pruned[:5]] == pytest.approx([hit.score for hit in exact[:5]], abs=1e-5)
    assert many.search(question, 10, exact=True) == exact


def test_on_few_rows_it_makes_no_difference_whether_every_row_is_looked_at(few: ClauseSearch) -> None:
    for question in (*QUESTIONS, "请假", "三天"):
        assert few.search(question, exact=True) == few.search(question)


def test_every_row_is_looked_at_though_one_clause_has_all_the_vectors(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, encoder: Counting
) -> None:
    monkeypatch.setattr(clause_search, "CANDIDATES", 2)
    library = Library.open(tmp_path, encoder)
    long = "学生请假三天以内由辅导员批准。" * 100
    library.put({"长": [ClauseText("", long)], "短": [ClauseText("", "图书馆九点开门。")]})
    search = ClauseSearch(library, encoder)
    assert search.weigh("学生请假", 1).rows.tolist() == [0]
    assert search.weigh("学生请假", 1, exact=True).rows.tolist() == [0, 1]


def test_candidates_are_fewer_than_the_rows(many: ClauseSearch, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(clause_search, "CANDIDATES", 20)
    weighed = many.weigh("食堂和宿舍由谁检查并通报", 5)
    assert 20 <= len(weighed.rows) <= 40
    assert weighed.rows.tolist() == sorted(set(weighed.rows.tolist()))
    assert len(weighed.coverage) == len(weighed.cosines) == len(weighed.rows)
    assert len(many.weigh("食堂", 50).rows) >= 100  # twice the limit, whatever the usual is


def test_one_field_alone_can_be_asked(few: ClauseSearch) -> None:
    covering = few.covering("图书馆几点开门", {"pairs": 1.0})
    assert int(np.argmax(covering.all())) == 2
    assert few.covering("书", {"pairs": 1.0}).all().tolist() == [0.0] * 5


def test_segments_of_inverted_lists_find_nearly_the_same(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, encoder: Counting
) -> None:
    monkeypatch.setattr(dense, "EXACT", 100)
    monkeypatch.setattr(dense, "_LISTS", 8)
    monkeypatch.setattr(dense, "_PROBED", 3)
    monkeypatch.setattr(collections, "WHOLE", 100)
    monkeypatch.setattr(updates, "LARGEST", 400)
    random = np.random.default_rng(3)
    rules = [
        f"{random.choice(SUBJECTS)}和{random.choice(SUBJECTS)}由学校{random.choice(VERBS)}"
        for _ in range(1000)
    ]
    library = Library.open(tmp_path, encoder)
    library.put({str(n): [ClauseText("", f"{rule}，限{n}天。")] for n, rule in enumerate(rules)})
    assert len(library.collection.parts) == 3
    search = ClauseSearch(Library.open(tmp_path, encoder), encoder)
    for question in ("宿舍由学校处分，限 500 天", "操场和班主任由学校奖励", "限999天"):
        found, exact = search.search(question), search.search(question, exact=True)
        assert found[0].score == pytest.approx(exact[0].score, rel=0.05)
        assert len(found) == len(exact) == 10
