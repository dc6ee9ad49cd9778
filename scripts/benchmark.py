"""Measure 诊改助手 on this machine and print a table.

    python scripts/benchmark.py [--questions FILE.jsonl] [--rounds N] [--setup] [--out FILE.md]
    python scripts/benchmark.py --clauses N,N,... [--documents FILE.jsonl] [--queries FILE.jsonl] [--out FILE.md]

Everything is measured from outside where a user would feel it (processes, HTTP), except the warm answers
and the index, which are timed inside one process. `--setup` also times a set-up from nothing in a copy of
the checkout, packages downloaded or taken from pip's cache as it comes.

`--clauses` measures instead how the search over a library grows (scripts/scale): one row for each number of
clauses. The clauses are those of `--documents` (JSON lines with title and text; without it the project's own)
and, when they run out, new ones made of their parts; the questions those of `--queries` (JSON lines with text).
"""

import sys

if sys.version_info < (3, 11):  # noqa: UP036 - the one place an older Python may come to
    sys.exit("需要 Python 3.11 或更新版本。Python 3.11 or newer is needed.")

import argparse
import json
import os
import platform
import re
import shutil
import statistics
import subprocess
import tempfile
import time
import urllib.request
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parents[1]))
from scripts import _memory
from scripts._environment import BASE, PROJECT, ROOT, become, prepare

QUESTION = "教务处牵头哪些诊断点"
QUESTIONS = Path(__file__).with_name("benchmark_questions.txt")
NOT_COPIED = (
    ".venv",
    ".venv-compare",
    ".git",
    "index",
    "data",
    "vendor",
    ".*_cache",
    ".hypothesis",
    "__pycache__",
    "build",
    "dist",
)


@dataclass(frozen=True)
class Row:
    """A line of the table; `limit` is what the project promises."""

    name: str
    value: str
    limit: str = ""


def main(arguments: Sequence[str] | None = None) -> int:
    """0 after the table; an error's exit code after its sentence on standard error."""
    from app.domain.errors import ZhengaiError

    options = _options(arguments)
    os.chdir(options.at)
    before = machine()
    try:
        table = before + "\n\n" + (_curve(options) if options.clauses else _table(options))
    except ZhengaiError as error:
        print(error, file=sys.stderr)
        return error.exit_code
    print(table)
    if options.out:
        options.out.write_text(table + "\n", encoding="utf-8")
    return 0


def _options(arguments: Sequence[str] | None) -> argparse.Namespace:
    parser = argparse.ArgumentParser(description="测量本机上的速度与内存 · measure speed and memory")
    parser.add_argument("--questions", type=Path, help="JSONL, one {question, history, scope} a line")
    parser.add_argument("--rounds", type=int, default=5, help="how often the questions are asked")
    parser.add_argument("--setup", action="store_true", help="also time a set-up from nothing")
    parser.add_argument(
        "--clauses", type=_sizes, metavar="N,N,...", help="measure a library of so many clauses instead"
    )
    parser.add_argument(
        "--documents", type=Path, metavar="FILE", help="JSONL, one {title, text} a line: clauses"
    )
    parser.add_argument("--queries", type=Path, metavar="FILE", help="JSONL, one {text} a line: questions")
    parser.add_argument("--out", type=Path, help="write the table there too")
    parser.add_argument(
        "--at", type=Path, default=Path(), help=argparse.SUPPRESS
    )  # relative paths start here
    options = parser.parse_args(arguments)
    if (options.documents or options.queries) and not options.clauses:
        parser.error("--documents and --queries go with --clauses")
    if options.clauses and (options.questions or options.setup):
        parser.error("--questions and --setup do not go with --clauses")
    return options


def _sizes(text: str) -> list[int]:
    parts = [part.strip().replace("_", "") for part in text.split(",") if part.strip()]
    if wrong := [part for part in parts if not part.isdecimal() or int(part) < 1]:
        raise argparse.ArgumentTypeError(f"{wrong[0]} is not a whole number above 0")
    if not parts:
        raise argparse.ArgumentTypeError("no number is given")
    return sorted({int(part) for part in parts})


def _curve(options: argparse.Namespace) -> str:
    from scripts.scale.curve import curve

    return curve(options.clauses, options.documents, options.queries)


