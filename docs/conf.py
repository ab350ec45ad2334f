"""Settings of the documentation; ``make docs`` builds it and fails on any warning."""

from __future__ import annotations

import os
import sys
from pathlib import Path

sys.path.insert(0, str(Path(__file__).parent / "_ext"))
os.environ["LANDUSE_LANG"] = "en"

from landuse import __version__

project = "landuse"
author = "The landuse developers"
project_copyright = author
version = release = __version__

extensions = ["myst_parser", "sphinx.ext.autodoc", "numpydoc", "rooms", "catalogue_tables", "command_help"]
exclude_patterns = ["_build"]
source_suffix = {".md": "markdown", ".rst": "restructuredtext"}
root_doc = "index"
nitpicky = False

myst_enable_extensions = ["colon_fence", "deflist"]
myst_heading_anchors = 3
autodoc_member_order = "bysource"
autodoc_typehints = "none"
autodoc_default_options = {"members": True, "exclude-members": "model_config"}
numpydoc_show_class_members = False
numpydoc_xref_param_type = False

html_theme = "alabaster"
html_theme_options = {
    "description": "Land-use conflicts and cumulative impact in Norrbotten",
    "fixed_sidebar": True,
    "page_width": "1080px",
}
html_static_path: list[str] = []
html_show_sphinx = False
