"""Who may not read a document gets the answers of a program that never had it."""

from __future__ import annotations

import shutil
import threading
from collections.abc import Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, field, fields, is_dataclass
from pathlib import Path

import numpy as np
import pytest
from numpy.typing import NDArray

from app.answering.assistant import Assistant, open_assistant
from app.answering.desks import MOST
from app.domain.answers import Answer, Kind
from app.domain.corpus import Corpus
from app.domain.errors import QuestionError, UnknownNameError
from app.indexing.folder import Index
from app.reading.corpus import read_corpus
from tests.answering.checks import documents, has, said
from tests.answering.without import assistant_without, names_of, rounded
from tests.indexing import given
from tests.indexing.given import ROOT, Counting, embedder

FOSHAN, CHONGQING = frozenset({"foshan"}), frozenset({"chongqing"})
OTHER = {"foshan": "chongqing", "chongqing": "foshan"}

SLIP = "徐小赠是谁"  # of a name that one document alone has, and the list of terms
# Questions of every kind, none of which names a plan: asked of either document alone.
QUESTIONS = [
    "诊断点6.2要求什么",
    "5.2谁牵头",
    "3.1是什么",
    "6.2.1的完成时间",
    "诊断项目6",
    "5.3要求什么",
    "2.3第2点",
    "管控制度由哪个部门牵头",
    "教务处牵头哪些诊断点",
    "质控办参与哪些",
    "2021年5月要完成哪些诊断点",
    "哪些诊断点没有参与部门",
    "一共有几个诊断要素",
    "诊断点有16个吗",
    "37个诊断点都有哪些",
    "列出所有诊断要素",
    "师资质量保证有哪些诊断点",
    "3.1和4.1有什么区别",
    "两个方案的5.2一样吗",
    "两份方案的诊断要素各几个",
    "6.2和5.2对应吗",
    "两地的复核有什么不同",
    "自我诊断意见多少字",
    "改进措施写250字行吗",
    "报告一共多少字",
    "15项里相符9项算什么结论",
    "复核结论有哪几种",
    "相符12项措施很好是有效吗",
    "什么是五纵五横一平台",
    "质量事故是什么意思",
    "诊改是什么意思",
    "诊断要素是什么",
    "现场复核是什么",
    "11233是什么",
    "组织架构和组织构架一样吗",
    "编号相同的要素是同一个吗",
    "168号文规定了什么",
    "渝教高〔2009〕17号怎么规定",
    "粤教高函〔2016〕299号是什么文件",
    "学校章程里写了什么",
    "委员会主任是谁",
    "组长是谁",
    "秘书长是谁",
    "秘书处的职责",
    "李柏青是哪个组的",
    "戴伟重是谁",
    "任波在哪个组",
    "经费预算一共多少",
    "2018年安排多少钱",
    "平台建设要花多少钱",
    "专项经费从哪里来",
    "平台编号8.2是哪个诊断点",
    "蓝胖子怎么考核",
    "园丁怎么考核",
    "后进生怎么帮扶",
    "出了教学事故怎么办",
    "学生安全谁来管",
    "复核材料什么时候公示",
    "专家组由几个人组成",
    "诊改的方针是哪几句",
    "指导思想是什么",
    "工作任务有哪些",
    "三（四）2",
    "附件3注2",
    "六（二）1写了什么",
    "图3里画了什么",
    "生师比要多少",
    "诊断点的牵头部门",
    "数据中心什么时候建好",
    "办公电话是多少",
    "方案的文号是多少",
    "质量是故管控",
    SLIP,
    "诊断与该进委员会",
    "zhiliang shigu guankong",
    "What is 5.2 about",
    "who leads 6.2",
    "6.2谁牵头，什么时候完成，自我诊断意见多少字",
    "你好",
    "？？？",
    "<script>alert(1)</script>",
]
FOLLOW_UPS = [
    ("谁牵头", ("诊断点6.2要求什么",)),
    ("那5.2呢", ("6.2谁牵头",)),
    ("那学生呢", ("教师层面怎么诊改",)),
    ("成员呢", ("委员会主任是谁",)),
    ("有效呢", ("异常是什么意思",)),
    ("第2点呢", ("3.1有哪些诊断点",)),
]
# What only the other document's plan is called, and what the answer must say of it.
NAMING = {
    "foshan": [
        ("重庆方案的复核结论", ()),
        ("重庆5.2谁牵头", ()),
        ("重庆方案有几个诊断要素", ()),
        ("重庆的质量事故管控要求什么", ()),
        ("重庆市诊断项目有哪些", ()),
        ("那重庆呢", ("佛山6.2谁牵头",)),
        ("What does the Chongqing scheme require for 5.2", ()),
    ],
    "chongqing": [
        ("佛山方案的经费预算", ()),
        ("佛山6.2谁牵头", ()),
        ("佛山有几个诊断要素", ()),
        ("佛山的质量事故管控谁牵头", ()),
        ("佛山职业技术学院诊断点有哪些", ()),
        ("那佛山呢", ("重庆5.2要求什么",)),
        ("and Foshan?", ("重庆5.2要求什么",)),
        ("What does the Foshan scheme require for 6.2", ()),
    ],
}


