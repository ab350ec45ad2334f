"""Every fact of the tables of the field survived: nothing lost, nothing changed on the way."""

from __future__ import annotations

import csv
from pathlib import Path

import pytest

from landuse.io.catalogue import read_catalogue
from landuse.model.catalogue import Catalogue, Effect, Footprint, Range

Row = dict[str, str]


@pytest.fixture(scope="module")
def catalogue() -> Catalogue:
    """Return the shipped catalogue."""
    return read_catalogue()


def rows(path: Path) -> list[Row]:
    """Return the rows of a table, in the words of the catalogue."""
    with path.open(encoding="utf-8", newline="") as stream:
        return [{key: worded(value) for key, value in row.items()} for row in csv.DictReader(stream)]


def worded(text: str) -> str:
    """Return a text in which the documents that lie outside the repository are named as the catalogue names them."""
    return text.strip().replace("DOMAIN", "field notes").replace("METHOD", "the method")


def levels(row: Row, low: str, likely: str, high: str) -> Range | None:
    """Return three cells as a range, None if they are empty."""
    cells = [row[name] for name in (low, likely, high)]
    return Range(low=float(cells[0]), likely=float(cells[1]), high=float(cells[2])) if all(cells) else None


@pytest.mark.parametrize("table", ["disturbance_effects.csv", "pressure_effects.csv"])
def test_effects(domain: Path, catalogue: Catalogue, table: str) -> None:
    known: dict[tuple[str, ...], Effect] = {
        (e.type, e.pressure, e.phase, e.season, e.group): e for e in catalogue.effects
    }
    for row in rows(domain / "tables" / table):
        effect = known[row["type"], row["pressure"], row["phase"], row["season"], row["receptor_group"]]
        assert effect.radius_m == levels(row, "r_low_m", "r_likely_m", "r_high_m")
        assert effect.intensity == levels(row, "i_low", "i_likely", "i_high")
        assert (effect.shape, effect.basis, effect.mark) == (row["decay"], row["basis"], row["mark"])
        assert effect.evidence_kind == row.get("evidence_kind", effect.evidence_kind)
        assert effect.origin == row.get("origin", "")


def test_evidence_notes(domain: Path, catalogue: Catalogue) -> None:
    known: dict[tuple[str, ...], Effect] = {
        (e.type, e.phase, e.season): e for e in catalogue.effects if e.pressure == "disturbance"
    }
    for row in rows(domain / "tables" / "evidence_kind.csv"):
        effect = known.get((row["pressure"], row["phase"], row["season"]))
        if effect is not None:
            assert effect.note == row["note"]
            assert row["decay_proposed"] == effect.shape
        else:
            assert row["phase"] in {"court_practice_profile", "0-60+ yr"}
    court = catalogue.references["EnergimyndighetenRattsfall"]
    assert "100 % inside the park and 50 % up to 3 km" in court


def test_types(domain: Path, catalogue: Catalogue) -> None:
    table = rows(domain / "tables" / "types.csv")
    disturbing = [kind.id for kind in catalogue.types.values() if kind.mitigation is None]
    assert disturbing == [row["type"] for row in table]
    for row in table:
        kind = catalogue.types[row["type"]]
        assert (kind.title.sv, kind.group_by, kind.rule) == (row["sv"], row["group_by"], row["rule"])
        assert ";".join(kind.phases) == row["phases"]
        assert ";".join(kind.evidence_contains) == row["evidence_contains"]
        assert (kind.recovery is not None) == row["combine_within_group"].startswith("strongest")


def test_footprints(domain: Path, catalogue: Catalogue) -> None:
    for row in rows(domain / "tables" / "footprints.csv"):
        kind = catalogue.types[row["type"]]
        footprint = kind.footprint_point if row["geometry"] == "Point" else kind.footprint_line
        assert isinstance(footprint, Footprint)
        assert footprint.measure == levels(row, "low", "likely", "high")
        assert (footprint.rule, footprint.mark) == (row["rule"], row["mark"])
        assert footprint.basis == row["basis"]
        assert footprint.what == (row["measure"] or "area as drawn")


