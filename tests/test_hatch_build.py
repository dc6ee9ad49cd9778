"""htmx comes out of the wheel under our names, with its licence; a wheel that changed is told."""

from __future__ import annotations

from pathlib import Path

import pytest

from hatch_build import LICENCE, SCRIPTS, VENDOR, copy_htmx


@pytest.fixture
def wheel(tmp_path: Path) -> Path:
    package = tmp_path / "django_htmx"
    for name in SCRIPTS:
        script = package / "static" / "django_htmx" / name
        script.parent.mkdir(parents=True, exist_ok=True)
        script.write_text(name, encoding="utf-8")
    (tmp_path / LICENCE).parent.mkdir()
    (tmp_path / LICENCE).write_text("0BSD", encoding="utf-8")
    return package


def test_scripts_and_licence_are_copied(wheel: Path, tmp_path: Path) -> None:
    written = copy_htmx(wheel, tmp_path)
    assert {path.name for path in written} == {"htmx.min.js", "htmx-sse.min.js", "htmx.LICENSE.txt"}
    assert (tmp_path / VENDOR / "htmx.min.js").read_text(encoding="utf-8") == "htmx-2.min.js"
    assert (tmp_path / VENDOR / "htmx.LICENSE.txt").read_text(encoding="utf-8") == "0BSD"


def test_a_script_that_the_wheel_no_longer_has_is_named(wheel: Path, tmp_path: Path) -> None:
    (wheel / "static" / "django_htmx" / "htmx-2.min.js").unlink()
    with pytest.raises(FileNotFoundError, match=r"htmx-2\.min\.js.*hatch_build\.py"):
        copy_htmx(wheel, tmp_path)
