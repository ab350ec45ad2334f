"""Tables and sentences of a result."""

from __future__ import annotations

import functools
from typing import Any

import numpy as np
import pytest

from landuse.assess import assess
from landuse.model.assessment import Assessment, Impact
from landuse.render import loss_tables, register_tables, sources, summary, why
from landuse.render.places import strongest_place
from landuse.render.units import unknown
from tests import tiny_study as tiny


@functools.cache
def assessment() -> Assessment:
    """Return the assessment of the 5 × 5 study."""
    return assess(tiny.study(), tiny.scenario())


def conflict(**changes: Any) -> dict[str, Any]:
    """Return a row of the register."""
    measures = ("overlap_ha", "overlap_km", "overlap_count", "share_of_feature", "distance_m")
    row = dict.fromkeys((*measures, "name", "feature", "season", "provision", "weigh", "quality", "note"))
    return {**row, "layer": "vag", "layer_title": "vag", "status": "overlap", "part": "S", **changes}


def test_a_figure_that_is_not_known_is_written_as_the_word() -> None:
    rows = [row for row in assessment().losses if row["available"] is None]
    assert rows
    for texts in loss_tables.loss_table(rows, tiny.catalogue()).texts():
        assert unknown() in texts
        assert "0" not in texts
        assert "" not in texts


def test_a_table_of_losses_has_a_row_for_each_and_keeps_numbers() -> None:
    table = loss_tables.loss_table(assessment().losses, tiny.catalogue())
    assert len(table.rows) == len(assessment().losses)
    frame = table.frame()
    added = frame["Added, likely"].dropna()
    assert added.max() == pytest.approx(max(row["added"]["value"] or 0 for row in assessment().losses))


def test_a_row_of_the_register_says_layer_measure_and_what_is_asked() -> None:
    row = conflict(name="E10", overlap_ha=12.5, share_of_feature=0.5, distance_m=0.0, provision="MB 3:5", weigh="Ask.")
    for table in (
        register_tables.conflict_table([row], tiny.catalogue()),
        register_tables.register_table([row], tiny.catalogue()),
    ):
        text = " | ".join(table.texts()[0])
        for expected in ("E10", "12.5\xa0ha (50.0%)", "MB 3:5", "Ask."):
            assert expected in text


def test_an_overlap_without_measure_is_unknown_not_empty() -> None:
    assert register_tables.overlap(conflict()) == unknown()
    assert register_tables.overlap(conflict(status="unknown")) is None


def test_counts_name_features_once_and_an_overlap_is_not_also_near() -> None:
    rows = [
        conflict(feature="1", season="var"),
        conflict(feature="1", season="host"),
        conflict(feature="1", status="within_zone", part="T1"),
        conflict(feature="2", status="within_zone"),
        conflict(layer="x", status="failed"),
        conflict(layer="y", status="unknown"),
    ]
    assert summary.counts(rows) == {"overlap": 1, "within_zone": 1, "no_overlap": 0, "unknown": 2}


def test_the_sentence_of_a_loss_has_value_interval_and_share() -> None:
    worst = summary.worst_losses(assessment().losses, tiny.catalogue())
    assert {row["unit"] for row in worst} == {"A", "B"}
    shares = [row["added"]["share_of_remaining"] for row in worst]
    assert shares == sorted(shares, reverse=True)
    text = summary.loss_sentence(worst[0], tiny.catalogue())
    for expected in (worst[0]["unit"], "ha", "–", "%"):
        assert expected in text


def test_villages_without_any_known_land_are_named() -> None:
    study = tiny.study({"vag": tiny.road()})
    losses = assess(study, tiny.scenario()).losses
    assert summary.unknown_villages(losses) == ["A", "B"]
    assert summary.unknown_villages(assessment().losses) == []


def test_missing_layers_say_what_is_unknown_and_how_to_get_them() -> None:
    study = tiny.study({"vag": tiny.road()})
    assert [row[-1] for row in sources.missing_table(study).rows] == ["ren_arstidsland"]


def test_checks_are_said_with_their_sums() -> None:
    checks = assessment().document["checks"]
    text = summary.check_sentence(checks)
    assert text.count("ha") >= 3
    assert "bit for bit" in summary.restored_sentence(checks)
    nothing = {**checks, "pairs_total": None}
    assert "could not be made" in summary.check_sentence(nothing)
    assert "report this fault" in summary.restored_sentence({"add_and_remove_restores_baseline": False})


def test_contributions_bear_the_names_of_the_parts() -> None:
    rows = [row for row in assessment().document["contributions"] if row["added"]]
    table = loss_tables.contribution_table(rows, tiny.catalogue(), {"T1": "Tower one"})
    assert "Tower one" in {row[0] for row in table.rows}


def test_why_here_lists_groups_and_shares() -> None:
    found = {
        "groups": [
            {
                "group": "reindeer", "season": "winter", "lost_before": 0.0, "lost_after": 0.25,
                "shares": [
                    {"source": "T1", "part": "T1", "pressure": "disturbance", "share": 1.0, "lost": 0.25,
                     "evidence": {"references": ["Ann2020", "Bo2021"], "mark": "V basis", "basis": "",
                                  "zero_possible": True, "studies_differ": True}},
                ],
            }
        ]
    }  # fmt: skip
    assert why.group_table(found, tiny.catalogue()).texts() == [["Reindeer", "winter", "0%", "25.0%"]]
    shares = why.share_table(found["groups"][0], tiny.catalogue(), {"T1": "Tower"})
    said = "V basis, Ann2020, Bo2021 · Studies differ: zero effect is within the evidence."
    assert shares.texts() == [["Tower", "yes", "disturbance", "100%", "25.0%", said]]
    del found["groups"][0]["shares"][0]["evidence"]
    assert why.share_table(found["groups"][0], tiny.catalogue(), {}).texts()[0][-1] == "–"


def test_the_strongest_place_is_the_cell_where_most_is_added() -> None:
    before = np.zeros(tiny.GRID.shape)
    after = before.copy()
    after[1, 3] = 0.5
    found = strongest_place(Impact(tiny.GRID, {("g", "all", "before"): before, ("g", "all", "after"): after}))
    assert (found.x, found.y) == (700350.0, 7400350.0)
