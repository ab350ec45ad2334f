"""An official background that is configured: drawn where it can be reached, else our own; the map says which."""

from __future__ import annotations

import io
import shutil
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from PIL import Image

from tests.e2e.board import Board, changed_share
from tests.e2e.serving import ROOT, Served, served

PROXY = "/proxy-of-the-office/{z}/{x}/{y}.png"
ASKED = "area=exempellandet&lager=ren_flyttled"
"""With a layer both maps have sources to name, and one size."""
COLOUR = (200, 40, 160)
DECLARED = f"""
    background:
      kind: xyz
      url: "{PROXY}"
      title: {{sv: Provkarta, en: Trial map}}
      attribution: © Provverket
"""


@pytest.fixture(scope="module")
def declared(app: Served, workspace: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Served]:
    """The app, with an official background for the fictional area."""
    layers = tmp_path_factory.mktemp("declared") / "layers"
    shutil.copytree(ROOT / "layers", layers)
    areas = layers / "areas.yaml"
    text = areas.read_text(encoding="utf-8")
    head = "\n  exempellandet:\n"
    assert text.count(head) == 1
    areas.write_text(text.replace(head, head.rstrip("\n") + DECLARED), encoding="utf-8")
    with served(workspace, layers.with_name("app.log"), layers=layers) as found:
        yield found


def tile() -> bytes:
    stream = io.BytesIO()
    Image.new("RGB", (256, 256), COLOUR).save(stream, "PNG")
    return stream.getvalue()


def which(board: Board) -> Any:
    """Return where the map says which background is seen."""
    return board.map.locator(".lu-status")


def test_it_is_drawn_where_it_can_be_reached(page: Any, declared: Served) -> None:
    asked: list[str] = []

    def answer(route: Any) -> None:
        asked.append(route.request.url)
        route.fulfill(body=tile(), content_type="image/png")

    page.route("**/proxy-of-the-office/**", answer)
    board = Board(page, declared.url).open("area=exempellandet&lager=")
    which(board).get_by_text(board.say("Background: {title}").format(title="Provkarta"), exact=True).wait_for()
    assert asked
    colours = board.picture().getcolors(1_000_000) or []
    near = sum(n for n, colour in colours if max(abs(a - b) for a, b in zip(colour, COLOUR, strict=True)) < 12)
    assert near / sum(n for n, _colour in colours) > 0.5
    board.map.locator(".lu-sources summary").click()
    assert "© Provverket" in board.map.locator(".lu-sources").inner_text()


@pytest.fixture(scope="module")
def plain(visitor: Any, app: Served) -> Image.Image:
    """The map without an official background."""
    return Board(visitor, app.url).open(ASKED).picture()


@pytest.mark.parametrize("how", ["error", "gone"])
def test_our_own_is_drawn_where_it_cannot(page: Any, declared: Served, plain: Image.Image, how: str) -> None:
    page.watch.expect(r"proxy-of-the-office|Failed to load resource: (the server responded with a status of 502|net::)")
    page.route(
        "**/proxy-of-the-office/**",
        lambda route: route.fulfill(status=502, body="") if how == "error" else route.abort("connectionrefused"),
    )
    board = Board(page, declared.url).open(ASKED)
    said = board.say("Background: the program's own; {title} cannot be reached").format(title="Provkarta")
    which(board).get_by_text(said, exact=True).wait_for()
    assert changed_share(plain, board.picture()) < 0.02
