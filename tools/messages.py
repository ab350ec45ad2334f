"""Keep the texts of the program in step with the code: extract, update, list what is missing or unused.

``python -m tools.messages`` rewrites the Swedish catalogue, keeps every translation, and makes the one of Northern Sámi
anew from the glossary. ``--check`` writes nothing and exits with 1 if a Swedish text is missing, unused or has
other format fields than the English one, or if the Sámi catalogue is not what the glossary gives.
"""

from __future__ import annotations

import argparse
import ast
import csv
import io
import re
import sys
from collections.abc import Iterable, Mapping
from pathlib import Path

from babel.messages.catalog import Catalog
from babel.messages.extract import extract_from_dir
from babel.messages.pofile import read_po, write_po

from landuse.language import UNREVIEWED

ROOT = Path(__file__).resolve().parents[1]
PACKAGE = ROOT / "landuse"
SWEDISH = PACKAGE / "locale" / "sv" / "LC_MESSAGES" / "landuse.po"
SAMI = PACKAGE / "locale" / "se" / "LC_MESSAGES" / "landuse.po"
GLOSSARY = ROOT / "layers" / "glossary.csv"
TEMPLATES = [("render/templates/**.html", "jinja2")]
FIELD = re.compile(r"\{[^{}]*\}")
ABOUT = {
    "sv": "Swedish texts of landuse. Written by `python -m tools.messages`, sorted by the English text.",
    "se": "Northern Sámi terms of landuse. Made by `python -m tools.messages` from layers/glossary.csv: edit that one.",
}
# Neither dates nor people: a catalogue differs only where a text does.
HEADER = (
    "# {about}\n"
    'msgid ""\nmsgstr ""\n'
    '"Project-Id-Version: landuse\\n"\n'
    '"Language: {code}\\n"\n'
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


def other_fields(catalogue: Mapping[str, str]) -> list[str]:
    """Return the texts whose translation has other format fields: such a text could not be filled in.

    Examples
    --------
    >>> other_fields({"{n} rows": "{m} rader", "{n} of {m}": "{m}, varav {n}", "not yet {n}": ""})
    ['{n} rows']
    """
    return sorted(text for text, said in catalogue.items() if said and fields(text) != fields(said))


def glossary_terms(path: Path = GLOSSARY) -> dict[str, str]:
    """Return Swedish term → term in Northern Sámi, with a mark after it if no speaker has reviewed it.

    Swedish synonyms stand in one cell with a comma between them, and have the same term.
    """
    with path.open(encoding="utf-8", newline="") as stream:
        rows = list(csv.DictReader(stream))
    return {
        word.strip().casefold(): row["se"] + ("" if row["status"] == "verified" else UNREVIEWED)
        for row in rows
        for word in row["sv"].split(",")
    }


def sami(swedish: Mapping[str, str], terms: Mapping[str, str]) -> dict[str, str]:
    """Return English text → Northern Sámi: only whole texts that are a term of the glossary, nothing put together.

    Examples
    --------
    >>> sami({"Season": "Årstid", "spring land": "vårland"}, {"årstid": "jahkodat", "vår": "giđđa"})
    {'Season': 'Jahkodat'}
    """
    found = {}
    for text, said in swedish.items():
        term = terms.get(said.casefold())
        if term is not None:
            found[text] = term[:1].upper() + term[1:] if said[:1].isupper() else term
    return found


def written(code: Iterable[str], catalogue: Mapping[str, str], *, language: str = "sv") -> str:
    """Return the catalogue as a file: the texts of the code, with the translations there are."""
    made = Catalog(locale=language)
    for text in code:
        made.add(text, catalogue.get(text, ""))
    stream = io.BytesIO()
    write_po(stream, made, width=110, no_location=True, omit_header=True, sort_output=True)
    header = HEADER.format(about=ABOUT[language], code=language)
    return header + stream.getvalue().decode("utf-8").strip("\n") + "\n"


def sami_written(swedish: Mapping[str, str], glossary: Path = GLOSSARY) -> str:
    """Return the catalogue of Northern Sámi as a file."""
    found = sami(swedish, glossary_terms(glossary))
    return written(found, found, language="se")


def is_current(path: Path, text: str) -> bool:
    """Tell whether a file holds a text and nothing else."""
    return path.is_file() and path.read_text(encoding="utf-8") == text


def main(arguments: list[str] | None = None) -> int:
    """Update or check the catalogues; return the exit code."""
    parser = argparse.ArgumentParser(prog="python -m tools.messages", description=__doc__)
    parser.add_argument("--check", action="store_true", help="write nothing; exit with 1 if anything is amiss")
    options = parser.parse_args(arguments)
    code, catalogue = texts_of_code(), texts_of_catalogue()
    amiss = {"missing": missing(code, catalogue), "unused": unused(code, catalogue), "fields": other_fields(catalogue)}
    for heading, texts in amiss.items():
        for text in texts:
            print(f"{heading}: {text!r}")
    kept = {text: catalogue.get(text, "") for text in sorted(code)}
    files = {SWEDISH: written(code, kept), SAMI: sami_written(kept)}
    stale = [path for path, text in files.items() if not is_current(path, text)]
    counts = ", ".join(f"{len(texts)} {heading}" for heading, texts in amiss.items())
    print(f"{len(code)} texts: {counts}; {len(stale)} files not up to date")
    if options.check:
        return int(bool(stale) or any(amiss.values()))
    for path in stale:
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(files[path], encoding="utf-8")
    return 0


if __name__ == "__main__":
    sys.exit(main())