def test_associated_works(domain: Path, catalogue: Catalogue) -> None:
    table = [
        (row["type"], row["associated_type"], row["what"], row["required"], row["basis"])
        for row in rows(domain / "tables" / "associated_works.csv")
    ]
    kept = [
        (kind.id, w.type, w.what, w.required, w.basis) for kind in catalogue.types.values() for w in kind.associated
    ]
    assert sorted(kept) == sorted(table)


def test_sensitivity(domain: Path, catalogue: Catalogue) -> None:
    for row in rows(domain / "tables" / "sensitivity.csv"):
        name = row.pop("receptor")
        if catalogue.receptors[name].group == "register_only":
            assert not any(row.values())
        assert catalogue.sensitivity[name] == {key: float(cell) if cell else None for key, cell in row.items()}
    assert catalogue.sensitivity["spring_land"] == catalogue.sensitivity["calving_land"]
    assert catalogue.sensitivity["autumn_land"] == catalogue.sensitivity["summer_land"]


def test_reasons_of_sensitivities(domain: Path, catalogue: Catalogue) -> None:
    known = {(reason.receptor, reason.pressure): reason for reason in catalogue.sensitivity_reasons}
    for row in rows(domain / "tables" / "sensitivity_changes.csv"):
        reason = known[row["receptor"], row["pressure"]]
        assert (reason.earlier, reason.reason) == (float(row["old"]), row["reason"])
        new = catalogue.sensitivity[row["receptor"]][row["pressure"]]
        assert new == (float(row["new"]) if row["new"] else None)


def test_receptors(domain: Path, catalogue: Catalogue) -> None:
    groups = {"reindeer_area": "ha", "reindeer_line": "km", "reindeer_point": "count", "people": "persons"}
    for row in rows(domain / "tables" / "receptors.csv"):
        receptor = catalogue.receptors[row["receptor"]]
        group = row["group"].split("_")[0] if row["group"].startswith("reindeer") else row["group"]
        assert receptor.group == group
        assert ";".join(part.layer for part in receptor.layers) == row["layers"]
        assert receptor.quantity == groups.get(row["group"], "ha")
        assert (receptor.group == "register_only") == (row["model"] == "no")


def test_pressures(domain: Path, catalogue: Catalogue) -> None:
    for row in rows(domain / "tables" / "pressures.csv"):
        pressure = catalogue.pressures[row["pressure"]]
        assert (pressure.title.sv, pressure.channel, pressure.reason) == (row["sv"], row["channel"], row["reason"])
        assert pressure.result == row["result"]
        stated = {part.split(" ")[0] for part in row["counted_for"].split(";")}
        if row["channel"] == "area" and "every" not in stated:
            assert stated <= set(pressure.counted_for)
        assert not set(row["not_counted_for"].split(";")) & set(pressure.counted_for)


def test_seasons(domain: Path, catalogue: Catalogue) -> None:
    known = {(season.village_type, season.id): season for season in catalogue.seasons}
    table = rows(domain / "tables" / "season_map.csv")
    assert len(table) == len(known)
    for row in table:
        season = known[row["village_type"], row["season"]]  # type: ignore[index]
        assert (season.start, season.end) == (row["from_mm_dd"], row["to_mm_dd_inclusive"])
        assert (season.title.sv, season.title.se, season.evidence) == (row["sv"], row["se"], row["evidence_season"])
        assert (season.legal_note, season.activity.en) == (row["legal_note"], row["activity_en"])
        assert season.mark == row["mark"]


