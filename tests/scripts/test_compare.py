"""Stacks are given the same, fail alone, and are told beside ours; nothing is installed and no stack is run."""

from __future__ import annotations

import json
import re
import sys
from collections.abc import Mapping, Sequence
from pathlib import Path

import pytest

from app.domain.errors import CorpusError
from app.measuring.sets import JudgedQuery
from scripts.stacks import child, environment, table
from scripts.stacks.choosing import choose
from scripts.stacks.comparing import Bench, compare, why
from scripts.stacks.job import Built, Job, Opened, Questions
from scripts.stacks.stack import BY_NAME, ENTRIES, Document, Entry, Stack
from scripts.stacks.table import Failed, Measured, Quality, quality, tables

DOCUMENTS = [Document("a", "总则", "第一条"), Document("b", "", "处罚"), Document("c", "附则", "施行")]


def write_set(folder: Path, splits: Sequence[str] = ("train", "dev", "dev"), others: int = 0) -> Path:
    """Query i asks for document i, and the first dev query for document 0 too, which train asked for."""
    names = [*"abc", *(f"x{number}" for number in range(others))]
    corpus = [json.dumps({"id": id_, "title": "题", "text": f"文{id_}"}) for id_ in names]
    queries = [
        json.dumps({"id": f"q{number}", "text": "问", "split": split}) for number, split in enumerate(splits)
    ]
    judged = [f"q{number}\t{'abc'[number]}\t1" for number in range(len(splits))]
    (folder / "corpus.jsonl").write_text("\n".join(corpus), encoding="utf-8")
    (folder / "queries.jsonl").write_text("\n".join(queries), encoding="utf-8")
    (folder / "qrels.tsv").write_text("\n".join([*judged, "q1\ta\t1"]), encoding="utf-8")
    return folder


def measured(
    label: str, gain: float, ours: bool = False, seconds: float = 2.0, opened: Opened | None = None
) -> Measured:
    scores = Quality([gain, gain], [gain], [gain, gain], [gain, gain], [1.0, 1.0])
    built = Built(seconds, [seconds, 2 * seconds, 9 * seconds], 100.0 * seconds, opened is not None, {})
    return Measured(label, ours, scores, built, opened)


def cells(text: str, label: str, which: int = 0) -> list[str]:
    """The cells of the row of `label` in the first or second table, without the label."""
    rows = [line for line in text.split("\n\n")[which].splitlines() if line.startswith(f"| {label} |")]
    assert len(rows) == 1
    return [cell.strip() for cell in re.split(r"(?<!\\)\|", rows[0])[2:-1]]


def first_cells(text: str, which: int = 0) -> list[str]:
    return [line.split("|")[1].strip() for line in text.split("\n\n")[which].splitlines()[2:]]


def test_the_best_comes_first_and_ours_is_set_off() -> None:
    text = tables([measured("low", 0.2), measured("我们", 0.5, ours=True), measured("high", 0.6)], True)
    assert first_cells(text) == ["high", "**我们**", "low"]
    assert first_cells(text, 1) == ["high", "**我们**", "low"]


def test_quality_is_told_in_percent_beside_ours() -> None:
    text = tables([measured("我们", 0.5, ours=True), measured("it", 0.4)], True)
    assert cells(text, "it") == ["40.0", "0.80×", "+10.0 [+10.0, +10.0]", "40.0", "40.0", "100.0", "40.0"]
    assert cells(text, "**我们**")[:3] == ["50.0", "", ""]


def test_unseen_has_a_column_only_where_the_set_has_train() -> None:
    assert "unseen" in tables([measured("it", 0.4)], True)
    assert "unseen" not in tables([measured("it", 0.4)], False)


@pytest.mark.parametrize(
    ("value", "own", "said"),
    [(240.0, 2.0, "120×"), (20.0, 2.0, "10×"), (2.6, 2.0, "1.3×"), (2.0, 2.0, "1.00×"), (0.16, 2.0, "0.08×")],
)
def test_a_cost_is_told_as_how_many_times_ours(value: float, own: float, said: str) -> None:
    text = tables([measured("我们", 0.5, ours=True, seconds=own), measured("it", 0.4, seconds=value)], False)
    assert cells(text, "it", 1)[0].endswith(f"({said})")
    assert "×" not in cells(text, "**我们**", 1)[0]


