"""HTML that the app shows: only what these functions return, and every text in it is escaped."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from html import escape
from importlib.resources import files
from typing import Any

from landuse.language import _
from landuse.model.catalogue import Catalogue
from landuse.render.season_table import added_share, before_after_html, class_style, main_rows, season_table_html

MOST_BARS = 3


def figures_html(figures: Sequence[tuple[str, str]]) -> str:
    """Return the figures that open a result, side by side.

    Examples
    --------
    >>> "<b>" in figures_html([("<b>", "1")])
    False
    """
    tiles = "".join(f"<div><dt>{escape(label)}</dt><dd>{escape(value)}</dd></div>" for label, value in figures)
    return f'<dl class="lu-f">{tiles}</dl>'


def page_style() -> str:
    """Return the style that every page carries."""
    text = files("landuse.app").joinpath("page.css").read_text("utf-8")
    return f"<style>{text}{class_style()}{_uploader_style()}</style>"


def _uploader_style() -> str:
    """Return the style that gives Streamlit's button for files, which knows English only, our word."""
    text = '[data-testid="stFileUploaderDropzone"] button [data-testid="stMarkdownContainer"] p'
    word = _("Choose a file").replace("\\", "").replace('"', "").replace("<", "")
    # Streamlit's own word stays for screen readers: what a style adds alone is no name for them.
    return f'{text}{{font-size:0}}{text}::after{{content:"{word}";font-size:1rem}}'


def seasons_html(losses: Iterable[Mapping[str, Any]], catalogue: Catalogue) -> str:
    """Return reduced use by herding community and season, and before and after in the worst one; never empty."""
    return f"<div>{season_table_html(losses, catalogue)}{_worst_html(losses, catalogue)}</div>"


def _worst_html(losses: Iterable[Mapping[str, Any]], catalogue: Catalogue) -> str:
    """Return before and after for the communities that are most affected, in their worst season."""
    villages = main_rows(losses, catalogue)
    worst = [max(seasons.values(), key=added_share) for seasons in villages.values()]
    bars = before_after_html([row for row in worst if added_share(row) > 0][:MOST_BARS])
    heading = _("Before and after in the season that is reduced most")
    return f'<p class="lu-c"><strong>{escape(heading)}</strong></p>{bars}' if bars else ""
