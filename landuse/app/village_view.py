"""The parts of a community's page: quiet land, routes, winters, what is new, who says so; and, on request, the rest."""

from __future__ import annotations

from datetime import date

import streamlit as st

from landuse.app import cache, current, state
from landuse.app.map_data import View
from landuse.app.part_titles import part_titles
from landuse.app.safe import labelled, plain
from landuse.app.shown import figures_html
from landuse.app.village_map import forget_seen, last_seen, mark_seen
from landuse.app.widgets import problems
from landuse.calculation.village_sources import OnLand, news
from landuse.io.clock import today
from landuse.language import _
from landuse.model.catalogue import Band, Catalogue
from landuse.model.herding_layers import herding_layers, land_layers
from landuse.model.study import Study
from landuse.render import village_brief, village_html, year_circle, year_curve
from landuse.render.village_brief import Village
from landuse.render.words import band_word, quality_word, said, season_word, title

MOST_NEWS = 20
CURVE_CELL_M = 500


def not_assessed() -> None:
    """Say why there is no result."""
    noted = state.noted_problems()
    if noted is not None and noted[0]:
        problems(noted[1], noted[0])
    st.info(_("There is no result of the proposal: see what is wrong above, and mend it in Analysis."))


def first_screen(village: Village, season: str, *, hectares: bool) -> None:
    """Show what is quiet, the routes, and the two winters.

    Parameters
    ----------
    hectares : bool
        False for a model whose figures are indices.
    """
    row = village.rows.get(season)
    st.html(figures_html(village_brief.quiet_figures(row)))
    lines = [village_brief.quiet_sentence(row), village_brief.use_sentence(row, hectares=hectares)]
    st.markdown(plain(" ".join(lines)))
    for note in village_brief.limits(village, season):
        st.caption(plain(note))
    st.subheader(_("The routes"))
    if village.routes:
        st.html(village_html.routes_html(village.routes))
    else:
        st.info(_("Not known: no migration route of this herding community is loaded."))
    st.subheader(_("Bad winter beside normal year"))
    st.html(village_html.winters_html(village_brief.winter_pair(village)))


def unknown_village(study: Study, village: Village | None, name: str) -> None:
    """Say what is not known, and what to load."""
    layers = (village.entry["to_load"] if village is not None else None) or land_layers(study.catalogue)
    st.warning(
        _("Nothing is known of the land of {village}: none of its seasonal land is loaded. Load: {layers}.").format(
            village=plain(name), layers=plain(", ".join(layers))
        )
    )


def whats_new(view: View, name: str, found: list[OnLand] | None) -> None:
    """Show what came, changed or went since this browser last marked it as seen, and when an answer is asked for."""
    st.subheader(_("New since last time"))
    answer_by = view.work.scenario.answer_by
    st.markdown(plain(_answer(answer_by, today())))
    if found is None:
        return
    last = last_seen(view.study.area.id, name)
    if last is None:
        st.markdown(plain(_("Nothing was marked as seen in this browser yet; {n} things touch the land.").format(
            n=len(found))))  # fmt: skip
    else:
        _told(view.study.catalogue, last[0], *news(found, last[1]))
    with st.container(horizontal=True):
        st.button(_("Mark all as seen"), key="mark seen", on_click=mark_seen)
        if last is not None:
            st.button(_("Forget what I have seen"), key="forget seen", on_click=forget_seen)
    st.caption(_("Kept in this browser alone; the server is told while this page is open, and keeps it nowhere."))


def _answer(day: str | None, now: date) -> str:
    if day is None:
        return _("When an answer is asked for is not stated in the proposal.")
    left = (date.fromisoformat(day) - now).days
    if left < 0:
        return _("An answer was asked for by {day}.").format(day=day)
    return _("An answer is asked for by {day}: {n} days left.").format(day=day, n=left)


def _told(catalogue: Catalogue, day: str, new: list[OnLand], changed: list[OnLand], gone: list[str]) -> None:
    if not (new or changed or gone):
        st.markdown(plain(_("Nothing is new since {day}.").format(day=day)))
        return
    lines = [(_("New"), each) for each in new] + [(_("Changed"), each) for each in changed]
    texts = [f"* **{word}**: {plain(_one(catalogue, each))}" for word, each in lines[:MOST_NEWS]]
    texts += [f"* **{_('Gone')}**: {plain(name)}" for name in gone[: MOST_NEWS - len(texts)]]
    rest = len(lines) + len(gone) - len(texts)
    if rest > 0:
        texts.append("* " + plain(_("{n} more").format(n=rest)))
    st.markdown(plain(_("Since {day}:").format(day=day)) + "\n\n" + "\n".join(texts))


