"""A page of the reference for each room of the package, made from its docstrings."""

from __future__ import annotations

from pathlib import Path
from pkgutil import walk_packages
from types import GenericAlias
from typing import Any

import landuse

# The app and the commands are used, not imported; their pages are `commands` and the app itself.
LEFT_OUT = ("landuse.app", "landuse.cli", "landuse.__main__")


def write_pages(app: Any) -> None:
    """Write ``generated/<room>.rst`` for every room."""
    folder = Path(app.srcdir) / "generated"
    folder.mkdir(exist_ok=True)
    rooms: dict[str, list[str]] = {}
    for module in walk_packages(landuse.__path__, "landuse."):
        if not module.name.startswith(LEFT_OUT):
            rooms.setdefault(module.name.split(".")[1], []).append(module.name)
    for room, modules in rooms.items():
        _replace(folder / f"{room}.rst", _page(room, modules))
    for stale in folder.glob("*.rst"):
        if stale.stem not in rooms:
            stale.unlink()


def _page(room: str, modules: list[str]) -> str:
    title = f"landuse.{room}"
    parts = [title, "=" * len(title), ""]
    for name in modules:
        if name != title:
            parts += [name, "-" * len(name), ""]
        parts += [f".. automodule:: {name}", ""]
    return "\n".join(parts)


def _replace(path: Path, text: str) -> None:
    if not path.is_file() or path.read_text(encoding="utf-8") != text:
        path.write_text(text, encoding="utf-8")


def skip_aliases(_app: Any, _what: str, _name: str, found: object, skip: bool, _options: Any) -> bool:
    """Leave out names of generic types (``Pair = tuple[...]``): autodoc takes them for classes and trips."""
    return skip or isinstance(found, GenericAlias)


def setup(app: Any) -> dict[str, Any]:
    """Register the extension."""
    app.connect("builder-inited", write_pages)
    app.connect("autodoc-skip-member", skip_aliases)
    return {"parallel_read_safe": True}
