"""Build hook: htmx, copied out of the django-htmx wheel into app/web/static/vendor/.

The wheel is a build requirement only: neither it nor Django is installed beside the application, no
JavaScript is kept in the repository, and no page asks another host for a script. `pip install .` and
`pip install -e .` both come through here.
"""

from __future__ import annotations

import shutil
from importlib.util import find_spec
from pathlib import Path
from typing import Any

from hatchling.builders.hooks.plugin.interface import BuildHookInterface

VENDOR = Path("app", "web", "static", "vendor")
SCRIPTS = {
    "htmx-2.min.js": "htmx.min.js",
    "ext/hx-sse-2.min.js": "htmx-sse.min.js",
}
LICENCE = Path("licenses", "htmx.txt")


def copy_htmx(package: Path, root: Path) -> list[Path]:
    """The files written below `root`: scripts from the django_htmx `package`, and their licence text."""
    target = root / VENDOR
    target.mkdir(parents=True, exist_ok=True)
    sources = {package / "static" / "django_htmx" / name: target / ours for name, ours in SCRIPTS.items()}
    sources[root / LICENCE] = target / "htmx.LICENSE.txt"
    for source, written in sources.items():
        if not source.is_file():
            raise FileNotFoundError(f"{source.name} is not in django-htmx; update SCRIPTS in hatch_build.py")
        shutil.copyfile(source, written)
    return list(sources.values())


class CustomBuildHook(BuildHookInterface[Any]):
    """Runs before every wheel, editable ones included."""

    def initialize(self, version: str, build_data: dict[str, Any]) -> None:
        found = find_spec("django_htmx")
        if found is None or found.origin is None:
            raise ModuleNotFoundError("django-htmx is missing from the build requirements")
        copy_htmx(Path(found.origin).parent, Path(self.root))