@pytest.fixture(scope="module")
def base(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return tmp_path_factory.getbasetemp()


def texts_of(value: object) -> list[str]:
    """Every text anywhere in a value, quotations of the sources and their headings left out."""
    if isinstance(value, str):
        return [value]
    if isinstance(value, tuple):
        return [text for part in value for text in texts_of(part)]
    if is_dataclass(value):
        quoted = {"text", "headings"} if hasattr(value, "spans") else set()
        return [
            text
            for one in fields(value)
            if one.name not in quoted
            for text in texts_of(getattr(value, one.name))
        ]
    return []


def betrayed(answer: Answer, question: str, hidden: str, corpus: Corpus) -> list[str]:
    """What an answer tells of the hidden document beyond the question's own words."""
    scheme = corpus.scheme_of(hidden)
    assert scheme is not None
    names = [name for name in names_of(hidden) if name not in question]
    told = [f"{name}: {text}" for text in texts_of(answer) for name in names if name in text]
    told += [f"cites {id_}" for id_ in documents(answer) if id_ == hidden]
    told += [f"speaks of {id_}" for id_ in answer.schemes if id_ == scheme.id]
    told += [f"point {c.point}" for c in answer.citations if (c.point or "").startswith(f"{scheme.id}:")]
    return told


@pytest.mark.parametrize("readable", ["foshan", "chongqing"])
def test_nothing_of_what_may_not_be_read_shows_anywhere(
    assistant: Assistant, corpus: Corpus, readable: str
) -> None:
    hidden = OTHER[readable]
    found = {}
    for question, history in [*((q, ()) for q in QUESTIONS), *FOLLOW_UPS]:
        answer = assistant.answer(question, history, reading=frozenset({readable}))
        if told := betrayed(answer, question, hidden, corpus):
            found[question] = told
    assert found == {}


@pytest.mark.parametrize("readable", ["foshan", "chongqing"])
def test_the_same_questions_do_show_it_to_those_who_may_read_it(
    assistant: Assistant, corpus: Corpus, readable: str
) -> None:
    """Else the test above could not fail."""
    hidden = OTHER[readable]
    showing = [q for q in QUESTIONS if betrayed(assistant.answer(q), q, hidden, corpus)]
    assert len(showing) >= 20


@pytest.mark.parametrize("readable", ["foshan", "chongqing"])
def test_the_answer_is_that_of_a_program_that_never_had_the_document(
    assistant: Assistant, base: Path, readable: str
) -> None:
    never = assistant_without(OTHER[readable], base)
    asked = [*((q, ()) for q in QUESTIONS), *FOLLOW_UPS, *NAMING[readable]]
    other = [
        question
        for question, history in asked
        if question != SLIP  # its own list of terms would still have the name
        and rounded(assistant.answer(question, history, reading=frozenset({readable})))
        != rounded(never.answer(question, history))
    ]
    assert other == []


@pytest.mark.parametrize(
    ("readable", "question", "history"),
    [(readable, *asked) for readable, questions in NAMING.items() for asked in questions],
)
def test_a_plan_that_may_not_be_read_is_a_plan_that_is_not_here(
    assistant: Assistant, corpus: Corpus, readable: str, question: str, history: tuple[str, ...]
) -> None:
    answer = assistant.answer(question, history, reading=frozenset({readable}))
    place = next(s.place for s in corpus.schemes.values() if s.id == OTHER[readable])
    assert answer.kind is Kind.REFUSE
    assert has(answer, f"知识库里没有{place}的方案")
    assert answer.citations == ()
    assert answer.related == ()
    assert not betrayed(answer, f"{question}{place}", OTHER[readable], corpus)


@pytest.mark.parametrize(
    ("readable", "question", "place"),
    [(FOSHAN, "重庆谁当组长", "重庆"), (CHONGQING, "佛山的指导思想", "佛山")],
)
def test_an_answer_from_another_plan_says_that_it_is(
    assistant: Assistant, readable: frozenset[str], question: str, place: str
) -> None:
    answer = assistant.answer(question, reading=readable)
    assert f"知识库里没有{place}的方案" in answer.text
    assert documents(answer) <= readable


def test_that_note_is_for_places_that_no_text_here_speaks_of(assistant: Assistant) -> None:
    assert "知识库里没有" not in assistant.answer("佛山的指导思想").text
    assert "知识库里没有" not in assistant.answer("广东省教育厅的通知是哪个").text


def test_a_slip_is_not_read_as_a_word_that_may_not_be_read(assistant: Assistant) -> None:
    assert "徐小增" in said(assistant.answer(SLIP, reading=FOSHAN))
    assert "徐小增" not in said(assistant.answer(SLIP, reading=CHONGQING))


def test_a_scheme_that_may_not_be_read_is_unknown(assistant: Assistant) -> None:
    with pytest.raises(UnknownNameError) as refused:
        assistant.answer("6.2谁牵头", scheme="foshan", reading=CHONGQING)
    assert str(refused.value) == "没有名为“foshan”的方案；现有：chongqing（重庆方案）。"
    with pytest.raises(UnknownNameError) as refused:
        assistant.answer("6.2谁牵头", scheme="foshan", reading=frozenset())
    assert str(refused.value) == "没有名为“foshan”的方案；现有：无。"
    assert assistant.answer("6.2谁牵头", scheme="foshan", reading=FOSHAN).kind is Kind.ANSWER


@pytest.mark.parametrize("question", QUESTIONS[::8])
def test_who_may_read_nothing_is_told_so(assistant: Assistant, question: str) -> None:
    for reading in (frozenset[str](), frozenset({"unknown"})):
        answer = assistant.answer(question, reading=reading)
        assert answer.kind is Kind.REFUSE
        assert has(answer, "没有可以查阅的文件")
        assert (answer.citations, answer.related, answer.choices) == ((), (), ())


def test_a_blank_question_is_refused_to_everybody(assistant: Assistant) -> None:
    with pytest.raises(QuestionError, match="空"):
        assistant.answer(" ", reading=frozenset())


@pytest.mark.parametrize("question", QUESTIONS[::8])
def test_who_may_read_all_gets_the_ordinary_answer(assistant: Assistant, question: str) -> None:
    everything = frozenset({"foshan", "chongqing", "unknown"})
    assert assistant.answer(question, reading=everything) == assistant.answer(question)


def test_what_may_be_read_is_asked_for_question_by_question(assistant: Assistant) -> None:
    """One right does not stick to the next question."""
    whole = assistant.answer("3.1是什么")
    assert documents(whole) == {"foshan", "chongqing"}
    assert documents(assistant.answer("3.1是什么", reading=FOSHAN)) == FOSHAN
    assert documents(assistant.answer("3.1是什么", reading=CHONGQING)) == CHONGQING
    assert assistant.answer("3.1是什么") == whole


@pytest.fixture(scope="module")
def index(base: Path) -> Index:
    return given.index(base)


@dataclass(frozen=True)
class Noting:
    """The shipped encoder, noting what it encodes. Conforms to `Embedder`."""

    encoded: list[str] = field(default_factory=list)
    dimension: int = embedder().dimension
    fingerprint: str = embedder().fingerprint

    def encode(self, texts: Sequence[str]) -> NDArray[np.float32]:
        self.encoded.extend(texts)
        return embedder().encode(texts)


def test_nothing_is_encoded_but_the_question(corpus: Corpus, index: Index) -> None:
    noting = Noting()
    answer = Assistant(corpus, index, noting).answer("专家组由几个人组成", reading=CHONGQING)
    assert documents(answer) == CHONGQING
    assert noting.encoded == ["专家组由几个人组成"]


def test_everyday_words_are_reloaded_for_every_reader(tmp_path: Path) -> None:
    folder = tmp_path / "corpus"
    shutil.copytree(ROOT / "corpus", folder, ignore=shutil.ignore_patterns("asked", "absent.yaml"))
    assistant = open_assistant(read_corpus(folder), Counting(), tmp_path / "index", lambda _line: None)
    question = "蓝胖子谁牵头"
    assert not has(assistant.answer(question, reading=FOSHAN), "质控办牵头")
    dictionary = folder / "everyday.tsv"
    dictionary.write_text(
        dictionary.read_text(encoding="utf-8") + "\n蓝胖子\t>\t质量事故管控\t1\n", encoding="utf-8"
    )
    assert has(assistant.answer(question, reading=FOSHAN), "质控办牵头")
    assert has(assistant.answer(question, reading=CHONGQING), "不设牵头部门")


def test_readers_with_different_rights_may_ask_at_once(corpus: Corpus, index: Index) -> None:
    assistant = Assistant(corpus, index, embedder())
    rights: list[frozenset[str] | None] = [None, FOSHAN, CHONGQING, frozenset()]
    alone = {reading: assistant.answer("5.2要求什么", reading=reading) for reading in rights}
    fresh, start = Assistant(corpus, index, embedder()), threading.Barrier(8)

    def ask(reading: frozenset[str] | None) -> bool:
        start.wait()
        return fresh.answer("5.2要求什么", reading=reading) == alone[reading]

    with ThreadPoolExecutor(8) as pool:
        assert all(pool.map(ask, rights * 2))


def test_ids_that_are_no_documents_make_no_desks_of_their_own(corpus: Corpus, index: Index) -> None:
    assistant = Assistant(corpus, index, embedder())
    desks = {id(assistant._served.desks.of(FOSHAN | {f"unknown{i}"})) for i in range(3 * MOST)}
    assert len(desks) == 1
