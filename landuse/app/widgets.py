"""Widgets that several pages share: choices that outlive a page, tables, problems, the marks of fictional data."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Sequence
from contextlib import contextmanager
from typing import Any, TypeVar

import pandas as pd
import streamlit as st

from landuse.app import state
from landuse.app.safe import bold, labelled, no_formula, plain
from landuse.errors import LanduseError, Problem
from landuse.language import _, terms_note
from landuse.language import page_language as page_tag
from landuse.model.study import Layer, Study
from landuse.render.tables import Table
from landuse.render.words import quality_word, said

T = TypeVar("T")
LANGUAGE_SCRIPTS = {
    "sv": "<script>document.documentElement.lang = 'sv'</script>",
    "en": "<script>document.documentElement.lang = 'en'</script>",
}
ROW_PX, HEAD_PX, MOST_ROWS, PAGE_ROWS = 36, 40, 14, 15


def choose(
    name: str,
    label: str,
    options: Sequence[T],
    title: Callable[[T], str],
    *,
    first: T | None = None,
    help_text: str | None = None,
) -> T:
    """Return what the user chose of some options; the choice outlives the page and the language.

    Parameters
    ----------
    first : optional
        What is chosen until the user chooses; by default the first option.
    """
    stored = state.get(name, first)
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


def table(
    data: Table,
    name: str,
    *,
    empty: str,
    alt: str,
    on_row: Callable[[int], None] | None = None,
    most_rows: int = MOST_ROWS,
) -> None:
    """Show a table: figures in the form of the language, unknown as a word; they still sort as numbers.

    Parameters
    ----------
    on_row : callable, optional
        Called with the number of the row that the user chose.
    most_rows : int
        Rows that are seen at once; the others are scrolled to.
    """
    if not data.rows:
        st.info(empty)
        return
    frame = data.frame()
    writers: dict[Any, Any] = {column.title: column.written for column in data.columns if column.written is not None}
    texts = [column.title for column in data.columns if column.written is None]
    if writers:
        frame[list(writers)] = frame[list(writers)].apply(pd.to_numeric)
    frame[texts] = frame[texts].fillna("–").replace("", "–").map(no_formula)
    st.dataframe(
        frame.style.format(writers) if writers else frame,
        hide_index=True,
        placeholder=_("unknown"),
        key=f"table.{name}",
        row_height=ROW_PX,
        height=HEAD_PX + ROW_PX * min(len(data.rows), most_rows),
        column_config={
            column.title: st.column_config.Column(width=column.width, help=column.help) for column in data.columns
        },
        alt=alt,
        **_selection(f"table.{name}", on_row),
    )


def _selection(key: str, on_row: Callable[[int], None] | None) -> dict[str, Any]:
    if on_row is None:
        return {}

    def chosen() -> None:
        state.use_language()
        chosen_now = state.widget(key, {}).get("selection", {})
        rows = [*chosen_now.get("rows", []), *(row for row, _column in chosen_now.get("cells", []))]
        if rows:
            on_row(int(rows[0]))

    return {"on_select": chosen, "selection_mode": ["single-row", "single-cell"]}


def text_table(data: Table, name: str, *, empty: str, alt: str) -> None:
    """Show a table of texts that wrap, a page at a time; every cell is escaped."""
    if not data.rows:
        st.info(empty)
        return
    texts = data.texts()
    pages = -(-len(texts) // PAGE_ROWS)
    page = 1
    if pages > 1:
        label = _("Page (of {n})").format(n=pages)
        page = int(st.number_input(label, 1, pages, key=f"page.{name}.{len(texts)}", width=160))
    shown = texts[(page - 1) * PAGE_ROWS : page * PAGE_ROWS]
    frame = pd.DataFrame(
        [[plain(cell) for cell in row] for row in shown], columns=[column.title for column in data.columns]
    )
    st.table(frame, hide_index=True, alt=alt)


def problems(found: Iterable[Problem], heading: str) -> None:
    """Show what is wrong: where › found › expected › to do, one block each."""
    lines = [
        "  \n  ".join(
            [
                f"* {bold(plain(each.where))}",
                *labelled((_("found"), each.found), (_("expected"), each.expected), (_("to do"), each.todo)),
            ]
        )
        for each in found
    ]
    st.error(bold(heading) + "\n\n" + "\n".join(lines))


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
    loaded = [layer for layer in study.layers.values() if layer.loaded]
    st.info(
        _(
            "**Real area.** {n} of {m} layers are loaded ({parts}). What the others would tell is unknown until "
            "they "
            "are imported: see Layers and sources."
        ).format(n=len(loaded), m=len(study.layers), parts=_by_quality(loaded))
    )


def _by_quality(layers: Iterable[Layer]) -> str:
    found = Counter(None if layer.quality is None else str(layer.quality) for layer in layers)
    return ", ".join(f"{n} {quality_word(quality)}" for quality, n in found.items()) or "–"


def language_choice() -> None:
    """Show the choice of language over every page; the page is written anew when it changes."""
    names = {"sv": "Svenska", "en": "English", "se": "Davvisámegiella"}
    codes = list(names)
    now = state.get("lang")
    chosen = st.radio(
        "Språk / Language", codes, index=codes.index(now) if now in codes else 0, format_func=names.__getitem__,
        key="lang", horizontal=True, label_visibility="collapsed",
    )  # fmt: skip
    state.put("lang", chosen)
    state.use_language()
    if note := terms_note():
        st.caption(plain(note))


def page_language() -> None:
    """Tell the browser which language the page is in; screen readers choose their voice by it."""
    st.html(LANGUAGE_SCRIPTS[page_tag()], unsafe_allow_javascript=True)
