"""A visitor without a browser: AppTest, able to speak as the map does and to weigh what an edit sends."""

from __future__ import annotations

import json
import zlib
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import replace
from typing import Any
from unittest.mock import patch

from streamlit.proto.WidgetStates_pb2 import WidgetState, WidgetStates
from streamlit.runtime.scriptrunner import RerunData
from streamlit.runtime.scriptrunner_utils.script_requests import ScriptRequests
from streamlit.runtime.scriptrunner_utils.script_run_context import ScriptRunContext
from streamlit.testing.v1 import AppTest, app_test
from streamlit.testing.v1.local_script_runner import LocalScriptRunner


class Visitor(AppTest):
    """A session: what AppTest can do, and the messages of the map."""

    sent = 0

    @classmethod
    def of(cls, test: AppTest) -> Visitor:
        """Return a test as a visitor: AppTest's own ways to begin always make an AppTest."""
        test.__class__ = cls
        assert isinstance(test, Visitor)
        return test

    @property
    def map(self) -> Any:
        """The component's element."""
        (found,) = self.get("bidi_component")
        return found.proto

    @property
    def map_data(self) -> dict[str, Any]:
        """What the map was told last."""
        return dict(json.loads(self.map.json))

    @property
    def board(self) -> str:
        """The id of the fragment with map and result."""
        (only,) = self._fragment_storage._fragments
        return str(only)

    def tell(self, *messages: dict[str, Any]) -> Visitor:
        """Send messages as the map does, and run the app."""
        self._run(self._with(messages))
        return self

    def choose_row(self, table: Any, row: int | None) -> Visitor:
        """Choose a row of a table (None = no row), as a click does, and run the app."""
        states = self._tree.get_widget_states()
        rows = [] if row is None else [row]
        value = json.dumps({"selection": {"rows": rows, "columns": [], "cells": []}})
        states.widgets.append(WidgetState(id=table.proto.id, string_value=value))
        self._run(states)
        return self

    def weigh(self, *messages: dict[str, Any]) -> tuple[int, int, dict[str, int]]:
        """Send messages and run only the board, as an edit does; return bytes sent, deflated, and by element."""
        kept = self._tree
        with recording(self.board) as queue:
            self._run(self._with(messages))
        self._tree = kept
        kept._runner = self
        raw = [message.SerializeToString() for message in queue]
        by_element: dict[str, int] = {}
        for message in queue:
            kind = message.WhichOneof("type")
            if kind == "delta":
                kind = (
                    message.delta.new_element.WhichOneof("type")
                    or f"block {message.delta.add_block.WhichOneof('type')}"
                )
            by_element[kind] = by_element.get(kind, 0) + message.ByteSize()
        return sum(map(len, raw)), _deflated(raw), by_element

    def _with(self, messages: tuple[dict[str, Any], ...]) -> WidgetStates:
        states = self._tree.get_widget_states()
        numbered = []
        for message in messages:
            self.sent += 1
            numbered.append({"n": self.sent, **message})
        value = json.dumps({"outbox": {"messages": numbered}})
        states.widgets.append(WidgetState(id=self.map.id, json_value=value))
        return states


def _deflated(messages: list[bytes]) -> int:
    """Return the bytes on the wire with permessage-deflate, one window for the connection."""
    packer = zlib.compressobj(6, zlib.DEFLATED, -15)
    return sum(len(packer.compress(each)) + len(packer.flush(zlib.Z_SYNC_FLUSH)) for each in messages)


@contextmanager
def recording(fragment: str) -> Iterator[list[Any]]:
    """Run only a fragment, and record every message to the browser."""
    queue: list[Any] = []
    enqueue = ScriptRunContext.enqueue

    class OfFragment(LocalScriptRunner):
        def request_rerun(self, rerun_data: RerunData) -> bool:
            # The runner begins with a request for the whole page, which would win.
            self._requests = ScriptRequests()
            return bool(super().request_rerun(replace(rerun_data, fragment_id=fragment)))

    def recorded(context: ScriptRunContext, message: Any) -> None:
        queue.append(message)
        enqueue(context, message)

    with patch.object(app_test, "LocalScriptRunner", OfFragment), patch.object(ScriptRunContext, "enqueue", recorded):
        yield queue


def point(n: int, lon: float, lat: float) -> dict[str, Any]:
    """Return a point as the map draws it."""
    return feature(f"new-{n}", {"type": "Point", "coordinates": [lon, lat]}, "point")


def feature(name: str | None, geometry: dict[str, Any], tool: str = "polygon") -> dict[str, Any]:
    """Return a feature as the map draws it."""
    return {"type": "Feature", "id": name, "geometry": geometry, "properties": {"tool": tool}}


def drawing(*features: dict[str, Any]) -> dict[str, Any]:
    """Return the message of a drawing."""
    return {"kind": "drawing", "features": {"type": "FeatureCollection", "features": list(features)}}