def _table(options: argparse.Namespace) -> str:
    rows = [row for measure in _measures(options) for row in measure]
    return "\n".join(["| | measured | promised |", "|---|---|---|", *map(_line, rows)])


def _measures(options: argparse.Namespace) -> Iterator[Sequence[Row]]:
    with tempfile.TemporaryDirectory() as folder:
        places = {"ZHENGAI_INDEX_FOLDER": f"{folder}/index", "ZHENGAI_DATA_FOLDER": f"{folder}/data"}
        if options.setup:
            yield _told("set-up from nothing", set_up(Path(folder) / "checkout"))
        yield _told(
            "index and warm answers", warm(_questions(options.questions), options.rounds, Path(folder))
        )
        yield _told("permission", permission(Path(folder)))
        yield _told("reports", reports())
        yield _told("cold start", cold_start(places))
        yield _told("server", server(places))


def set_up(checkout: Path) -> list[Row]:
    """Seconds of `start.py` in a copy without `.venv`, and of the second run, which finds nothing to do."""
    shutil.copytree(ROOT, checkout, ignore=shutil.ignore_patterns(*NOT_COPIED))
    command = [getattr(sys, "_base_executable", sys.executable), "scripts/start.py", "--no-serve"]
    times = []
    for _ in range(2):
        began = time.perf_counter()
        subprocess.run(
            command, cwd=checkout, check=True, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL
        )
        times.append(time.perf_counter() - began)
    size = sum(path.stat().st_size for path in (checkout / ".venv").rglob("*") if path.is_file()) / 1e6
    return [
        Row("set-up from nothing", f"{times[0]:.1f} s"),
        Row("set-up when nothing changed", f"{times[1]:.2f} s", "< 1 s"),
        Row("size of .venv", f"{size:.0f} MB"),
    ]


def warm(questions: Sequence[Mapping[str, object]], rounds: int, folder: Path) -> list[Row]:
    """Index build and answer times in this process, and whether torch came in on the way."""
    from app.answering.assistant import open_assistant
    from app.engines.encoders import open_encoder
    from app.indexing.folder import build
    from app.reading.corpus import read_corpus

    began = time.perf_counter()
    corpus = read_corpus(ROOT / "corpus")
    encoder = open_encoder(None)
    read = time.perf_counter() - began
    began = time.perf_counter()
    build(corpus, encoder, folder / "index")
    built = time.perf_counter() - began
    assistant = open_assistant(corpus, encoder, folder / "index", lambda line: None)
    times = []
    for number in range(rounds + 1):
        for asked in questions:
            history, scheme = asked.get("history") or [], asked.get("scope")
            assert isinstance(history, list)
            assert scheme is None or isinstance(scheme, str)
            began = time.perf_counter()
            assistant.answer(str(asked["question"]), history, scheme)
            times += [time.perf_counter() - began] if number else []  # the first round warms up
    return [
        Row("read corpus and encoder", f"{read:.2f} s", "≤ 1 s"),
        Row("index build", f"{built:.2f} s", "≤ 10 s"),
        Row(f"warm answer, p50 of {len(times)}", f"{_share(times, 0.5) * 1000:.1f} ms", "≤ 10 ms"),
        Row("warm answer, p95", f"{_share(times, 0.95) * 1000:.1f} ms", "≤ 30 ms"),
        Row("warm answer, slowest", f"{max(times) * 1000:.1f} ms"),
        Row("torch imported while answering", "yes" if "torch" in sys.modules else "no", "no"),
    ]


def permission(folder: Path, people: int = 200, rounds: int = 2000) -> list[Row]:
    """Milliseconds to know who a request comes from, whether they may, and which documents they may read."""
    from app.bootstrap import open_access
    from app.domain.people import LOCAL, Actor, Right, Role
    from app.settings import Settings
    from app.storage.database import open_database

    settings = Settings(data_folder=folder / "people")
    database = open_database(settings.database)
    access = open_access(settings, database)
    secrets = []
    for number in range(people):
        role = Role.ADMINISTRATOR if number == 0 else Role.WRITER
        person = access.people.add(Actor(LOCAL), f"p{number}", f"第 {number} 人", role, "教务处")
        secrets.append(access.logins.begin(Actor(person), "benchmark", "benchmark"))
    times = []
    for number in range(rounds):
        began = time.perf_counter()
        actor = access.by_cookie(secrets[number % people], "127.0.0.1")
        assert actor.may(Right.ASK)
        access.rules.readable(actor.person.role, ("foshan", "chongqing"))
        times.append(time.perf_counter() - began)
    database.close()
    return [
        Row(f"permission check, p50 of {rounds}", f"{_share(times, 0.5) * 1000:.2f} ms", "≤ 1 ms"),
        Row("permission check, p95", f"{_share(times, 0.95) * 1000:.2f} ms"),
    ]


