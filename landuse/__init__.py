"""Land-use conflicts and cumulative impact in Norrbotten: what an establishment touches and what it costs.

Three lines give the numbers that the command line and the app give:

>>> from landuse import assess, load_study, read_catalogue, read_scenario

The names below are fetched when first used, so that ``landuse --help`` does not wait for libraries it does not need.
"""

from __future__ import annotations

import sys
from importlib import import_module
from types import ModuleType
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from landuse.assess import assess
    from landuse.explain import explain
    from landuse.io.catalogue import read_catalogue
    from landuse.io.scenario import read_scenario
    from landuse.load import load_study
    from landuse.years import load_through_years

__version__ = "0.1.0"
__all__ = ["__version__", "assess", "explain", "load_study", "load_through_years", "read_catalogue", "read_scenario"]

_HOME = {
    "assess": "landuse.assess",
    "explain": "landuse.explain",
    "load_study": "landuse.load",
    "load_through_years": "landuse.years",
    "read_catalogue": "landuse.io.catalogue",
    "read_scenario": "landuse.io.scenario",
}


class _Landuse(ModuleType):
    """The package: a function named like its module (``assess``) is meant when the package is asked for it."""

    def __getattr__(self, name: str) -> object:
        if name not in _HOME:
            raise AttributeError(f"module {self.__name__!r} has no attribute {name!r}")
        found: object = getattr(import_module(_HOME[name]), name)
        super().__setattr__(name, found)
        return found

    def __setattr__(self, name: str, value: object) -> None:
        # The import system binds a loaded submodule here under its name.
        if isinstance(value, ModuleType) and _HOME.get(name) == value.__name__:
            value = getattr(value, name)
        super().__setattr__(name, value)

    def __dir__(self) -> list[str]:
        return sorted({*super().__dir__(), *__all__})


sys.modules[__name__].__class__ = _Landuse
