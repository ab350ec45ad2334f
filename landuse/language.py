"""The language of the user: Swedish unless asked otherwise; codes, ids and JSON tokens are never translated."""

from __future__ import annotations

import os
from contextvars import ContextVar
from functools import cache
from importlib.resources import files

from babel.messages.pofile import read_po

LANGUAGES = ("sv", "en", "se")
"""Swedish (default), English, Northern Sámi (the terms of the glossary; everything else is in Swedish)."""
UNREVIEWED = "°"
"""Stands after a term in Northern Sámi that no speaker has reviewed; :func:`terms_note` says so to the reader."""

_current: ContextVar[str | None] = ContextVar("language", default=None)


def language() -> str:
    """Return the language in use: what :func:`set_language` set, else ``LANDUSE_LANG``, else ``sv``.

    Examples
    --------
    >>> set_language("en"); language()
    'en'
    """
    chosen = _current.get() or os.environ.get("LANDUSE_LANG", "sv")
    return chosen if chosen in LANGUAGES else "sv"


def set_language(code: str) -> None:
    """Set the language for the current thread or task."""
    _current.set(code)


def page_language() -> str:
    """Return the language tag (BCP 47) of a whole page or document.

    Only terms exist in Northern Sámi so far: most of such a page is Swedish, and is to be read out as Swedish.

    Examples
    --------
    >>> set_language("se"); page_language()
    'sv'
    """
    return "en" if language() == "en" else "sv"


def terms_note() -> str | None:
    """Return what a reader of Northern Sámi has to know about the terms; None in other languages."""
    if language() != "se":
        return None
    return _("{mark} marks a term that is not reviewed. What has no term in the glossary is in Swedish.").format(
        mark=UNREVIEWED
    )


@cache
def _messages(code: str) -> dict[str, str]:
    source = files("landuse") / "locale" / code / "LC_MESSAGES" / "landuse.po"
    if not source.is_file():
        return {}
    with source.open("rb") as stream:
        catalog = read_po(stream, locale=code)
    return {str(m.id): str(m.string) for m in catalog if m.id and m.string}


def _(message: str) -> str:
    """Return `message` (written in English in the code) in the language in use."""
    code = language()
    if code == "en":
        return message
    return _messages(code).get(message) or _messages("sv").get(message, message)