def reports(pieces: int = 20, rounds: int = 20) -> list[Row]:
    """Drafting one element, checking a whole report, exporting it; in this process, the corpus read already."""
    from datetime import date

    from app.domain.drafts import OVERVIEW, Cell, Evidence, PartKey, Report
    from app.drafting import form_docx
    from app.drafting.bench import open_bench
    from app.drafting.checks import check_report, ready
    from app.drafting.compose import compose
    from app.drafting.text import part_of
    from app.reading.corpus import read_corpus

    bench = open_bench(read_corpus(ROOT / "corpus"), "chongqing", "chongqing")
    element = next(bench.scheme.elements())
    told = [criterion.text for point in bench.scheme.points() for criterion in point.criteria]
    evidence = [
        Evidence(f"E{i}", f"2025年第{i}次检查：{'未做到' if i % 3 else '已做到'}{told[i][:40]}", "2025-09")
        for i in range(pieces)
    ]
    cells = [Cell(OVERVIEW, (part_of(PartKey.OVERVIEW, "概述。" * 160),))]
    for number, one in enumerate(bench.scheme.elements()):
        text = "".join(f"{number}之{i}：{told[(number * 5 + i) % len(told)]}" for i in range(6))
        sizes = ((k, 190 if k in (PartKey.MEASURES, PartKey.EFFECTS) else 120) for k in PartKey)
        parts = tuple(part_of(k, (text * 3)[:n]) for k, n in sizes if k is not PartKey.OVERVIEW)
        cells.append(ready(Cell(one.code, parts, tuple(evidence))))
    report = Report("chongqing", "chongqing", "示例职业技术学院", "2025", "2025-12-20", cells=tuple(cells))

    def times(work: Callable[[], object]) -> list[float]:
        found = []
        for _ in range(rounds):
            began = time.perf_counter()
            work()
            found.append(time.perf_counter() - began)
        return found

    drafted = times(lambda: compose(bench, element, evidence, cells[1], "2024"))
    checked = times(lambda: check_report(bench, report, date(2026, 1, 5), report))
    exported = times(lambda: form_docx.written(report, bench.scheme, bench.scheme, True))
    return [
        Row(f"draft of one element, {pieces} pieces of evidence", _slowest(drafted), "≤ 200 ms"),
        Row("check of a whole report against last year's", _slowest(checked), "≤ 300 ms"),
        Row("export of a whole report to Word", _slowest(exported), "≤ 1 s"),
    ]


def _slowest(times: Sequence[float]) -> str:
    return f"median {_share(times, 0.5) * 1000:.0f} ms, slowest {max(times) * 1000:.0f} ms"


def cold_start(places: Mapping[str, str]) -> list[Row]:
    """Seconds from process start to printed reply, index in place."""
    times = []
    for _ in range(5):
        began = time.perf_counter()
        command = [sys.executable, "-m", "app", "ask", QUESTION]
        subprocess.run(command, cwd=ROOT, env=os.environ | places, check=True, capture_output=True)
        times.append(time.perf_counter() - began)
    return [Row("cold start to first answer, median of 5", f"{statistics.median(times):.2f} s", "≤ 2 s")]


