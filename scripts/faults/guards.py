"""The guards that hold the program's promises, each with what is left without it and the tests that must notice."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True)
class Mutation:
    """In `file`, `old`, which stands there once, becomes `new`; then some test of `tests` must fail."""

    file: str
    old: str
    new: str
    tests: str

    @property
    def told(self) -> str:
        return f"{self.file}: {self.old.strip()[:60]}"


def _of(file: str, tests: str, *changes: tuple[str, str]) -> list[Mutation]:
    return [Mutation(file, old, new, tests) for old, new in changes]


MATRIX = "tests/test_matrix.py"
GUARDS = (
    *_of(
        "app/reporting.py",
        MATRIX,
        ("    if reason := no_edit_reason(person, found, code):\n", "    if reason := '':\n"),
    ),
    *_of(
        "app/reporting.py",
        "tests/web/reports/test_reports.py",
        ("    if not person.may(Right.EDIT_ALL):\n", "    if False:\n"),
        ("    if grave and not note.strip():\n", "    if False:\n"),
        ("    if found.head.kind is not ReportKind.DRAFT or not may_edit(\n", "    if not may_edit(\n"),
    ),
    *_of(
        "app/storage/reports.py",
        "tests/storage/test_reports.py",
        (
            "            current = base == row.version and Status(row.status) in OPEN\n",
            "            current = True\n",
        ),
        ("            if row.version != version:\n", "            if False:\n"),
        ("            if was not in STEPS.get(status, frozenset()):\n", "            if False:\n"),
    ),
    *_of(
        "app/storage/proposals.py",
        "tests/storage/test_proposals.py",
        (
            '        if row.decision and not row.decision == one.decision == "rejected":\n',
            "        if False:\n",
        ),
    ),
    *_of(
        "app/durable.py",
        "tests/test_durable.py",
        ("            os.fsync(file.fileno())\n", ""),
        ("    sync_folder(path.parent)\n", ""),
        ("        os.fsync(descriptor)\n", "        pass\n"),
    ),
    *_of(
        "app/storage/originals.py",
        "tests/storage/test_originals.py",
        ("        os.fsync(file.fileno())\n", ""),
        ("        sync_folder(target.parent)\n", ""),
        ("        sync_folder(self._folder)\n", ""),
        (
            "            make_folder(self._folder.absolute())\n",
            "            self._folder.mkdir(parents=True, exist_ok=True)\n",
        ),
        (".hexdigest() == sha256", '.hexdigest() != ""'),
        ("        if fault:\n", "        if False:\n"),
    ),
    *_of(
        "app/storage/engine.py",
        "tests/storage/test_database.py",
        ('"synchronous=FULL"', '"synchronous=NORMAL"'),
        ('"journal_mode=WAL"', '"journal_mode=DELETE"'),
        ('"foreign_keys=ON"', '"foreign_keys=OFF"'),
        ('"BEGIN IMMEDIATE" if _writes(connection) else "BEGIN"', '"BEGIN"'),
        ("synchronous_commit=on", "synchronous_commit=off"),
        ('connection.exec_driver_sql(f"SELECT pg_advisory_xact_lock({_LOCK})")', "pass"),
    ),
    *_of(
        "app/storage/backup.py",
        "tests/storage/test_backup.py",
        ("        sync_file(beside)\n", ""),
        ("        sync_folder(file.resolve().parent)\n", ""),
        ('!= told["sha256"]:', '== "":'),
        ("if sorted([*members, MANIFEST]) != sorted(archive.namelist()):", "if False:"),
        ("                _empty(connection, place)\n", ""),
    ),
    *_of(
        "app/storage/audit.py",
        "tests/storage/test_audit.py",
        ("if row.hash != _hash(previous, row):", "if False:"),
        ("if row.seq != expected:", "if False:"),
        ("if (head.seq, head.hash) != (expected - 1, previous):", "if False:"),
    ),
    *_of(
        "app/storage/worksheets.py",
        "tests/storage/test_worksheets.py",
        ("            current = base == number\n", "            current = True\n"),
        (
            'if row is None or (row.scheme, row.element) != (scheme, element):\n                raise UnknownNameError("这份底稿没有这个版本',
            'if row is None:\n                raise UnknownNameError("这份底稿没有这个版本',
        ),
    ),
    *_of("app/storage/shelf.py", MATRIX, ("if row is None or row.owner != owner:", "if row is None:")),
    *_of(
        "app/storage/people.py",
        "tests/access/test_access.py tests/storage/test_audit.py",
        ("            if not _administrators(session):\n", "            if False:\n"),
        ("            if is_first and role is not Role.ADMINISTRATOR:\n", "            if False:\n"),
        ("                _cut_off(session, id_)\n", "                pass\n"),
        ("                _revoke(session, id_)\n", "                pass\n"),
        ("                _inherit(session, row)\n", "                pass\n"),
        (
            '                audit.append(session, actor, "person.change", row.name, "; ".join(told))\n',
            "                pass\n",
        ),
        ('            audit.append(session, actor, "person.password", row.name)\n', ""),
    ),
    *_of(
        "app/storage/logins.py",
        "tests/storage/test_logins.py tests/access/test_access.py",
        ("if row.disabled or not fresh or", "if not fresh or"),
        ("if row.disabled or not fresh or", "if row.disabled or"),
        ("or login.created_at < moment(at - self._limits.absolute)", ""),
        ("row is not None and row.person_id == actor.person.id", "row is not None"),
    ),
    *_of(
        "app/storage/tokens.py",
        "tests/storage/test_logins.py tests/access/test_access.py",
        ("if row.disabled or token.revoked_at", "if token.revoked_at"),
        ("token.revoked_at is not None or", ""),
        ("or token.expires_at <= moment(at)", ""),
        ("if row is None or row.person_id != actor.person.id:", "if row is None:"),
    ),
    *_of(
        "app/storage/attempts.py",
        "tests/access/test_access.py",
        ("                if row.failures and left > timedelta():\n", "                if False:\n"),
    ),
    *_of(
        "app/access/access.py",
        "tests/access/test_access.py",
        (
            "        if held is None or not right or held.person.disabled:",
            "        if held is None or not right:",
        ),
        ("        self.first_code.take(code)\n", ""),
        (
            "        if not self.local:\n            raise PeopleError(",
            "        if False:\n            raise PeopleError(",
        ),
    ),
    *_of(
        "app/access/single_sign_on.py",
        "tests/access/test_single_sign_on.py",
        (
            "if not secrets.compare_digest(started.state.encode(), state.encode()) or not code:",
            "if not code:",
        ),
        ("self._started.pop(id_, None)", "self._started.get(id_)"),
        ('exp={"essential": True},', ""),
        ('aud={"essential": True, "value": self._client_id},', ""),
        ('if str(claims.get("iss", "")).rstrip("/") != self.issuer:', "if False:"),
        ('str(claims.get("nonce", "")).encode()', "started.nonce.encode()"),
    ),
    *_of(
        "app/gate.py",
        MATRIX,
        ("    if not actor.may(right):\n", "    if False:\n"),
        ("    if actor.scopes is not None and scope is None:\n", "    if False:\n"),
        ("    if scope is not None and not actor.in_scope(scope):\n", "    if False:\n"),
        (
            "    if not secret or not hmac.compare_digest(sent.encode(), form_token(secret).encode()):",
            "    if False:",
        ),
    ),
    *_of(
        "app/gate.py",
        "tests/web/test_login.py",
        ("name), value, httponly=True", "name), value, httponly=False"),
        ('value, httponly=True, samesite="lax"', 'value, httponly=True, samesite="none"'),
        (
            'value, httponly=True, samesite="lax", secure=is_https(request)',
            'value, httponly=True, samesite="lax", secure=False',
        ),
        ('f"__Host-{name}" if is_https(request) else name', "name"),
    ),
    *_of(
        "app/guards.py",
        MATRIX,
        ("if request.method not in gate.SAFE_METHODS and not same_origin(request.headers):", "if False:"),
        (
            "                and await to_thread.run_sync(services.access.must_change, request.state.actor)\n",
            "                and False\n",
        ),
    ),
    *_of(
        "app/guards.py",
        "tests/web/test_login.py",
        ("            if not person.id and not gate.is_open(path):\n", "            if False:\n"),
        ("if person == LOCAL and not gate.is_local(request.headers):", "if False:"),
    ),
    *_of(
        "app/domain/people.py",
        "tests/domain/test_people.py tests/web/test_worksheets.py",
        ("return not self.disabled and right in RIGHTS[self.role]", "return right in RIGHTS[self.role]"),
        ("bool(person.department) and person.department in owners", "True"),
    ),
    *_of(
        "app/worksheet_rules.py",
        MATRIX,
        ("    if may_edit(person, owners):\n", "    if True:\n"),
    ),
    *_of(
        "app/api/worksheets.py",
        MATRIX,
        ("    check_may_edit(visit.actor.person, scheme, element)\n", ""),
    ),
    *_of(
        "app/visits.py",
        "tests/web/test_worksheets.py",
        ("return self.services.corpus_for(self.reading)", "return self.services.corpus"),
    ),
    *_of("app/web/ask.py", "tests/test_reading.py", ("reading=visit.reading", "reading=None")),
    *_of(
        "app/api/routes.py",
        "tests/test_reading.py",
        ("asked.history, asked.scheme, reading=visit.reading", "asked.history, asked.scheme"),
        ("asked.scheme, conversation_, reading=visit.reading", "asked.scheme, conversation_"),
    ),
    *_of(
        "app/shown.py",
        "tests/test_reading.py",
        ("return answer if open_to_them else WITHHELD", "return answer"),
    ),
    *_of(
        "app/server.py",
        "tests/test_exposed.py",
        ("    if not services.access.people.has_administrator():\n", "    if False:\n"),
    ),
    *_of(
        "app/indexing/store.py",
        "tests/indexing/test_store.py tests/indexing/test_folder.py",
        ("        if found != wanted:\n", "        if False:\n"),
        ("        if name != _name_of(content):\n", "        if False:\n"),
        ("        sync_file(path)\n", "        pass\n"),
        ("    sync_folder(folder / SEGMENTS)\n", ""),
    ),
    *_of("app/reading/sources.py", "tests/test_canaries.py", ("mask(", "(lambda text: (text, ()))(")),
)