def test_costs_are_those_of_the_queries_and_of_a_fresh_process() -> None:
    text = tables([measured("it", 0.4, seconds=2.0, opened=Opened(1.25, 80.0))], False)
    assert cells(text, "it", 1) == ["2.0", "4.0", "18.0", "200", "1.2", "80"]


def test_what_was_not_measured_is_a_dash() -> None:
    text = tables([measured("我们", 0.5, ours=True), measured("it", 0.4, opened=Opened(1.0, None))], False)
    assert cells(text, "**我们**", 1)[4:] == ["–", "–"]
    assert cells(text, "it", 1)[4:] == ["1.0", "–"]


def test_a_failure_is_a_row_with_its_reason_and_hides_nothing() -> None:
    text = tables([Failed("broken", "no module\n'a|b'"), measured("it", 0.4)], True)
    assert first_cells(text) == ["it", "broken"]
    assert cells(text, "broken")[0] == "failed: no module 'a\\|b'"
    assert first_cells(text, 1) == ["it"]


def test_every_row_has_as_many_cells_as_its_head() -> None:
    text = tables([Failed("broken", "x"), measured("it", 0.4), measured("我们", 0.5, ours=True)], True)
    for part in text.split("\n\n"):
        assert len({line.count("|") for line in part.splitlines()}) == 1


def test_tables_stand_without_any_stack_that_ran() -> None:
    assert first_cells(tables([Failed("broken", "x")], False)) == ["broken"]


def test_scores_are_taken_query_by_query_and_unseen_apart() -> None:
    queries = [JudgedQuery("q1", "问", {0: 1.0}, False), JudgedQuery("q2", "问", {2: 1.0}, True)]
    found = quality({"q1": ["b", "b", "a"], "q2": ["c"]}, queries, {"a": 0, "b": 1, "c": 2})
    assert found.reciprocal_rank == [0.5, 1.0]  # an id given twice counts once
    assert found.unseen == found.ndcg[1:] == [1.0]
    assert found.recall_10 == found.recall_100 == [1.0, 1.0]


def test_the_share_of_values() -> None:
    assert table.share([3.0, 1.0, 2.0], 0.95) == 3.0
    assert table.share([5.0], 0.95) == 5.0


def test_a_set_is_chosen_with_its_split_and_says_what_train_asked(tmp_path: Path) -> None:
    chosen = choose(f"{write_set(tmp_path)}:dev")
    assert [query.id for query in chosen.queries] == ["q1", "q2"]
    assert "3 documents, 2 queries" in " ".join(chosen.says())
    assert "Unseen are 1 of the queries" in " ".join(chosen.says())


def test_a_sample_keeps_what_is_relevant_and_the_order(tmp_path: Path) -> None:
    place = str(write_set(tmp_path, others=50))
    chosen = choose(place, documents=10)
    ids = [document.id for document in chosen.documents]
    assert len(ids) == 10
    assert ids[:3] == ["a", "b", "c"]  # relevant to the dev queries
    assert ids == sorted(ids, key=lambda id_: chosen.rows[id_])
    assert ids == [document.id for document in choose(place, documents=10).documents]
    assert len(choose(place, documents=1).documents) == 3
    assert len(choose(place, queries=1).queries) == 1


@pytest.mark.parametrize("place", ["{}/nothing", "{}:nothing"])
def test_a_place_that_cannot_be_used_is_told_in_one_line(tmp_path: Path, place: str) -> None:
    with pytest.raises(CorpusError, match="nothing") as caught:
        choose(place.format(write_set(tmp_path)))
    assert "\n" not in str(caught.value)


