"""Reports in and out: read from a file with a receipt, exported in a form, earlier ones searched."""

from __future__ import annotations

import hashlib
from collections.abc import Mapping, Sequence
from pathlib import Path

from app.bootstrap import Log, Services
from app.domain.corpus import Corpus
from app.domain.drafts import ReportKind
from app.domain.errors import ReportError, UnknownNameError, ZhengaiError
from app.domain.people import PROGRAM, Actor
from app.drafting import form_docx, markdown
from app.drafting.earlier import EarlierHit, EarlierReports
from app.drafting.report_file import to_json
from app.reading.reports import read_report
from app.reporting import Opened, create, listed
from app.storage.originals import CHUNK
from app.storage.report_rows import Head, StoredReport

FILE_LIMIT = 30_000_000  # bytes
KINDS: Mapping[str, str] = {
    "docx": "application/vnd.openxmlformats-officedocument.wordprocessingml.document",
    "md": "text/markdown; charset=utf-8",
    "json": "application/json",
}
HITS = 10
SAMPLES = "samples"
HELD = 8  # sets of reports kept ready for searching


def imported(
    services: Services,
    actor: Actor,
    corpus: Corpus,
    file: Path,
    scheme: str | None = None,
    cycle: str = "",
    kind: ReportKind = ReportKind.EARLIER,
) -> StoredReport:
    """The earlier report that `file` holds, stored with its receipt; the file itself is kept first.

    ReportError where the file cannot be read, or has been read before.
    """
    read = read_report(file, corpus.schemes, scheme)
    with file.open("rb") as source:
        original = services.originals.put(iter(lambda: source.read(CHUNK), b""), FILE_LIMIT)
    if held := services.reports.by_original(original.sha256):
        raise ReportError(f"{file.name} 已经读入过（{held.label}）；要重新读入，请先移去那一份。")
    report = read.report
    head = Head(
        report.scheme,
        report.form,
        report.school,
        cycle or report.cycle,
        kind=kind,
        title=file.name,
        original=original.sha256,
        receipt=read.receipt,
    )
    return create(services, actor, corpus, head, report.cells)


def import_samples(services: Services, log: Log) -> None:
    """The sample reports of the corpus folder, read where they have not been; a fault is told and stops nothing."""
    for file in sorted((services.settings.corpus_folder / SAMPLES).glob("*.docx")):
        try:
            digest = hashlib.sha256(file.read_bytes()).hexdigest()
            if services.reports.by_original(digest, removed=True) is None:
                imported(services, Actor(PROGRAM), services.corpus, file, kind=ReportKind.SAMPLE)
        except (ZhengaiError, OSError) as error:
            log(f"示例报告 {file.name} 没有读入：{error}")


def exported(found: Opened, kind: str, sources: bool = False) -> tuple[str, str, bytes]:
    """(file name, media type, bytes) of a report; UnknownNameError for a kind there is not."""
    if kind not in KINDS:
        raise UnknownNameError(f"没有“{kind[:10]}”这种格式；可以导出：{'、'.join(KINDS)}。")
    bench, report = found.bench, found.report
    if kind == "json":
        content = to_json(report).encode()
    elif kind == "md":
        content = markdown.written(report, bench.scheme, bench.form, sources).encode()
    elif bench.form is None:
        raise UnknownNameError(
            f"{bench.scheme.short}没有规定报告表样；请先在“设置”里按名字选用一个，或导出 Markdown。"
        )
    else:
        content = form_docx.written(report, bench.scheme, bench.form, sources)
    name = f"{found.head.school or '学校'}自我诊改报告{found.head.cycle}.{kind}"
    return name, KINDS[kind], content


def searched(
    services: Services, corpus: Corpus, question: str, samples_only: bool = False
) -> tuple[EarlierHit, ...]:
    """Sentences of earlier reports (samples among them) that answer to the question, best first."""
    heads = [
        head
        for head in listed(services, corpus)
        if head.kind is ReportKind.SAMPLE or (head.kind is ReportKind.EARLIER and not samples_only)
    ]
    if not heads:
        return ()
    key = tuple((head.id, head.label) for head in heads)  # the texts of earlier reports never change
    held = services.searched
    if key not in held:
        if len(held) >= HELD:
            held.clear()
        held[key] = _ready(services, corpus, [head.id for head in heads])
    return held[key].search(question, HITS)


def _ready(services: Services, corpus: Corpus, ids: Sequence[str]) -> EarlierReports:
    names = {
        (scheme.id, element.code): element.name
        for scheme in corpus.schemes.values()
        for element in scheme.elements()
    }
    found = {}
    for id_ in ids:
        stored = services.reports.get(id_)
        found[id_] = (stored.head.label, stored.as_report())
    return EarlierReports(found, names)
