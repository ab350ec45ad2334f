"""A browser without a screen: speaks Streamlit's protocol over a real connection and counts what it receives."""

from __future__ import annotations

import asyncio
import json
import time
import urllib.request
from dataclasses import dataclass, field
from typing import Any
from urllib.parse import urlsplit

from streamlit.proto.BackMsg_pb2 import BackMsg
from streamlit.proto.ForwardMsg_pb2 import ForwardMsg
from websockets.asyncio.client import ClientConnection, connect
from websockets.typing import Origin, Subprotocol

MOST_BYTES = 100 * 1024 * 1024
PATIENCE_S, FIRST_S = 120.0, 1200.0
"""How long an edit, and the first opening of an area that nothing was computed for, may take."""


@dataclass
class Run:
    """One run of the page's script, or of one part of it.

    Parameters
    ----------
    seconds : float
        From the browser's message to the last of the server's.
    received : int
        Bytes of the answer on the connection, as they travelled (the stream is compressed).
    unpacked : int
        The same before compression.
    fetched : int
        Bytes of what the answer told the map to fetch.
    """

    seconds: float = 0.0
    received: int = 0
    unpacked: int = 0
    fetched: int = 0
    largest: list[tuple[int, str]] = field(default_factory=list)
    errors: list[str] = field(default_factory=list)


class Counting(ClientConnection):
    """A connection that counts the bytes that come."""

    came = 0

    def data_received(self, data: bytes) -> None:
        """Count and go on."""
        self.came += len(data)
        super().data_received(data)


class Browser:
    """One session: opens the app, keeps what the server sends, sends what a hand would.

    Parameters
    ----------
    port : int
        Of a server on this machine.
    query : str
        What stands behind the question mark of the address.
    """

    def __init__(self, port: int, query: str = "") -> None:
        self.address = f"http://127.0.0.1:{port}"
        self.query = query
        self.texts: list[str] = []
        self.session = ""
        self.log: list[bytes] | None = None  # set to a list to keep every message as it came
        self.maps: dict[str, dict[str, Any]] = {}  # data of each component by the id of its state
        self._fragments: dict[str, str] = {}
        self._states: dict[str, str] = {}
        self._page = ""
        self._held: set[str] = set()
        self._seen: set[str] = set()
        self._connection: Counting | None = None

    async def open(self) -> Run:
        """Open the page and wait until it is whole."""
        connection = await connect(
            self.address.replace("http", "ws") + "/_stcore/stream",
            origin=Origin(self.address),
            subprotocols=[Subprotocol("streamlit")],
            max_size=MOST_BYTES,
            ping_interval=None,
            create_connection=Counting,
        )
        assert isinstance(connection, Counting)
        self._connection = connection
        return await self._run("", FIRST_S)

    async def close(self) -> None:
        """Leave."""
        if self._connection is not None:
            await self._connection.close()

    async def send(self, component: str, **state: Any) -> Run:
        """Set the state of a component, as its JavaScript does, and wait until the page is whole again."""
        self._states[component] = json.dumps(state)
        return await self._run(self._fragments.get(component, ""))

    async def say(self, component: str, messages: list[dict[str, Any]]) -> Run:
        """Send messages of the map."""
        return await self.send(component, outbox={"messages": messages})

    async def _run(self, fragment: str, patience_s: float = PATIENCE_S) -> Run:
        message = BackMsg()
        state = message.rerun_script
        state.query_string, state.page_script_hash, state.fragment_id = self.query, self._page, fragment
        for name, value in self._states.items():
            widget = state.widget_states.widgets.add()
            widget.id, widget.json_value = name, value
        state.cached_message_hashes.extend(self._held)
        began, counted = time.perf_counter(), self._wire().came
        await self._wire().send(message.SerializeToString())
        run = Run()
        async with asyncio.timeout(patience_s):
            while not await self._one(run):
                pass
        run.seconds = time.perf_counter() - began
        run.received = self._wire().came - counted
        run.largest = sorted(run.largest, reverse=True)[:5]
        run.fetched = await asyncio.to_thread(self._fetch)
        return run

    def _wire(self) -> Counting:
        assert self._connection is not None
        return self._connection

    async def _one(self, run: Run) -> bool:
        content = await self._wire().recv(decode=False)
        message = ForwardMsg.FromString(content)
        run.unpacked += len(content)
        if self.log is not None:
            self.log.append(content)
        kind = message.WhichOneof("type") or "nothing"
        if message.metadata.cacheable:
            self._held.add(message.hash)
        if kind == "new_session":
            self._page = message.new_session.page_script_hash
            self.session = message.new_session.initialize.session_id
        if kind == "delta":
            kind = self._delta(message, run)
        run.largest.append((len(content), kind))
        if kind != "script_finished":
            return False
        status = message.script_finished
        if status == ForwardMsg.FINISHED_WITH_COMPILE_ERROR:
            run.errors.append("the script could not be read")
        return status != ForwardMsg.FINISHED_EARLY_FOR_RERUN

    def _delta(self, message: ForwardMsg, run: Run) -> str:
        element = message.delta.new_element
        kind = element.WhichOneof("type") or "block"
        if kind == "exception":
            run.errors.append(element.exception.type)
        elif kind in ("text", "markdown"):
            self.texts.append(element.text.body if kind == "text" else element.markdown.body)
        elif kind == "bidi_component":
            component = element.bidi_component
            self.maps[component.id] = json.loads(component.json or "{}")
            self._fragments[component.id] = message.delta.fragment_id
            self._states.setdefault(component.id, json.dumps({}))
        return kind

    def _fetch(self) -> int:
        """Fetch what the map has not fetched before; a browser keeps what it has."""
        fetched = 0
        for address in sorted(set(_addresses(list(self.maps.values()))) - self._seen):
            self._seen.add(address)
            if ".pmtiles" in address:
                continue  # fetched tile by tile as the map moves
            request = urllib.request.Request(self.address + address, headers={"Accept-Encoding": "gzip"})
            with urllib.request.urlopen(request, timeout=60) as answer:
                fetched += len(answer.read())
        return fetched

    def get(self, address: str) -> Any:
        """Fetch a JSON file of this server."""
        with urllib.request.urlopen(self.address + urlsplit(address).path, timeout=60) as answer:
            return json.load(answer)


def _addresses(value: Any) -> list[str]:
    if isinstance(value, str):
        return [value] if value.startswith("/landuse/") else []
    if isinstance(value, dict):
        value = list(value.values())
    return [address for each in value for address in _addresses(each)] if isinstance(value, list) else []
