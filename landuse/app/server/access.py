"""Who may read which tile file: the one place where that is decided, at the making of an address and at every use.

An address carries a token: the number of a grant, when it ends, and a signature of both with a key that lives and dies
with the process. The grant (in memory only) names the file as it was: another file at the same path is another grant.
A layer that only some may see later gets its own address for each reader (`reader`, a session), and :data:`Decide`
looks up what that reader may see; nothing else has to change. What is wrong with a token is never said.
"""

from __future__ import annotations

import hmac
import secrets
import time
from base64 import urlsafe_b64decode, urlsafe_b64encode
from binascii import Error as NotBase64
from collections import OrderedDict
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from threading import Lock

from landuse.app.server.session import NOBODY
from landuse.errors import LayerError, problem
from landuse.language import _

SUFFIX = ".pmtiles"
HOURS, PERIODS = 24, 3
"""A token ends with the third period, counted from the one it is made in: it lasts 48 to 72 hours.

All made within a period are the same, and a list of addresses that is kept for a day still serves a page for another.
"""
GRANTS = 10_000
_NUMBER, _TIME, _SEAL = 16, 5, 32

Decide = Callable[[Path, str], bool]
"""May this reader (a session; "" = anybody) read this file?"""


def open_data(path: Path, reader: str) -> bool:  # noqa: ARG001 - open to every reader
    """Let anybody read a tile file: every layer that has one today is open data or the user's own import."""
    return path.suffix == SUFFIX


@dataclass(frozen=True, slots=True)
class Grant:
    """A file that may be read, as it was when the grant was made.

    Parameters
    ----------
    path : Path
        Absolute, links followed.
    size : int
        Bytes.
    changed : int
        When it was last changed, nanoseconds since 1970.
    reader : str
        Session; "" = anybody who has the address.
    """

    path: Path
    size: int
    changed: int
    reader: str

    @property
    def holds(self) -> bool:
        """True while the file is the one that was granted."""
        try:
            return (self.size, self.changed) == _state(self.path)
        except OSError:
            return False


class Access:
    """Makes tokens and tells which file a token opens.

    Parameters
    ----------
    decide : callable
        Asked when a token is made and again at each use, so that a right can be taken back.
    clock : callable
        Seconds since 1970.
    """

    def __init__(self, decide: Decide = open_data, clock: Callable[[], float] = time.time) -> None:
        self.decide = decide
        self._clock = clock
        self._key = secrets.token_bytes(32)
        self._grants: OrderedDict[bytes, Grant] = OrderedDict()
        self._lock = Lock()

    def token(self, path: Path, reader: str = NOBODY) -> str:
        """Return a token that opens a file, the same within a period of 24 hours.

        Raises
        ------
        LayerError
            If there is no such tile file, or the reader may not read it.
        """
        try:
            real = path.resolve(strict=True)
            grant = Grant(real, *_state(real), reader)
        except OSError:
            raise _refused(path) from None
        if not self.decide(real, reader):
            raise _refused(path)
        number = self._sealed(repr(grant).encode())[:_NUMBER]
        with self._lock:
            self._grants[number] = grant
            self._grants.move_to_end(number)
            while len(self._grants) > GRANTS:
                self._grants.popitem(last=False)
        body = number + self._end().to_bytes(_TIME)
        return _text(body + self._sealed(body))

    def grant(self, token: str) -> Grant | None:
        """Return what a token opens; None if it is forged, too old, taken back, or its file is gone."""
        body, seal = _parts(token)
        if not hmac.compare_digest(seal, self._sealed(body)):
            return None
        with self._lock:
            found = self._grants.get(body[:_NUMBER])
        if found is None or int.from_bytes(body[_NUMBER:]) < self._clock():
            return None
        return found if found.holds and self.decide(found.path, found.reader) else None

    def _end(self) -> int:
        period = HOURS * 3600
        return (int(self._clock()) // period + PERIODS) * period

    def _sealed(self, body: bytes) -> bytes:
        return hmac.digest(self._key, body, "sha256")


def _state(path: Path) -> tuple[int, int]:
    found = path.stat()
    return found.st_size, found.st_mtime_ns


def _parts(token: str) -> tuple[bytes, bytes]:
    try:
        raw = urlsafe_b64decode(token.encode("ascii") + b"=" * (-len(token) % 4))
    except (UnicodeEncodeError, NotBase64):
        raw = b""
    # One spelling only: the decoder passes over signs that it does not know.
    whole = raw if len(raw) == _NUMBER + _TIME + _SEAL and _text(raw) == token else bytes(_NUMBER + _TIME + _SEAL)
    return whole[:-_SEAL], whole[-_SEAL:]


def _text(raw: bytes) -> str:
    return urlsafe_b64encode(raw).decode().rstrip("=")


def _refused(path: Path) -> LayerError:
    return LayerError(
        problem(
            path.name,
            _("no tile file that may be shown"),
            _("a file that landuse made, ending in {suffix}").format(suffix=SUFFIX),
            _("open the page again; the tiles are made anew"),
        )
    )


ACCESS = Access()
"""The rights of this process."""


def tile_url(path: Path) -> str:
    """Return the address of a tile file on this server; the same for a day, so that a browser keeps what it fetched.

    An address ends after 48 to 72 hours, and with the process: keep it for a day at most.

    Parameters
    ----------
    path : Path
        A PMTiles file.

    Raises
    ------
    LayerError
        If there is no such file.
    """
    return f"/landuse/tiles/{ACCESS.token(path)}{SUFFIX}"
