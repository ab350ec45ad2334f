"""Rows for what no layer can answer: standing questions, and works that a proposal needs but does not show."""

from __future__ import annotations

from collections.abc import Iterator

from landuse.language import _
from landuse.model.catalogue import AssociatedWork, Catalogue, StandingQuestion
from landuse.model.scenario import Establishment, Scenario
from landuse.register.rows import Row, blank, of_law

ASSOCIATED = "associated_works"
"""What stands for the layer in rows on works that are not shown."""


def standing_questions(part: Establishment, catalogue: Catalogue) -> Iterator[Row]:
    """Yield a row for each question that is asked of a part's type whatever the map says."""
    for question in catalogue.questions:
        if "*" in question.types or part.type in question.types:
            yield _question(part, question, catalogue)


def _question(part: Establishment, question: StandingQuestion, catalogue: Catalogue) -> Row:
    row = blank(part, question.id, row="question", status="unknown")
    rules = [catalogue.provisions[name] for name in question.provisions if name in catalogue.provisions]
    row = of_law(row, sorted(rules, key=lambda rule: -rule.rank), touched=False)
    return row | {
        "layer_title": question.title.said(),
        "weigh": question.weigh.said(),
        "asked_m": question.ask_m,
        "asked_always": True,
    }


def associated_works(part: Establishment, scenario: Scenario, catalogue: Catalogue) -> Iterator[tuple[Row, str | None]]:
    """Yield a row for each work that belongs to a part's type and is not shown, with a warning if it is required."""
    works = catalogue.types[part.type].associated
    required = {work.type for work in works if work.required == "yes"}
    shown = {other.type for other in scenario.establishments if other.id != part.id and _belongs(other, part, scenario)}
    for work in works:
        if work.type in shown and (work.required == "yes" or work.type not in required):
            continue
        yield _missing(part, work, catalogue) if work.required == "yes" else (_open(part, work, catalogue), None)


def _belongs(other: Establishment, part: Establishment, scenario: Scenario) -> bool:
    """Tell whether a part belongs to the same establishment as another."""
    return scenario.host(other).id == scenario.host(part).id


def _missing(part: Establishment, work: AssociatedWork, catalogue: Catalogue) -> tuple[Row, str]:
    title = catalogue.types[work.type].title.said() if work.type in catalogue.types else work.type
    text = _("Associated work missing: {title}. What it touches and takes is not counted.").format(title=title)
    warning = _("{part}: associated work missing: {title}; every total leaves it out.").format(
        part=part.id, title=title
    )
    return _row(part, work, "associated_work", text), warning


def _open(part: Establishment, work: AssociatedWork, catalogue: Catalogue) -> Row:
    title = catalogue.types[work.type].title.said() if work.type in catalogue.types else work.type
    return _row(part, work, "question", _("Question to the applicant: {title}?").format(title=title))


def _row(part: Establishment, work: AssociatedWork, kind: str, text: str) -> Row:
    row = blank(part, ASSOCIATED, row=kind, status="unknown")
    title = _("Associated works")
    return row | {"name": work.type, "layer_title": title, "weigh": text, "asked_reason": work.basis, "note": work.what}
