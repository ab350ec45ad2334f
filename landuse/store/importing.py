"""From a file that a user brings to a snapshot: which declaration it follows, what is asked, what is kept."""

from __future__ import annotations

import difflib
import re
from dataclasses import dataclass
from pathlib import Path

from landuse.errors import LayerError, problem
from landuse.io.layer_file import LayerFile, read_layer_file
from landuse.io.vocabulary import OWN
from landuse.language import _
from landuse.model.catalogue import Attribute, Catalogue, LayerSpec, Quality, Role, SourceRule, Text
from landuse.store.snapshot import Provenance, Snapshot
from landuse.store.workspace import Workspace


@dataclass(frozen=True, slots=True)
class ImportRequest:
    """What ``layers import`` was asked: the file, the layer it is, and what the user says of it."""

    path: Path
    layer: str
    new: bool = False
    role: str | None = None
    quality: str = Quality.COMPILED
    edition: str | None = None
    authority: str | None = None
    licence: str | None = None
    crs: str | None = None
    table: str | None = None
    accept: bool = False


@dataclass(frozen=True, slots=True, eq=False)
class Imported:
    """The snapshot that is now current, what was read, and what else to say."""

    snapshot: Snapshot
    content: LayerFile
    spec: LayerSpec
    already_there: bool
    notes: tuple[str, ...]


def import_layer(workspace: Workspace, catalogue: Catalogue, request: ImportRequest) -> Imported:
    """Read a file as a layer and keep it; nothing is kept if anything is refused.

    Raises
    ------
    LayerError, DecisionNeeded, WorkspaceError
        See :func:`landuse.io.layer_file.read_layer_file` and :meth:`Workspace.keep`.
    """
    quality = _quality(request.quality)
    catalogue = workspace.extended(catalogue)
    spec = declaration(catalogue, request)
    _refuse_private(spec, request)
    own = request.layer not in catalogue.layers
    content = read_layer_file(
        request.path, spec, crs=request.crs, layer=request.table, accept=request.accept, catalogue=catalogue
    )
    if own:
        spec = _as_read(spec, content)
    said = Provenance(
        quality,
        request.authority or spec.authority,
        request.licence or spec.licence,
        None if request.authority else spec.attribution,
        request.edition,
    )
    before = workspace.layer(spec.id)
    if content.raster is not None:
        kept = workspace.keep_raster(spec, content, said, request.path)
    else:
        kept = workspace.keep(spec, content, said, own=own)
    notes = content.report.notes + _already(catalogue, request)
    return Imported(kept, content, spec, before is not None and before.number == kept.number, notes)


def _refuse_private(spec: LayerSpec, request: ImportRequest) -> None:
    if spec.sensitivity == "private":
        raise LayerError(
            problem(
                f"--as {request.layer}: {request.path.name}",
                _("a private layer (sensitivity: private)"),
                _("an open or restricted layer: a private one is written nowhere"),
                _("open the file on the page of the herding community, where it stays in the memory of the session"),
            )
        )


def declaration(catalogue: Catalogue, request: ImportRequest) -> LayerSpec:
    """Return the declaration a file has to follow: that of the catalogue, or with ``--new`` one made for it.

    Raises
    ------
    LayerError
        Undeclared without ``--new``; declared with another role; no role; an id that is none.
    """
    declared = catalogue.layers.get(request.layer)
    if declared is None and not request.new:
        near = difflib.get_close_matches(request.layer, catalogue.layers, n=5, cutoff=0.4)
        raise LayerError(
            problem(
                f"--as {request.layer}",
                _("no layer of that name"),
                ", ".join(near or sorted(catalogue.layers)),
                _("choose one of these, or declare an own layer with --new --role"),
            )
        )
    if declared is not None:
        if request.role and request.role not in declared.roles:
            raise LayerError(
                problem(
                    f"--role {request.role}",
                    _("{id} is declared as {roles}").format(id=declared.id, roles=", ".join(declared.roles)),
                    ", ".join(declared.roles),
                    _("leave --new and --role out, or choose another id"),
                )
            )
        return declared
    return _own(catalogue, request)


def _own(catalogue: Catalogue, request: ImportRequest) -> LayerSpec:
    if request.role not in set(Role):
        raise LayerError(problem("--role", request.role, ", ".join(Role), _("say what the layer is used for")))
    if not re.fullmatch(r"[a-zA-Z0-9][a-zA-Z0-9_]*", request.layer):
        raise LayerError(problem("--as", repr(request.layer), _("letters a–z, digits and _"), _("choose such an id")))
    role = Role(request.role)
    unknown = _("not stated")
    title = Text(sv=request.layer, en=request.layer)
    return LayerSpec(
        id=request.layer,
        title=title,
        theme="own",
        roles=(role,),
        authority=request.authority or unknown,
        geometry=("Point", "LineString", "Polygon"),
        attributes=_own_attributes(role),
        licence=request.licence or unknown,
        update=unknown,
        source=SourceRule(type_attribute="type") if role is Role.SOURCE else None,
        why=Text(sv="Eget lager.", en="An own layer."),
        how_to_get=Text(sv="Importerad fil.", en="An imported file."),
        mark=OWN,
        areas=tuple(name for name, area in catalogue.areas.items() if not area.fictional),
    )


def _own_attributes(role: Role) -> dict[str, Attribute]:
    """Return the attributes of an own layer, under the names that files commonly use."""
    aliases = {
        "key": ("id", "objid", "objectid", "nr"),
        "name": ("namn", "benamning"),
        "project": ("projekt", "omrade"),
        "status": (),
        "kind": ("typ", "kategori"),
        "village": ("sameby",),
        "season": ("arstid",),
        "from_year": ("start", "fran_ar"),
        "to_year": ("slut", "till_ar"),
    }
    found = {name: Attribute(aliases=names) for name, names in aliases.items()}
    return {**found, "type": Attribute(required=True)} if role is Role.SOURCE else found


def _as_read(spec: LayerSpec, content: LayerFile) -> LayerSpec:
    """Return an own declaration with what the file turned out to have: its kinds of geometry, its status column."""
    rule = spec.source
    if rule is not None and "status" in content.report.columns:
        rule = rule.model_copy(update={"status_attribute": "status"})
    return spec.model_copy(update={"geometry": content.report.kinds, "source": rule})


def _quality(text: str) -> Quality:
    if text not in set(Quality) - {Quality.SYNTHETIC}:
        todo = (
            _("synthetic data live in the fictional area only and are never imported")
            if text == Quality.SYNTHETIC
            else _("choose one of these")
        )
        raise LayerError(problem("--quality", text, "official, compiled, schematic", todo))
    return Quality(text)


def _already(catalogue: Catalogue, request: ImportRequest) -> tuple[str, ...]:
    if not request.new or request.layer not in catalogue.layers:
        return ()
    return (_("{id} was declared already; its declaration is used").format(id=request.layer),)
