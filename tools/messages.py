"""Keep the Swedish texts in step with the code: extract, update, list what is missing or unused.

``python -m tools.messages`` rewrites the catalogue of messages and keeps every translation; ``--check`` writes nothing
and exits with 1 if a text is missing or unused.
"""

from __future__ import annotations

import argparse
import ast
import io
import re
import sys
from collections.abc import Iterable
from pathlib import Path

from babel.messages.catalog import Catalog
from babel.messages.extract import extract_from_dir
from babel.messages.pofile import read_po, write_po

ROOT = Path(__file__).resolve().parents[1]
PACKAGE = ROOT / "landuse"
SWEDISH = PACKAGE / "locale" / "sv" / "LC_MESSAGES" / "landuse.po"
TEMPLATES = [("render/templates/**.html", "jinja2")]
FIELD = re.compile(r"\{[^{}]*\}")
# Neither dates nor people: a catalogue differs only where a text does.
HEADER = (
    "# Swedish texts of landuse. Written by `python -m tools.messages`, sorted by the English text.\n"
    'msgid ""\nmsgstr ""\n'
    '"Project-Id-Version: landuse\\n"\n'
    '"Language: sv\\n"\n'
    '"MIME-Version: 1.0\\n"\n'
    '"Content-Type: text/plain; charset=utf-8\\n"\n'
    '"Content-Transfer-Encoding: 8bit\\n"\n\n'
)


def texts_of_module(path: Path) -> set[str]:
    """Return the texts in ``_("...")`` of a module, also those inside f-strings.

    Babel reads the latter only from Python 3.12 on; the syntax tree holds them in every version.

    Raises
    ------
    ValueError
        If ``_`` is called with anything else than one text as it stands: that could not be translated.
    """
    found = set()
    for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
        if not (isinstance(node, ast.Call) and isinstance(node.func, ast.Name) and node.func.id == "_"):
            continue
        match node.args:
            case [ast.Constant(value=str(text))] if text and not node.keywords:
                found.add(text)
            case _:
                message = f"{path.name}:{node.lineno}: _() takes one text as it stands"
                raise ValueError(message)
    return found


def texts_of_code(package: Path = PACKAGE) -> set[str]:
    """Return every English text in ``_("...")`` of the modules and templates below `package`."""
    templates = extract_from_dir(package, TEMPLATES, keywords={"_": None}, comment_tags=())
    found = {message for _, _, message, _, _ in templates if isinstance(message, str) and message}
    return found.union(*map(texts_of_module, sorted(package.rglob("*.py"))))


def texts_of_catalogue(path: Path = SWEDISH) -> dict[str, str]:
    """Return English text → translation; the translation is empty where there is none yet."""
    if not path.is_file():
        return {}
    with path.open("rb") as stream:
        catalogue = read_po(stream, locale="sv", abort_invalid=True)
    return {str(message.id): str(message.string) for message in catalogue if message.id}


def fields(text: str) -> list[str]:
    """Return the format fields of `text`, sorted.

    Examples
    --------
    >>> fields("{n} of {m} rows, {share:.1f}")
    ['{m}', '{n}', '{share:.1f}']
    """
    return sorted(FIELD.findall(text))


def missing(code: Iterable[str], catalogue: dict[str, str]) -> list[str]:
    """Return the texts of the code that have no translation."""
    return sorted(text for text in code if not catalogue.get(text))


def unused(code: Iterable[str], catalogue: dict[str, str]) -> list[str]:
    """Return the texts of the catalogue that the code does not have."""
    return sorted(set(catalogue) - set(code))


def written(code: Iterable[str], catalogue: dict[str, str]) -> str:
    """Return the catalogue as a file: the texts of the code, with the translations there are."""
    made = Catalog(locale="sv")
    for text in code:
        made.add(text, catalogue.get(text, ""))
    stream = io.BytesIO()
    write_po(stream, made, width=110, no_location=True, omit_header=True, sort_output=True)
    return HEADER + stream.getvalue().decode("utf-8").strip("\n") + "\n"


def main(arguments: list[str] | None = None) -> int:
    """Update or check the catalogue; return the exit code."""
    parser = argparse.ArgumentParser(prog="python -m tools.messages", description=__doc__)
    parser.add_argument("--check", action="store_true", help="write nothing; exit with 1 if anything is amiss")
    options = parser.parse_args(arguments)
    code, catalogue = texts_of_code(), texts_of_catalogue()
    lacking, left = missing(code, catalogue), unused(code, catalogue)
    for heading, texts in (("missing", lacking), ("unused", left)):
        for text in texts:
            print(f"{heading}: {text!r}")
    print(f"{len(code)} texts, {len(lacking)} without translation, {len(left)} unused")
    if not options.check:
        SWEDISH.parent.mkdir(parents=True, exist_ok=True)
        SWEDISH.write_text(written(code, catalogue), encoding="utf-8")
    return int(options.check and bool(lacking or left))


if __name__ == "__main__":
    sys.exit(main())
