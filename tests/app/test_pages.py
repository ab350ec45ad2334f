"""Each page: what it says, what can be chosen, and that nothing is lost between pages."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest

from landuse.app import cache, state
from landuse.app.safe import plain
from landuse.io.places import scenarios_folder
from landuse.language import set_language
from tests.app.conftest import Open, said


def test_the_app_opens_on_the_fictional_example_and_says_so(app: Open) -> None:
    test = app().run()
    text = said(test)
    assert "Fictional area" in text
    assert "Exempelberget" in text
    labels = {metric.label: metric.value for metric in test.metric}
    assert labels.keys() >= {"Overlaps", "Nearby", "Unknown or to be asked", "Largest added share"}
    assert int(labels["Overlaps"]) > 0
    assert test.query_params["scenario"] == state.FIRST_SCENARIO


def test_swedish_is_the_language_unless_another_is_asked_for(app: Open, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delenv("LANDUSE_LANG")
    set_language("")
    test = app("method").run()
    assert not test.exception
    assert test.session_state["landuse choices"]["lang"] == "sv"


def test_the_language_can_be_changed_and_choices_stay(app: Open) -> None:
    test = app(profile="high", lang="en", scenario="nollalternativ").run()
    assert test.radio(key="lang").value == "en"
    test.radio(key="lang").set_value("sv").run()
    assert not test.exception
    choices = test.session_state["landuse choices"]
    assert (choices["lang"], choices["profile"]) == ("sv", "high")
    assert test.selectbox(key="profile.sv").value == "high"


def test_norrbotten_is_one_click_away_and_is_unknown_where_nothing_is_loaded(app: Open, workspace: Path) -> None:
    test = app().run()
    test.button(key="go norrbotten").click().run()
    text = said(test)
    assert "Real area" in text
    assert "Fictional" not in text
    assert "Unknown for 32 herding communities" in text
    shares = {metric.label: metric.value for metric in test.metric}
    assert shares["Largest added share"] == "unknown"
    losses = next(table for table in test.dataframe if "Added, likely" in table.value)
    assert losses.value["Added, likely"].isna().all()
    assert losses.proto.placeholder == "unknown"


@pytest.mark.slow
@pytest.mark.parametrize("stem", sorted(path.stem for path in scenarios_folder().glob("*.yaml")))
def test_every_shipped_scenario_opens(app: Open, stem: str) -> None:
    test = app(scenario=stem).run()
    title = cache.shipped()[stem].title
    assert plain(title) in [header.value for header in test.header]
    said(test)


def test_a_zero_alternative_has_no_impact_to_draw(app: Open) -> None:
    zero = next(stem for stem, scenario in cache.shipped().items() if not scenario.establishments)
    text = said(app(scenario=zero).run())
    assert "proposes nothing" in text
    assert "adds no calculated reduced use" in text


def test_the_map_can_show_what_is_there_already(app: Open) -> None:
    test = app().run()
    test.selectbox(key="show.en").set_value("before").run()
    said(test)
    assert "Already there" in legends(test)


def legends(test: Any) -> str:
    """Return the HTML of the legends."""
    return " ".join(element.proto.body for element in test.get("html"))


def test_the_legend_marks_fictional_data(app: Open) -> None:
    html = legends(app().run())
    assert "FICTIONAL AREA" in html
    assert "(synthetic)" in html


def test_the_legend_marks_schematic_and_compiled_data(app: Open, workspace: Path) -> None:
    html = legends(app(scenario="stal-boden").run())
    assert "(schematic)" in html
    assert "FICTIONAL" not in html


def test_a_parameter_of_a_part_can_be_changed_and_taken_back(app: Open) -> None:
    test = app().run()
    before = {metric.label: metric.value for metric in test.metric}
    fields = [field for field in test.number_input if field.key and field.key.endswith(".park.area_ha")]
    assert len(fields) == 1
    assert fields[0].min == 0.01
    fields[0].set_value(15.0)
    send = next(button for button in test.button if button.label == "Calculate with these values")
    send.click().run()
    said(test)
    changed = {metric.label: metric.value for metric in test.metric}
    assert changed["Largest added share"] != before["Largest added share"]
    next(button for button in test.button if button.label == "Back to the values of the file").click().run()
    assert {metric.label: metric.value for metric in test.metric} == before


def test_what_is_wrong_in_an_upload_is_listed_never_traced(app: Open) -> None:
    test = app(scenario="upload").run()
    assert "Choose a file above" in said(test)
    part = b"  p: {type: windfarm, geometry: {type: Point, coordinates: [1, 2]}}"
    content = b"title: A\narea: exempellandet\nestablishments:\n" + part
    test.session_state["landuse upload"] = state.Upload("mitt.yaml", content)
    test.run()
    assert not test.exception
    text = " ".join(error.value for error in test.error)
    for word in ("found", "expected", "to do", "windfarm"):
        assert word in text
    assert "Traceback" not in text


def test_an_upload_is_assessed_like_a_shipped_file(app: Open, root: Path) -> None:
    test = app(scenario="upload")
    content = (root / "scenarios" / f"{state.FIRST_SCENARIO}.yaml").read_bytes()
    test.session_state["landuse upload"] = state.Upload("eget.yaml", content)
    test.session_state["landuse choices"] = {"lang": "en", "scenario": "upload", "cell": 1000}
    test.run()
    own = {metric.label: metric.value for metric in test.metric}
    assert "File in use: eget" in said(test)
    assert own == {metric.label: metric.value for metric in app().run().metric}
    assert "scenario" not in test.query_params


def test_a_link_with_nonsense_opens_the_example(app: Open) -> None:
    test = app(scenario="../../etc/passwd", profile="x", model="y", year="soon", lang="xx").run()
    assert "Exempelberget" in said(test)


def test_the_files_are_made_when_asked_for(app: Open) -> None:
    test = app().run()
    assert not test.get("download_button")
    test.button(key="prepare").click().run()
    said(test)
    names = {element.proto.label for element in test.get("download_button")}
    assert names >= {"assessment.json", "losses.csv", "conflicts.csv", "conflicts.gpkg", "impact.tif", "report.html"}


def test_why_here_says_whose_share_it_is(app: Open) -> None:
    test = app("why").run()
    said(test)
    shares = test.table[-1].value
    assert len(shares)
    assert "Share of what is lost" in shares.columns
    test.selectbox(key="place.en").set_value("own").run()
    test.number_input(key="e exempellandet").set_value(321000.0)
    test.number_input(key="n exempellandet").set_value(8168000.0).run()
    assert "No source reaches this place" in said(test)


def test_layers_of_norrbotten_are_a_guided_list(app: Open, workspace: Path) -> None:
    test = app("layers").run()
    text = said(test)
    assert "Load these layers" in text
    for part in ("Why", "From where", "ren_arstidsland"):
        assert part in text
    sources = test.dataframe[0].value
    assert {"missing", "loaded"} <= set(sources["State"])


def test_layers_of_the_fictional_area_take_no_import(app: Open) -> None:
    test = app("layers").run()
    test.selectbox(key="layers area.en").set_value("exempellandet").run()
    text = said(test)
    assert "nothing is imported here" in text
    assert "Import a file" not in text


def test_the_method_has_parameters_limits_and_glossary(app: Open) -> None:
    test = app("method").run()
    text = said(test)
    for word in ("Unknown is not zero", "Zone of influence", "idealised normal year"):
        assert word in text
    assert len(test.table) >= 3
