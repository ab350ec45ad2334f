"""The report says which language it is in, and what the marks after Sámi terms mean."""

from __future__ import annotations

import pytest

from landuse.assess import assess
from landuse.io.catalogue import read_catalogue
from landuse.io.scenario import scenario_from_document
from landuse.language import UNREVIEWED, set_language
from landuse.load import load_study
from landuse.render.report import report_html

SCENARIO = {
    "title": "Park",
    "area": "exempellandet",
    "year": 2035,
    "crs": "EPSG:3006",
    "establishments": {
        "park": {"type": "wind_farm", "geometry": {"type": "Point", "coordinates": [404000, 8124000]}},
    },
}


@pytest.mark.parametrize(("code", "tag"), [("sv", "sv"), ("en", "en"), ("se", "sv")])
def test_language_of_the_report(code: str, tag: str) -> None:
    set_language(code)
    catalogue = read_catalogue()
    study = load_study(catalogue, "exempellandet", resolution_m=1000)
    page = report_html(assess(study, scenario_from_document(SCENARIO, catalogue)), catalogue)
    assert f'<html lang="{tag}">' in page
    assert ("står efter en term som inte är granskad" in page) == (code == "se")
    assert ("Jahkodat" in page and f"Čearru{UNREVIEWED}" in page) == (code == "se")