def _one(catalogue: Catalogue, each: OnLand) -> str:
    kind = catalogue.types.get(each.type)
    name = title(kind.title) if kind else each.type
    return ", ".join(part for part in (each.title, name, band_word(each.band), each.id) if part)


def who_says_so(study: Study) -> None:
    """Show whose data the figures rest on, how good they are, and how far the figures reach."""
    st.subheader(_("Who says so, and how sure"))
    lines = []
    for name in herding_layers(study.catalogue):
        layer = study.layers.get(name)
        if layer is None:
            continue
        if not layer.loaded:
            lines.append((said(layer.spec.title), _("not loaded: unknown")))
            continue
        parts = [layer.authority or layer.spec.authority, layer.edition or "", quality_word(str(layer.quality))]
        lines.append((said(layer.spec.title), ", ".join(part for part in parts if part)))
    st.markdown("\n".join(f"* {line}" for line in labelled(*lines)))
    st.caption(
        _(
            "Reduced use is calculated from studies elsewhere, with a span from low to high; nobody has measured it "
            "here. The community's own knowledge may say otherwise, and stands beside it in the report."
        )
    )


def more(view: View, village: Village, season: str) -> None:
    """Show, as chosen, the year circle, whose share it is, or the load through the years."""
    titles = {
        "circle": _("The year"), "shares": _("Each proposal's share"), "years": _("Through the years"),
    }  # fmt: skip
    key = state.key("village more")
    state.control(key, state.widget(key) or "circle")
    chosen = st.segmented_control(
        _("More about the land"), list(titles), format_func=titles.__getitem__, key=key, required=True, wrap=True,
        label_visibility="collapsed",
    )  # fmt: skip
    {"circle": circle, "shares": whose, "years": years}[chosen or "circle"](view, village, season)


def circle(view: View, village: Village, season: str) -> None:  # noqa: ARG001 - one form for all views
    """Show the community's year with the weeks of construction."""
    parts = [part for part in view.work.scenario.establishments if part.status == Band.PROPOSED]
    weeks = sorted({part.construction_weeks for part in parts if part.construction_weeks is not None})
    by_decision = village.entry["type"] == "koncession"
    st.html(year_circle.year_circle_html(village.seasons, weeks, by_decision=by_decision, today=today()))
    lines = year_circle.sentences(village.seasons, weeks)
    if not weeks and parts:
        lines.append(_("The weeks of construction are not stated in the proposal: they may fall in any season."))
    lines.append(
        _("A concession community follows the decision on its concession.") if by_decision
        else _("The thin arc: 1 October–30 April, when winter land may be used by law (rennäringslagen 3 §).")
    )  # fmt: skip
    lines += year_circle.dates(village.seasons)
    st.markdown("\n".join(f"* {plain(line)}" for line in lines))


def whose(view: View, village: Village, season: str) -> None:
    """Show whose the reduced use of the season is."""
    if view.assessment is None:
        return
    names = {layer.id: said(layer.spec.title) for layer in view.study.layers.values()}
    names |= part_titles(view.work.scenario, view.study.catalogue)
    rows = village_brief.shares(view.assessment, village, season, names)
    if not rows:
        st.info(_("Nothing that is known reduces the use in {season}.").format(season=season_word(season)))
        return
    st.html(village_html.shares_html(rows))


def years(view: View, village: Village, season: str) -> None:
    """Show the load on the season's land from 1900 to 2060, and the largest steps."""
    study = cache.study(view.study.area.id, max(CURVE_CELL_M, current.cell_m()))
    with st.spinner(_("Working out the years …"), show_time=True):
        found = cache.through_years(study, view.work.scenario, view.options)
    if not found.curve(village.name, season):
        st.info(_("Not known: the land of {season} is not loaded.").format(season=season_word(season)))
        return
    st.html(year_curve.curve_html(found, village.name, season))
    rows = year_curve.step_rows(found, village.name, season, year_curve.type_names(view.study.catalogue))
    st.markdown("\n".join(f"* **{year}** {plain(what)}: {plain(value)} ha-eq" for year, what, value in rows))
    carried = year_curve.carried_rows(found, year_curve.type_names(view.study.catalogue))
    if carried:
        st.markdown(plain(_("Who carries what has come latest, in the whole area:")))
        st.markdown("\n".join(f"{n}. {plain(text)}" for n, text in carried))
    lines = _("Each line holds the one before it: the last holds all that is built, permitted, planned and proposed.")
    notes = [lines, _("Worked out on cells of {n} m; fellings recover between the steps.").format(n=CURVE_CELL_M)]
    if found.at_least:
        notes.append(_("At least: a layer that counts here is missing or of unknown value."))
    undated = sum(found.unknown_start.values())
    if undated:
        notes.append(_("{n} things have no known first year: they stand in all years.").format(n=undated))
    st.caption(plain(" ".join(notes)))
