"""The documentation says what is so: its examples run, its links lead somewhere, its worked example is the study's."""

from __future__ import annotations

import json
import re
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[1]
PAGES = sorted([*ROOT.glob("*.md"), *(ROOT / "docs").rglob("*.md")])


def blocks(path: Path, language: str) -> list[str]:
    return re.findall(rf"^```{language}\n(.*?)^```", path.read_text(encoding="utf-8"), re.MULTILINE | re.DOTALL)


@pytest.mark.parametrize("page", [ROOT / "README.md", ROOT / "docs" / "reference.md"], ids=lambda path: path.name)
def test_python_examples_run(page: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]):
    monkeypatch.chdir(ROOT)
    (example,) = blocks(page, "python")
    names: dict[str, object] = {}
    exec(compile(example, page.name, "exec"), names)
    assert len(names["assessment"].losses) > 0
    if page.name == "README.md":
        assert re.fullmatch(r"\d+ rows in the register, \d+ rows of losses\n", capsys.readouterr().out)


def test_readme_example_is_three_lines():
    (example,) = blocks(ROOT / "README.md", "python")
    assert len([line for line in example.splitlines() if line and not line.startswith(("from ", "import "))]) == 3


@pytest.mark.parametrize("page", PAGES, ids=lambda path: path.name)
def test_links_lead_somewhere(page: Path):
    text = page.read_text(encoding="utf-8")
    for target in re.findall(r"\]\(([^)#\s]+)\)", text):
        if "://" not in target:
            assert (page.parent / target).exists(), target
    for target in re.findall(r"\{doc\}`([^`]+)`", text):
        assert (page.parent / f"{target}.md").exists(), target


def test_commands_of_the_readme_exist():
    from landuse.cli.commands import summaries

    used = set(re.findall(r"landuse (app|[a-z]+) ", " ".join(blocks(ROOT / "README.md", "(?:sh|bat)"))))
    assert used <= set(summaries())


def test_scenario_of_the_docs_is_read(tmp_path: Path):
    from landuse import read_scenario

    example = blocks(ROOT / "docs" / "scenario-file.md", "yaml")[0]
    example = re.sub(
        r"geometry: \{file:.*",
        "geometry: {type: LineString, coordinates: [[374500, 8108000], [374900, 8108000]]}",
        example,
    )
    path = tmp_path / "park.yaml"
    path.write_text(example, encoding="utf-8")
    assert [each.id for each in read_scenario(path).establishments] == ["park", "road"]


@pytest.mark.parametrize(("page", "comma"), [("method.md", "."), ("metod.md", ",")])
def test_worked_example_is_the_study(page: str, comma: str, shared_data: Path):
    study = json.loads((shared_data / "oracles" / "fixture_5x5.json").read_text(encoding="utf-8"))
    text = (ROOT / "docs" / page).read_text(encoding="utf-8")
    rows = [
        [cell.strip("* ") for cell in line.strip("|").split("|")] for line in text.splitlines() if line.startswith("| ")
    ]
    keys = ("available_ha", "baseline_ha", "cumulative_ha", "added_ha", None, "alone_ha", "added_upper_ha")
    start = next(n for n, row in enumerate(rows) if row[1].startswith(("village A", "sameby A"))) + 1
    for key, row in zip(keys, rows[start:], strict=False):
        expected = [study["units"][unit][key or "added_share_of_remaining"] for unit in ("A", "B", "union")]
        stated = [cell.replace(",", ".") for cell in row[1:]]
        assert stated == (
            [f"{value + 1e-9:.2f}" for value in expected] if key else [f"{100 * value:.1f} %" for value in expected]
        )
    for part, value in study["added_by_part"]["A"].items():
        assert f"{value:.2f}".replace(".", comma) in text, part
    assert f"{study['U_cum'][1][1]:.2f}".replace(".", comma) in text
    assert f"{study['units']['A']['coverage_share']:.0%}".replace("%", " %") in text