def test_statuses_and_realisation(domain: Path, catalogue: Catalogue) -> None:
    named = {"mine_proposed": "gruva", "mine_permitted": "gruva", "substation_planned": "stamnat"}
    for row in rows(domain / "tables" / "status_map.csv"):
        status = catalogue.status(named.get(row["source_value"], row["source_layer"]), row["source_value"])
        assert (status.status, status.band, status.note) == (row["status"], row["scenario_status"], row["note"])
    for row in rows(domain / "tables" / "realisation.csv"):
        chance = catalogue.realisations[row["status"]]
        assert chance.probability == levels(row, "p_low", "p_likely", "p_high")
        assert (chance.band, chance.counts_in, chance.basis) == (row["band"], row["counts_in"], row["basis"])
        assert chance.mark == row["mark"]


def test_recovery(domain: Path, catalogue: Catalogue) -> None:
    known = {(row.title, row.group, row.season): row for row in catalogue.recoveries}
    for row in rows(domain / "tables" / "recovery.csv"):
        for season in row["season"].split(";"):
            kept = known[row["process"], row["receptor_group"], season]
            assert kept.zero_at == levels(row, "zero_at_low", "zero_at_likely", "zero_at_high")
            assert kept.full_until == (float(row["full_until_years"]) if row["full_until_years"] else None)
            assert kept.basis == row["basis"]
            assert row["form"] in {kept.form, "same"}


def test_asking_distances_and_questions(domain: Path, catalogue: Catalogue) -> None:
    known = {(row.layer, row.type): row for row in catalogue.asking_distances}
    questions = {"eagle_nest (secret)": "eagle_nests", "unregistered Sami remains": "sami_remains"}
    for row in rows(domain / "tables" / "asking_distances.csv"):
        if row["layer"] in questions:
            question = next(q for q in catalogue.questions if q.id == questions[row["layer"]])
            assert (question.ask_m, question.mark) == (float(row["ask_m"]), row["mark"])
            assert question.types == (row["type"],)
            continue
        kept = known[row["layer"], row["type"]]
        assert kept.ask_m == ("always" if row["ask_m"] == "always" else float(row["ask_m"]))
        assert (kept.reason, kept.mark) == (row["reason"], row["mark"])


def test_law(domain: Path, catalogue: Catalogue) -> None:
    for row in rows(domain / "tables" / "law_applies.csv"):
        texts = [
            p
            for p in catalogue.provisions.values()
            if p.weigh.sv == row["register_text_sv"] or p.title == row["provision"]
        ]
        assert texts, row["provision"]
        named = {p.threshold_word for p in texts if p.threshold_word}
        assert (
            row["threshold_word_sv"].startswith("(")
            or not row["threshold_word_sv"]
            or named == {row["threshold_word_sv"]}
        )
        assert any(p.in_3_10 for p in texts) == (row["in_3_10_weighing"] == "yes")
    for row in rows(domain / "tables" / "weighing_kinds.csv"):
        assert any(
            (w.made_when, w.not_made_when, w.shown_as) == (row["made_when"], row["not_made_when"], row["shown_as"])
            for w in catalogue.weighings.values()
        ), row["kind"]


def test_layers(domain: Path, catalogue: Catalogue) -> None:
    table = rows(domain / "layers.csv")
    own = {"gruva", "industri", "hamn", "flygplats", "provfalt", "lan", "ren_lavskog", "faunapassage"}
    assert set(catalogue.layers) == {row["id"] for row in table} | own
    for row in table:
        spec = catalogue.layers[row["id"]]
        assert (spec.authority, spec.licence) == (row["authority"].removesuffix(" list"), row["licence"])
        assert (spec.endpoint or "").endswith(row["endpoint"])
        assert spec.update == row["update"]
        stated = {name.strip().split(" ")[0].casefold() for name in row["attributes"].split(",")} - {"-", "as", "type"}
        names = {name.casefold() for key, a in spec.attributes.items() for name in (key, *a.aliases)}
        assert stated - {"ri", "sasong"} <= names, (spec.id, stated - names)