def test_nothing_is_run_for_a_bad_folder(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert compare(str(tmp_path / "nothing"), list(ENTRIES), None, None, None) == 2
    shown = capsys.readouterr()
    assert not shown.out
    assert shown.err.count("\n") == 1


def test_the_warm_up_is_none_of_the_queries(tmp_path: Path) -> None:
    assert choose(str(write_set(tmp_path))).warm_up == ["题", "题", "题"]


class Shelf(Stack):
    """Answers with what it was built from, best last built first."""

    def build(self, documents: Sequence[Document]) -> None:
        self.ids = [document.id for document in documents]

    def search(self, query: str) -> list[str]:
        return self.ids[::-1][: self.limit]

    def save(self) -> None:
        (self.folder / "ids.json").write_text(json.dumps(self.ids), encoding="utf-8")

    def load(self) -> None:
        self.ids = json.loads((self.folder / "ids.json").read_text(encoding="utf-8"))


def job_of(folder: Path, queries: Mapping[str, str]) -> Job:
    job = Job(folder)
    job.write(DOCUMENTS, Questions(["题"], queries))
    return job


def test_a_stack_is_built_asked_saved_and_opened_again(tmp_path: Path) -> None:
    job = job_of(tmp_path, {"q1": "问", "q2": "又问"})
    job.note("shelf", child.build(Shelf(tmp_path, job.index("shelf"), 2), job))
    built = job.built("shelf")
    assert built.rankings == {"q1": ["c", "b"], "q2": ["c", "b"]}
    assert len(built.milliseconds) == 2
    assert built.saved
    job.note("shelf", child.open_saved(Shelf(tmp_path, job.index("shelf"), 2), job, 0.0))
    assert job.opened("shelf").seconds > 0


def test_documents_keep_their_words_on_the_way(tmp_path: Path) -> None:
    assert job_of(tmp_path, {}).documents() == DOCUMENTS
    assert [document.whole for document in DOCUMENTS] == ["总则\n第一条", "处罚", "附则\n施行"]


def test_a_process_that_fails_is_a_row_with_its_last_words(tmp_path: Path) -> None:
    place = tmp_path / "set"
    place.mkdir()
    chosen = choose(str(write_set(place)))
    bench = Bench(job_of(tmp_path, {"q1": "问"}), Path(sys.executable), Path(sys.executable))
    row = bench.measure(Entry("none", "none", "none", "none", "None_"), chosen, "none 1.0")
    assert row == Failed("none 1.0", "build: KeyError: 'none'")


@pytest.mark.parametrize(
    ("code", "said", "reason"),
    [
        (1, "Traceback…\n  File\nValueError: bad\n\n", "ValueError: bad"),
        (3, "", "ended with exit code 3"),
        (-9, "noise", "killed by signal 9 (out of memory?)"),
        (-11, "", "killed by signal 11"),
    ],
)
def test_the_reason_of_an_end(code: int, said: str, reason: str) -> None:
    assert why(code, said) == reason


def test_every_version_is_pinned_exactly() -> None:
    pinned = environment.pins()
    assert all(re.fullmatch(r"[\d.]+", version) for version in pinned.values())
    assert {entry.package for entry in BY_NAME.values() if entry.package} <= pinned.keys()


def test_a_label_has_the_version_where_it_belongs() -> None:
    assert BY_NAME["lancedb"].labelled({"lancedb": "1.2"}) == "LanceDB 1.2 hybrid"
    assert BY_NAME["zhengai"].labelled({}) == "诊改助手"


def test_every_stack_has_its_file() -> None:
    folder = Path(environment.__file__).parent
    for entry in ENTRIES:
        source = (folder / f"{entry.module}.py").read_text(encoding="utf-8")
        assert f"class {entry.kind}(" in source


def test_the_environment_is_made_once_and_filled_again_when_a_pin_changes(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    asked: list[str] = []

    def run(command: Sequence[str]) -> int:
        asked.append("venv" if "venv" in command else "pip")
        if "venv" in command:
            python = Path(command[-1], "Scripts/python.exe" if sys.platform == "win32" else "bin/python")
            python.parent.mkdir(parents=True)
            python.touch()
        return 0

    monkeypatch.setattr(environment, "_run", run)
    folder, requirements = tmp_path / "venv", tmp_path / "requirements.txt"
    for pin in ("x==1", "x==1", "x==2"):
        requirements.write_text(pin, encoding="utf-8")
        environment.prepare(folder, requirements)
    assert asked == ["venv", "pip", "pip"]
    assert (folder / ".gitignore").read_text(encoding="utf-8") == "*\n"
