"""Where the catalogue and the shipped scenarios lie: in a checkout beside the package, else inside the package."""

from __future__ import annotations

from pathlib import Path

from landuse.errors import CatalogueError, problem
from landuse.language import _

_PACKAGE = Path(__file__).resolve().parents[1]


def checkout() -> Path | None:
    """Return the folder of the checkout that the package runs from; None if it was installed from a wheel.

    Examples
    --------
    >>> here = checkout()
    >>> here is None or (here / "landuse").is_dir()
    True
    """
    folder = _PACKAGE.parent
    return folder if (folder / "pyproject.toml").is_file() and (folder / "layers").is_dir() else None


def _shared(name: str) -> Path:
    beside = checkout()
    folder = beside / name if beside else _PACKAGE / "share" / name
    if folder.is_dir():
        return folder
    raise CatalogueError(
        problem(
            str(folder),
            _("no such folder"),
            _("the folder that is installed with landuse"),
            _("install landuse again"),
        )
    )


def catalogue_folder() -> Path:
    """Return the folder with the catalogue and the embedded data (``layers/``).

    Raises
    ------
    CatalogueError
        If it is not there: the installation is broken.
    """
    return _shared("layers")


def scenarios_folder() -> Path:
    """Return the folder with the shipped scenarios (``scenarios/``).

    Raises
    ------
    CatalogueError
        If it is not there: the installation is broken.
    """
    return _shared("scenarios")