def test_words_and_villages(domain: Path, catalogue: Catalogue) -> None:
    table = [
        (row["sv"], row["en"], row["se_davvisamegiella"], row["status"], row["note"])
        for row in rows(domain / "glossary.csv")
    ]
    assert [(t.sv, t.en, t.se, t.status, t.note) for t in catalogue.glossary] == table
    villages = {name: c for c in catalogue.communities for name in (c.name, *c.aliases) if c.area == "norrbotten"}
    types = {"fjäll": "fjall", "skog": "skog", "koncession": "koncession"}
    for row in rows(domain / "samebyar.csv"):
        kept = villages[row["name"]]
        assert kept.type == types[row["type"]]
        assert kept.municipalities in row.values()
    assert len({c.name for c in villages.values()}) == 32


def test_how_interests_meet(domain: Path, catalogue: Catalogue) -> None:
    pairs = {(p.interest_a, p.interest_b): p for p in catalogue.compatibilities}
    for row in rows(domain / "tables" / "compatibility.csv"):
        pair = pairs[row["interest_a"], row["interest_b"]]
        assert (pair.coexist_rule, pair.proposed) == (int(row["coexist_rule"]), int(row["proposed"]))
        assert (pair.reason, pair.mark, pair.involves_right) == (
            row["reason"],
            row["mark"],
            bool(row["involves_right"]),
        )
    traits = {t.interest: t for t in catalogue.compatibility_traits}
    for row in rows(domain / "tables" / "compatibility_traits.csv"):
        trait = traits[row["interest"]]
        assert (trait.title.sv, trait.vertical, trait.mobility) == (row["sv"], row["vertical"], row["mobility"])
        assert (trait.spatial, trait.temporal, trait.kind) == (int(row["spatial"]), int(row["temporal"]), row["kind"])
        assert (trait.why, trait.mark) == (row["why"], row["mark"])


def test_distances_widths_and_barriers(domain: Path, catalogue: Catalogue) -> None:
    setbacks = {(s.type, s.towards, s.rule): s for s in catalogue.setbacks}
    for row in rows(domain / "tables" / "setbacks.csv"):
        kept = setbacks[row["from_type"], row["to_layer"], row["rule"]]
        assert (kept.minimum_m, kept.if_height_unknown_m) == (
            float(row["min_m"]), float(row["used_when_height_unknown_m"])
        )  # fmt: skip
        assert (kept.kind, kept.source, kept.mark) == (row["kind"], row["source"], row["mark"])
    widths = {w.context: w for w in catalogue.free_widths}
    for row in rows(domain / "tables" / "free_width.csv"):
        width = widths[row["context"]]
        names = ("weakened_below_low_m", "weakened_below_likely_m", "weakened_below_high_m")
        assert width.weakened_below_m == levels(row, *names)
        assert width.cut_below_m == (float(row["cut_below_m"]) if row["cut_below_m"] else None)
        assert (width.how_measured, width.basis, width.mark) == (row["how_measured"], row["basis"], row["mark"])
    barriers = {(b.barrier, b.condition): b for b in catalogue.permeabilities}
    for row in rows(domain / "tables" / "barrier_permeability.csv"):
        trucked = row["barrier"] == "trucking"
        barrier = barriers[row["barrier"], row["state_if_no_other_data"] if trucked else row["condition"]]
        assert barrier.driven == levels(row, "driven_low", "driven_likely", "driven_high")
        assert barrier.free == levels(row, "free_low", "free_likely", "free_high")
        assert barrier.state == (None if trucked else row["state_if_no_other_data"])
        assert (barrier.basis, barrier.mark) == (row["basis"], row["mark"])


def test_what_may_leave_and_the_means_of_decays(domain: Path, catalogue: Catalogue) -> None:
    table = [tuple(row.values()) for row in rows(domain / "tables" / "data_leaving.csv")]
    kept = [(d.item, d.data_class, d.on_disk, d.in_report, d.in_links, d.note) for d in catalogue.data_leaving]
    assert kept == table
    means = [tuple(map(float, list(row.values())[1:])) for row in rows(domain / "tables" / "decay_means.csv")]
    assert [(m.point, m.line, m.tail_ends_at_radii, m.share_cut) for m in catalogue.decay_means] == means
