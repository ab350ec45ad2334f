"""Texts that would act if a place took them for something else than text, and how to read a page's markup."""

from __future__ import annotations

from html.parser import HTMLParser

IMAGE = "<img src=x onerror=alert(1)>"
FORMULA = '=HYPERLINK("http://x","y")'
TURNED = "gnp.\N{RIGHT-TO-LEFT OVERRIDE}exe"
HOSTILE = (
    IMAGE,
    "</td></table></script><script>alert(2)</script>",
    FORMULA,
    "+1+1",
    "-2+3",
    "@SUM(A1)",
    "@@=alert(3)",
    "**bold** [x](javascript:alert(4))",
    "![x](http://outside.example/x.png)",
    "$x$ :red[x] :material/home: {label}",
    "[bold red]rich[/bold red]",
    "{{ 7 * 7 }} {% raw %} {} {0} %s",
    "';DROP TABLE conflicts;--",
    '" onmouseover="alert(5)" x=\'',
    "&lt;b&gt; &amp; <b>",
    "Å" * 2000,
)
"""Every one must be read again as it stands."""
HIDDEN = (TURNED, "clear\x1b[2J\x07", "line\nbreak")
"""Every one must be changed so that the hidden sign is seen."""


class Markup(HTMLParser):
    """The elements, attributes and text of a page."""

    def __init__(self, page: str) -> None:
        super().__init__(convert_charrefs=True)
        self.tags: list[str] = []
        self.attributes: list[tuple[str, str, str]] = []
        self.texts: list[str] = []
        self._skip = 0
        self.feed(page)
        self.close()

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.tags.append(tag)
        self.attributes += [(tag, name, value or "") for name, value in attrs]
        self._skip += tag in ("script", "style")

    def handle_endtag(self, tag: str) -> None:
        self._skip -= tag in ("script", "style")

    def handle_data(self, data: str) -> None:
        if not self._skip:
            self.texts.append(data)
