"""Each check between the files of the catalogue fails when what it guards is broken."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from landuse.errors import Problem

Change = Callable[[str, str, str], list[Problem]]


@pytest.mark.parametrize(
    ("file", "old", "new", "where", "found"),
    [
        # layers
        ("layers.yaml", "{type: railway, status: built}", "{type: railways, status: built}", "jarnvag.source",
         "railways"),
        ("layers.yaml", "at_least: 220, type: power_line_400kV", "at_least: 220, type: line", "stamnat.source",
         "line"),
        ("layers.yaml", "roles: [source]", "roles: [context]", "layers.avverk_anm.roles", "context"),
        ("layers.yaml", "    roles: [zone]\n", "    roles: [source]\n", "layers.ren_sameby.roles", "source"),
        ("layers.yaml", "status_attribute: status}", "status_attribute: stat}", "avverk_anm.source", "stat"),
        ("layers.yaml", "{Point: substation, Polygon: substation}", "{}", "layers.stamnat.source",
         "Point → power_line_400kV"),
        ("layers.yaml", "{type_attribute: kind, type_by_geometry: {Point: null, Polygon: null}, status: planned,",
         "{status: planned,", "trv_projekt.source", "no type"),
        ("layers.yaml", "    mark: names V\n", "    mark: names V\n    areas: [nowhere]\n", "areas", "nowhere"),
        ("layers.yaml", "    roles: [receptor]\n", "    roles: [context]\n", "ren_arstidsland.roles", "context"),
        # types
        ("disturbances.yaml", "{type: road_forest, what: access", "{type: road_forrest, what: access", "associated",
         "road_forrest"),
        ("disturbances.yaml", "[road_internal, cable_internal, crane_pad]", "[road_inside]", "evidence_contains",
         "road_inside"),
        ("disturbances.yaml", "recovery: clear_cut", "recovery: clearcut", "types.clear_cut.recovery", "clearcut"),
        ("disturbances.yaml", "interest: wind", "interest: windpower", "types.wind_farm.interest", "windpower"),
        ("disturbances.yaml", "geometry: [Point, LineString, Polygon]", "geometry: [Point, Polygon]",
         "wind_farm.footprint_line", "LineString"),
        ("disturbances.yaml", "geometry: [Polygon]", "geometry: [Polygon, Point]", "footprint_point", "no measure"),
        ("disturbances.yaml", "      turbines: {}", "      turbines: {default: 0}", "parameters.turbines", "0"),
        ("disturbances.yaml", "      turbines: {}", "      turbines: {default: many}", "parameters.turbines", "many"),
        ("disturbances.yaml", "      turbines: {}", "      turbines: {minimum: 9, maximum: 2}",
         "parameters.turbines", "9"),
        ("disturbances.yaml", "      turbines: {}", "      turbines: {kind: choice}", "parameters.turbines",
         "choice"),
        ("disturbances.yaml", "    default: unknown\n", "    default: maybe\n", "parameters.fenced", "maybe"),
        ("disturbances.yaml", "parameters:\n      felling_year: {}", "parameters:\n      width_m: {}", "clear_cut",
         "width_m"),
        # pressures, receptors, sensitivities
        ("pressures.yaml", "counted_for: [nature, water, reindeer]", "counted_for: [natur, reindeer]", "hydrology",
         "natur"),
        ("pressures.yaml", "only_on: {reindeer: mire}", "only_on: {reindeer: bog}", "pressures.hydrology", "bog"),
        ("pressures.yaml", "only_in: {reindeer: [winter]}", "only_in: {reindeer: [vinter]}", "lichen", "vinter"),
        ("pressures.yaml", "mire: {layer: marktacke", "mire: {layer: marktack", "grounds.mire", "marktack"),
        ("receptors.yaml", "winter: winter_land}", "winter: vinter}", "groups.reindeer.shown_by", "vinter"),
        ("receptors.yaml", "winter: winter_land}", "winter: natura_2000}", "groups.reindeer.shown_by",
         "natura_2000: nature"),
        ("receptors.yaml", ", winter: winter_land}", "}", "groups.reindeer.shown_by", "calving, summer, autumn"),
        ("receptors.yaml", "group: forest", "group: forestry", "productive_forest.group", "forestry"),
        ("receptors.yaml", "[{layer: n2000}]", "[{layer: natura}]", "natura_2000.layers", "natura"),
        ("receptors.yaml", "where: {kind: [karnomrade]}", "where: {slag: [karnomrade]}", "core_area.layers", "slag"),
        ("receptors.yaml", "evidence_seasons: [winter]", "evidence_seasons: [calving]", "receptors",
         "calving: winter_land"),
        ("receptors.yaml", "    of_which: true\n", "    of_which: true\n    evidence_seasons: [winter]\n",
         "calving_land", "winter"),
        ("sensitivity.csv", "recreation,", "recreatio,", "line", "recreatio"),
        ("sensitivity.csv", "recreation,", "recreatio,", "sensitivity.csv", "no row for recreation"),
        ("sensitivity.csv", "light_noise", "light", "sensitivity.csv", "light"),
        ("sensitivity_reasons.csv", "calving_land,barrier", "calving_land,barriers", "line 2", "barriers"),
        # effects
        ("effects.csv", "wind_farm,light_noise,operation", "wind_park,light_noise,operation", "line", "wind_park"),
        ("effects.csv", "wind_farm,light_noise,operation", "wind_park,light_noise,operation", "effects.csv",
         "no row for wind_farm / light_noise / operation / all / people"),
        ("effects.csv", "construction,calving,reindeer", "construction,calving,reindeers", "line 3", "reindeers"),
        ("effects.csv", "wind_farm,disturbance,operation,winter", "wind_farm,disturbance,operation,autumn", "line",
         "wind_farm / disturbance / operation / autumn / reindeer"),
        ("effects.csv", ",Skarin2015,", ",Skarin1915,", "line 3", "Skarin1915"),
        ("effects.csv", "mean_within_2000m", "guessed", "line 3", "guessed"),
        ("effects.csv", "airport,disturbance,operation", "airport,disturbance,construction", "line", "construction"),
        ("effects.csv", "airport,disturbance,operation,all,reindeer", "airport,barrier,operation,all,reindeer",
         "line", "barrier"),
        ("effects.csv", "airport,disturbance,operation,all,reindeer", "airport,disturbance,operation,all,nature",
         "line",
         "nature"),
        ("effects.csv", "wind_farm,land_take,all,all,all,0,0,0", "wind_farm,land_take,all,all,all,0,0,9", "line 2",
         "9"),
        # numbers
        ("effects.csv", ",2000,5000,10000,0.3", ",6000,5000,10000,0.3", "line 3", "radius_m: 6000"),
        ("effects.csv", ",0.3,0.75,0.9,", ",0.3,0.75,1.9,", "line 3", "intensity: 0.3–1.9"),
        ("effects.csv", ",0.3,0.75,0.9,", ",-0.3,0.75,0.9,", "line 3", "intensity: -0.3"),
        ("disturbances.yaml", "low: 0.4, likely: 0.8", "low: 0.9, likely: 0.8", "wind_farm.footprint_point",
         "measure: 0.9"),
        ("realisation.csv", "permitted,0.2,0.5,0.9", "permitted,0.6,0.5,0.9", "line 4", "probability: 0.6"),
        ("recovery.csv", ",20,60,80,100,", ",20,90,80,100,", "line 2", "zero_at: 90"),
        ("recovery.csv", ",20,60,80,100,", ",,60,80,100,", "line 2", "clear_cut"),
        ("recovery.csv", "reindeer,winter", "reindeer,vinter", "line 2", "vinter"),
        ("free_width.csv", ",300,1000,3000,", ",3000,1000,3000,", "line 2", "weakened_below_m"),
        ("barrier_permeability.csv", "0.3,0.7,0.9", "0.8,0.7,0.9", "line 3", "driven: 0.8"),
        ("barrier_permeability.csv", "railway,unfenced", "railroad,unfenced", "line 4", "railroad"),
        # seasons
        ("seasons.csv", "03-01,04-20", "03-02,04-20", "seasons.csv", "fjall: 03-01 in no season"),
        ("seasons.csv", "03-01,04-20", "02-28,04-20", "seasons.csv", "fjall: 02-28, 02-29 in two seasons"),
        ("seasons.csv", "03-01,04-20", "03-01,04-31", "line 2", "04-31"),
        ("village_seasons.csv", "04-16,05-31", "04-17,05-31", "line 2", "Skogsexempel östra: 04-16 in no season"),
        ("village_seasons.csv", "04-16,05-31", "04-16,06-01", "line 2", "Skogsexempel östra: 06-01 in two seasons"),
        ("village_seasons.csv", "12-16,02-28", "12-16,02-27", "line 2",
         "Skogsexempel östra: 02-28, 02-29 in no season"),
        ("village_seasons.csv", "12-16,02-28", "12-16,02-30", "line 7", "02-30"),
        ("village_seasons.csv", "Skogsexempel östra,vinter", "Skogsexempel ostra,vinter", "line 7",
         "Skogsexempel ostra"),
        ("village_seasons.csv", "östra,vinter", "östra,hostvinter", "line 7", "hostvinter"),
        # law and registers
        ("law.yaml", "layers: [ri_mineral]", "layers: [ri_minerals]", "provisions.mb_3_7_st2", "ri_minerals"),
        ("law.yaml", "types: [wind_farm]", "types: [windfarm]", "provisions.mb_16_4", "windfarm"),
        ("law.yaml", "where: {kind: [nationalalv]}", "where: {slag: [nationalalv]}", "provisions.mb_4_6",
         "ri_4kap: slag"),
        ("law.yaml", "provisions: [mb_7_28a]", "provisions: [mb_7_28]", "weighings.natura_2000", "mb_7_28"),
        ("law.yaml", "provisions: [artskydd]", "provisions: [arter]", "questions.eagle_nests", "arter"),
        ("statuses.csv", "vbk,Beviljat,permitted_final", "vbk,Beviljat,granted", "line 3", "granted"),
        ("statuses.csv", "vbk,Beviljat", "wind,Beviljat", "line 3", "wind"),
        ("asking_distances.csv", "ren_sameby,*", "sameby,*", "line 2", "sameby"),
        ("asking_distances.csv", "ri_friluft,wind_farm", "ri_friluft,wind", "line", "wind"),
        # places and interests
        ("areas.yaml", "outline_layer: lan", "outline_layer: land", "areas.exempellandet.outline_layer", "land"),
        ("areas.yaml", "[320000, 8050000, 470000", "[520000, 8050000, 470000", "areas.exempellandet.bounds",
         "520000"),
        ("areas.yaml", "Kustexempel]", "Kustbyn]", "areas.exempellandet.villages", "Kustbyn only in areas.yaml"),
        ("areas.yaml", ", Kustexempel]", "]", "areas.exempellandet.villages",
         "Kustexempel only in herding_communities.csv"),
        ("herding_communities.csv", "Könkämä,fjall,norrbotten", "Könkämä,fjall,norrland", "line 2", "norrland"),
        ("profiles/high.yaml", "level: high", "level: low", "profiles/high.yaml", "low"),
        ("compatibility.csv", "reindeer_grazing,wind,", "reindeer_grazing,winds,", "line", "winds"),
        ("setbacks.csv", "wind_farm,vag", "wind_park,vag", "line 2", "wind_park"),
        # what never leaves
        ("data_leaving.csv", "of animals,sameby-private,no,no,no", "of animals,sameby-private,no,yes,no",
         "data_leaving.csv", "in_report: yes"),
        ("layers.yaml", "    endpoint: IRENMARK_DBO_vinter", "    sensitivity: private\n    endpoint: IRENMARK_X",
         "ren_arstidsland.endpoint", "IRENMARK"),
    ],
)  # fmt: skip
def test_a_broken_tie_is_found(problems_after: Change, file: str, old: str, new: str, where: str, found: str) -> None:
    problems = problems_after(file, old, new)
    hits = [p for p in problems if where in p.where and found in p.found]
    assert hits, "\n".join(map(str, problems)) or "nothing was found wrong"
    assert all(problem.expected and problem.todo for problem in hits)


def test_a_receptor_answers_to_one_pressure_on_behaviour(problems_after: Change) -> None:
    pressures = "counted_for: [people, recreation, nature, water, forest]"
    problems = problems_after("pressures.yaml", pressures, pressures.replace("[", "[reindeer, "))
    assert [p for p in problems if "light_noise" in p.found] == []
    problems = problems_after("sensitivity.csv", "winter_land,1,1,,0.75,0.25,,,1", "winter_land,1,1,,0.75,0.25,,0.5,1")
    assert [p.found for p in problems if p.where.startswith("sensitivity.csv")] == ["disturbance, light_noise"]
