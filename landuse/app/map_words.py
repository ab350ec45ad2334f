"""Every text of the map, named as its JavaScript names them; the map itself holds no word of any language."""

from __future__ import annotations

from landuse.language import _


def map_words() -> dict[str, str]:
    """Return the map's texts in the language in use; ``{name}`` marks what the map fills in."""
    return {**_view_words(), **_tool_words(), **_layer_words(), **_answer_words()}


def _view_words() -> dict[str, str]:
    return {
        "map.label": _("Map"),
        "map.canvas": _("Map: arrow keys move it, plus and minus zoom"),
        "close": _("Close"),
        "attribution": _("Sources"),
        "ground.official": _("Background: {title}"),
        "ground.own": _("Background: the program's own; {title} cannot be reached"),
        "scale": _("Scale: this bar is {length} long"),
        "position.pointer": _("N {n}  E {e} · SWEREF 99 TM"),
        "position.centre": _("Centre N {n}  E {e} · SWEREF 99 TM"),
        "search.label": _("Search place"),
        "search.hint": _("Place, name or coordinates"),
        "search.nothing": _("Nothing found"),
        "search.position": _("Go to {text}"),
        "print.label": _("Print view"),
        "print.now": _("Print"),
        "print.alt": _("Map of {title}"),
        "print.scale": _("About 1:{n} at the middle of the map"),
        "tip.more": _("and {n} more"),
        "tip.part": _("proposed"),
    }


def _tool_words() -> dict[str, str]:
    return {
        "tools": _("Tools"),
        "tools.ask": _("Ask the map"),
        "tools.draw": _("Draw"),
        "tools.change": _("Change the drawing"),
        "tools.measure": _("Measure"),
        "tools.view": _("View"),
        "tool.tools": _("Tools"),
        "tool.pick": _("Point at something"),
        "tool.why": _("Why here?"),
        "tool.polygon": _("Draw an area"),
        "tool.rectangle": _("Draw a rectangle"),
        "tool.line": _("Draw a line"),
        "tool.point": _("Set points"),
        "tool.edit": _("Move and edit"),
        "tool.hole": _("Cut a hole"),
        "tool.delete": _("Delete"),
        "tool.undo": _("Undo"),
        "tool.redo": _("Redo"),
        "tool.measure-length": _("Measure length"),
        "tool.measure-area": _("Measure area"),
        "tool.layers": _("Layers"),
        "tool.legend": _("Legend"),
        "tool.zoom-in": _("Zoom in"),
        "tool.zoom-out": _("Zoom out"),
        "tool.north": _("North up"),
        "tool.home": _("Whole area"),
        "tool.fullscreen": _("Large map"),
        "tool.print": _("Print view"),
        "tool.link": _("Copy link to this view"),
        "help.pick": _("Click something on the map to read about it."),
        "help.why": _("Click a place to see what its result consists of."),
        "help.polygon": _("Click the corners; click the first one again to finish."),
        "help.rectangle": _("Click one corner, then the opposite one."),
        "help.line": _("Click along the line; click the last point again to finish."),
        "help.point": _("Click where each point is."),
        "help.edit": _("Click a shape, then drag it, its corners or the points between them."),
        "help.hole": _("Click the corners of the hole inside an area; click the first one again to finish."),
        "help.measure-length": _("Click along what you measure. Length in the plane of SWEREF 99 TM."),
        "help.measure-area": _("Click around what you measure. Area in the plane of SWEREF 99 TM."),
        "hint.here": _("Here, at the middle"),
        "hint.finish": _("Finish"),
        "hint.cancel": _("Cancel"),
        "measured.length": _("Length {size} (SWEREF 99 TM)"),
        "measured.area": _("Area {size} (SWEREF 99 TM)"),
        "corner.label": _("Corners of the selected shape"),
        "corner.where": _("Corner {i} of {count}: N {n}  E {e}"),
        "corner.previous": _("Previous corner"),
        "corner.next": _("Next corner"),
        "corner.centre": _("Move the corner to the middle of the map"),
        "corner.delete": _("Delete the corner"),
        "corner.refused": _("The shape cannot be changed in that way."),
    }


def _layer_words() -> dict[str, str]:
    return {
        "layers": _("Layers"),
        "layers.filter": _("Find a layer"),
        "layers.shown": _("Shown, uppermost first"),
        "layers.none": _("No layer is shown. Choose among those below."),
        "layers.nothing": _("No layer has that in its name."),
        "layers.empty": _("There are no layers yet."),
        "layers.opacity": _("Opacity of {title}"),
        "layers.up": _("Move {title} up"),
        "layers.down": _("Move {title} down"),
        "layers.hide": _("Hide {title}"),
        "layers.go": _("Show all of {title}"),
        "layers.zero": _("nothing in this area"),
        "quality.official": _("official"),
        "quality.compiled": _("compiled"),
        "quality.schematic": _("schematic"),
        "quality.synthetic": _("synthetic"),
        "status.missing": _("missing"),
        "status.stale": _("outdated"),
        "status.failed": _("could not be read"),
        "impact.label": _("Legend of the result"),
        "impact.shown": _("What the colours show"),
        "impact.before": _("Before"),
        "impact.added": _("Added"),
        "impact.after": _("After"),
        "impact.compare": _("Compare with"),
        "impact.alone": _("nothing"),
        "impact.swipe": _("Border between the two"),
        "impact.swipe_at": _("{left} % {shown}, the rest {compare}"),
    }


def _answer_words() -> dict[str, str]:
    return {
        "draft.label": _("Earlier draft"),
        "draft.offer": _("This browser keeps a draft from earlier."),
        "draft.take": _("Take it back"),
        "draft.later": _("Not now"),
        "draft.forget": _("Forget it"),
        "draft.drop": _("Forget the draft"),
        "draft.kept": _("A draft of the proposal is kept in this browser only."),
        "draft.forgotten": _("The draft is forgotten."),
        "said.drawn": _("The shape is drawn."),
        "said.uncut": _("A hole begins inside an area of the proposal; nothing was cut."),
        "said.deleted": _("Deleted."),
        "said.asked": _("The answer stands beside the map."),
        "said.went": _("The map shows {title}."),
        "said.copied": _("The link is copied. It holds the view and the layers, not the drawing."),
        "said.not_copied": _("The browser did not copy it; copy the address instead."),
        "failed.basemap": _("The background map could not be fetched."),
        "failed.layers": _("The list of layers could not be fetched."),
        "failed.places": _("The places could not be fetched."),
        "failed.layer": _("The layer {title} could not be fetched: {why}"),
    }