def server(places: Mapping[str, str]) -> list[Row]:
    """Start-up, first byte and memory of a server that has answered; times as a browser would see them."""
    began = time.perf_counter()
    with _serving(places) as (process, address):
        served = _first_byte(address)
        started = time.perf_counter() - began
        pages = [_first_byte(address) for _ in range(20)]
        for path in ("schemes", "documents", f"schemes/{_first_scheme(address)}"):
            _first_byte(address + path)
        asked = _questions(None)
        for question in asked:
            _ask(address, str(question["question"]))
        memory = _resident(process.pid)
        torch = _has_torch(process.pid)
    return [
        Row("server: process start to first page", f"{started:.2f} s", "≤ 5 s"),
        Row("page first byte: first request", f"{served * 1000:.0f} ms"),
        Row("page first byte: median of 20", f"{statistics.median(pages) * 1000:.1f} ms"),
        Row(f"server memory after {len(asked)} questions", memory, "≤ 400 MB"),
        Row("torch in the server", torch, "no"),
    ]


@contextmanager
def _serving(places: Mapping[str, str]) -> Iterator[tuple[subprocess.Popen[str], str]]:
    """A server on a free port and its address, once it says that it is ready."""
    process = subprocess.Popen(
        [sys.executable, "-m", "app", "serve", "--port", "0"],
        cwd=ROOT,
        env=os.environ | places,
        stdout=subprocess.DEVNULL,
        stderr=subprocess.PIPE,
        encoding="utf-8",
    )
    assert process.stderr
    said = ""
    try:
        for line in process.stderr:
            said += line
            if found := re.search(r"http://[\w.:\[\]]+/", line):
                yield process, found[0]
                return
        raise SystemExit(f"The server did not start:\n{said}")
    finally:
        process.terminate()
        process.communicate(timeout=20)


def _first_byte(address: str) -> float:
    began = time.perf_counter()
    with urllib.request.urlopen(address, timeout=20) as reply:
        reply.read(1)
        seconds = time.perf_counter() - began
        reply.read()
    return seconds


def _ask(address: str, question: str) -> None:
    body = json.dumps({"question": question}).encode()
    request = urllib.request.Request(address + "api/ask", body, {"Content-Type": "application/json"})
    with urllib.request.urlopen(request, timeout=20) as reply:
        reply.read()


def _first_scheme(address: str) -> str:
    with urllib.request.urlopen(address + "api/schemes", timeout=20) as reply:
        return str(re.search(r'"id": ?"(\w+)"', reply.read().decode())[1])  # type: ignore[index]


def _resident(pid: int) -> str:
    megabytes = _memory.resident(pid)
    return "? (see the task manager)" if megabytes is None else f"{megabytes:.0f} MB"


def _has_torch(pid: int) -> str:
    maps = Path(f"/proc/{pid}/maps")
    return ("yes" if "libtorch" in maps.read_text() else "no") if maps.exists() else "?"


def _questions(file: Path | None) -> list[Mapping[str, object]]:
    lines = (file or QUESTIONS).read_text(encoding="utf-8").splitlines()
    if file is None:
        return [{"question": line} for line in lines if line.strip() and not line.startswith("#")]
    return [json.loads(line) for line in lines if line.strip()]


def _share(times: Sequence[float], share: float) -> float:
    return sorted(times)[min(len(times) - 1, int(len(times) * share))]


def _told(what: str, rows: Sequence[Row]) -> Sequence[Row]:
    print(f"… {what}: done", file=sys.stderr, flush=True)
    return rows


def _line(row: Row) -> str:
    return f"| {row.name} | {row.value} | {row.limit} |"


def machine() -> str:
    """The line above every table: processor, cores, system, date, and how busy it was."""
    name = platform.processor() or platform.machine()
    if (cpuinfo := Path("/proc/cpuinfo")).exists():
        found = re.search(r"model name\s*: (.+)", cpuinfo.read_text())
        name = found[1] if found else name
    system = f"{platform.system()} {platform.release()}, Python {platform.python_version()}"
    load = f", load {os.getloadavg()[0]:.1f} before" if hasattr(os, "getloadavg") else ""
    return f"{name}, {os.cpu_count()} cores, {system}, {time.strftime('%Y-%m-%d')}{load}"


if __name__ == "__main__":
    _options(None)  # --help and what cannot be meant come before any set-up
    python = prepare([BASE, PROJECT])
    if Path(sys.prefix).resolve() != python.parent.parent.resolve():
        here = str(Path(__file__).resolve())
        become([str(python), here, *sys.argv[1:], "--at", os.getcwd()])  # it changes to the project's folder
    sys.exit(main())
