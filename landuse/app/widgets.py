"""Widgets that several pages share: choices that outlive a page, tables, problems, the marks of fictional data."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Sequence
from contextlib import contextmanager
from typing import Any, TypeVar

import pandas as pd
import streamlit as st

from landuse.app import state
from landuse.app.safe import plain
from landuse.errors import LanduseError, Problem
from landuse.language import _
from landuse.model.study import Study
from landuse.render.tables import Table
from landuse.render.words import said

T = TypeVar("T")
LANGUAGE_SCRIPTS = {
    "sv": "<script>document.documentElement.lang = 'sv'</script>",
    "en": "<script>document.documentElement.lang = 'en'</script>",
}
ROW_PX, HEAD_PX, MOST_ROWS = 56, 40, 9


def choose(
    name: str, label: str, options: Sequence[T], title: Callable[[T], str], *, help_text: str | None = None
) -> T:
    """Return what the user chose of some options; the choice outlives the page and the language."""
    stored = state.get(name)
    index = options.index(stored) if stored in options else 0
    chosen = st.selectbox(label, options, index=index, format_func=title, key=state.key(name), help=help_text)
    state.put(name, chosen)
    return chosen


def several(name: str, label: str, options: Sequence[T], title: Callable[[T], str], first: Sequence[T]) -> list[T]:
    """Return which of some options the user chose."""
    stored = [value for value in state.get(name, first) if value in options]
    chosen = st.multiselect(label, options, default=stored, format_func=title, key=state.key(name))
    state.put(name, list(chosen))
    return list(chosen)


def table(data: Table, name: str, *, empty: str, alt: str) -> None:
    """Show a table: figures in the form of the language, unknown as a word; they still sort as numbers."""
    if not data.rows:
        st.info(empty)
        return
    frame = data.frame()
    writers: dict[Any, Any] = {column.title: column.written for column in data.columns if column.written is not None}
    texts = [column.title for column in data.columns if column.written is None]
    frame[list(writers)] = frame[list(writers)].apply(pd.to_numeric)
    frame[texts] = frame[texts].fillna("–").replace("", "–")
    st.dataframe(
        frame.style.format(writers, na_rep=_("unknown")),
        hide_index=True,
        key=f"table.{name}",
        row_height=ROW_PX,
        height=HEAD_PX + ROW_PX * min(len(data.rows), MOST_ROWS),
        column_config={
            column.title: st.column_config.Column(width="large" if column.wide else None, help=column.help)
            for column in data.columns
        },
        alt=alt,
    )


def problems(found: Iterable[Problem], heading: str) -> None:
    """Show what is wrong: where › found › expected › to do, one block each."""
    lines = [
        f"* **{plain(each.where)}**  \n  {_('found')}: {plain(each.found)}  \n  {_('expected')}: "
        f"{plain(each.expected)}  \n  {_('to do')}: {plain(each.todo)}"
        for each in found
    ]
    st.error(f"**{heading}**\n\n" + "\n".join(lines))


@contextmanager
def guarded(heading: str) -> Iterator[None]:
    """Show the problems of what is done inside, and stop the page there."""
    try:
        yield
    except LanduseError as error:
        problems(error.problems, heading)
        st.stop()


def banner(study: Study) -> None:
    """Say what the data are: fictional, or real with parts that are compiled, schematic or missing."""
    if study.area.fictional:
        st.warning(
            _("**Fictional area.** {name}: nothing here exists in reality, and every layer is synthetic.").format(
                name=plain(said(study.area.title))
            )
        )
        return
    by_quality = {quality: _titles(study, quality) for quality in ("compiled", "schematic")}
    absent = sum(layer.status == "missing" for layer in study.layers.values())
    text = _(
        "**Real area.** Compiled from public facts: {compiled}. Schematic, only who is connected with whom: "
        "{schematic}."
    )
    st.info(
        text.format(**by_quality)
        + " "
        + _("{n} layers are not loaded: what they would tell is unknown.").format(n=absent)
    )


def _titles(study: Study, quality: str) -> str:
    layers = (layer for layer in study.layers.values() if layer.loaded and str(layer.quality) == quality)
    return ", ".join(plain(said(layer.spec.title)) for layer in layers) or "–"


def language_choice() -> None:
    """Show the choice of language in the side bar; the page is written anew when it changes."""
    names = {"sv": "Svenska", "en": "English"}
    codes = list(names)
    now = state.get("lang")
    chosen = st.sidebar.radio(
        "Språk / Language", codes, index=codes.index(now) if now in codes else 0, format_func=names.__getitem__,
        key="lang", horizontal=True,
    )  # fmt: skip
    state.put("lang", chosen)
    state.use_language()


def page_language() -> None:
    """Tell the browser which language the page is in; screen readers choose their voice by it."""
    st.html(LANGUAGE_SCRIPTS["en" if state.get("lang") == "en" else "sv"], unsafe_allow_javascript=True)
