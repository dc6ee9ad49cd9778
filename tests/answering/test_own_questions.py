"""The project's own questions: how many are answered right, and what holds for every answer."""

from __future__ import annotations

import random

import pytest

from app.answering.assistant import Assistant
from app.domain.answers import Answer
from app.domain.corpus import Corpus
from app.measuring.strict import Wanted, score
from tests.answering.checks import faults
from tests.indexing.given import asked, own_questions

SAMPLE = 200
QUESTIONS = [Wanted.read(line) for line in own_questions()]


@pytest.fixture(scope="module")
def answered(assistant: Assistant) -> list[tuple[Wanted, Answer]]:
    return [(wanted, assistant.answer(wanted.question, wanted.history)) for wanted in QUESTIONS]


@pytest.fixture(scope="module")
def sampled(assistant: Assistant) -> list[tuple[str, Answer]]:
    questions = [question for entry in asked() for question in entry.questions]
    return [(q, assistant.answer(q)) for q in random.Random(2).sample(questions, SAMPLE)]


def test_the_questions_are_those_of_the_file() -> None:
    assert len(QUESTIONS) >= 280
    assert len({wanted.id for wanted in QUESTIONS}) == len(QUESTIONS)


def test_most_are_right_in_every_way(answered: list[tuple[Wanted, Answer]]) -> None:
    found = score(answered)
    assert found.strict >= 0.92, "\n".join(found.failures)


def test_hardly_any_answerable_question_is_refused(answered: list[tuple[Wanted, Answer]]) -> None:
    assert score(answered).false_refusals <= 0.03


def test_hardly_any_unanswerable_question_is_answered(answered: list[tuple[Wanted, Answer]]) -> None:
    assert score(answered).unanswerable_answered <= 0.15


def test_nothing_is_wrong_with_any_answer_by_itself(
    assistant: Assistant, corpus: Corpus, answered: list[tuple[Wanted, Answer]]
) -> None:
    reader = assistant.desk.reader
    wrong = {
        wanted.question: found
        for wanted, answer in answered
        if (found := faults(answer, corpus, reader.read(wanted.question, wanted.history).schemes))
    }
    assert wrong == {}


def test_nothing_is_wrong_with_answers_to_asked_as_questions(
    assistant: Assistant, corpus: Corpus, sampled: list[tuple[str, Answer]]
) -> None:
    reader = assistant.desk.reader
    wrong = {q: found for q, answer in sampled if (found := faults(answer, corpus, reader.read(q).schemes))}
    assert wrong == {}


def test_the_same_question_twice_gives_the_same_answer(
    assistant: Assistant, answered: list[tuple[Wanted, Answer]], sampled: list[tuple[str, Answer]]
) -> None:
    for wanted, answer in reversed(answered[::2]):
        assert assistant.answer(wanted.question, wanted.history) == answer
    for question, answer in sampled[:50]:
        assert assistant.answer(question) == answer


@pytest.mark.parametrize("scheme", ["foshan", "chongqing"])
def test_a_chosen_scheme_keeps_the_other_out(assistant: Assistant, corpus: Corpus, scheme: str) -> None:
    reader = assistant.desk.reader
    wrong = {}
    for wanted in QUESTIONS[::2]:
        if wanted.history or reader.read(wanted.question).schemes:
            continue
        answer = assistant.answer(wanted.question, scheme=scheme)
        if found := faults(answer, corpus, (scheme,)):
            wrong[wanted.question] = found
    assert wrong == {}
