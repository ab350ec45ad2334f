"""Files that belong to one session: in memory only, at addresses that nobody can guess, forgotten with the session."""

from __future__ import annotations

import gzip
import hashlib
import hmac
import secrets
from base64 import urlsafe_b64encode
from collections import OrderedDict
from collections.abc import Callable
from dataclasses import dataclass
from threading import Lock, Timer
from urllib.parse import quote

from landuse.app.server.folders import PACKED, WORTH_PACKING
from landuse.app.server.running import give_back
from landuse.app.server.session import session_id, when_left
from landuse.errors import TooLarge, problem
from landuse.language import _

MB = 1024 * 1024
SESSION_MB, ALL_MB = 64, 512
LATE_S = 180.0
"""A session whose connection was lost may come back within Streamlit's 120 s; its files wait a little longer."""


@dataclass(frozen=True, slots=True)
class SessionFile:
    """A file of a session as it is kept.

    Parameters
    ----------
    content : bytes
        Packed with gzip if `packed`.
    name : str
        Its name in the address and when it is saved.
    digest : str
        SHA-256 of the content before packing, hexadecimal.
    """

    session: str
    token: str
    content: bytes
    name: str
    media_type: str
    digest: str
    packed: bool

    def whole(self) -> bytes:
        """Return the content as it was brought."""
        return gzip.decompress(self.content) if self.packed else self.content


class SessionFiles:
    """The files of all sessions; the oldest go when a session, or all together, hold too much.

    Parameters
    ----------
    session_mb, all_mb : float
        Most that one session and all sessions hold, MiB.

    Examples
    --------
    >>> files = SessionFiles()
    >>> first = files.keep("a", b"{}", "x.json", "application/json")
    >>> files.keep("a", b"{}", "x.json", "application/json") == first
    True
    >>> files.keep("b", b"{}", "x.json", "application/json") == first
    False
    """

    def __init__(self, session_mb: float = SESSION_MB, all_mb: float = ALL_MB) -> None:
        self._most = {"session": int(session_mb * MB), "all": int(all_mb * MB)}
        self._key = secrets.token_bytes(32)
        self._files: OrderedDict[bytes, SessionFile] = OrderedDict()  # by the hash of the token, oldest first
        self._held: dict[str, int] = {}
        self._left: dict[str, object] = {}
        self._lock = Lock()

    def keep(self, session: str, content: bytes, name: str, media_type: str) -> str:
        """Keep a file; return its token, the same for the same content, name and session.

        Raises
        ------
        TooLarge
            If the file alone is larger than a session may hold.
        """
        digest = hashlib.sha256(content).hexdigest()
        token = self._token(session, digest, name, media_type)
        with self._lock:
            self._left.pop(session, None)
            if self._touch(token) is not None:
                return token
        packed = len(content) >= WORTH_PACKING and media_type.startswith(PACKED)
        stored = gzip.compress(content, 5, mtime=0) if packed else content
        self._put(SessionFile(session, token, stored, name, media_type, digest, packed))
        return token

    def get(self, token: str, name: str) -> SessionFile | None:
        """Return the file of a token if it has that name; None for every other token and name alike."""
        with self._lock:
            found = self._touch(token)
        return found if found is not None and hmac.compare_digest(found.name.encode(), name.encode()) else None

    def forget(self, session: str) -> None:
        """Forget every file of a session."""
        with self._lock:
            for key in [key for key, file in self._files.items() if file.session == session]:
                self._drop(key)

    def forget_late(self, session: str, after_s: float = LATE_S) -> None:
        """Forget a session's files after a while, unless it keeps a file before that: then it has come back."""
        mark = object()
        with self._lock:
            self._left[session] = mark
        timer = Timer(after_s, self._forget_if, (session, mark))
        timer.daemon = True
        timer.start()

    def held(self, session: str | None = None) -> int:
        """Return how many bytes a session (default: all) holds."""
        with self._lock:
            return sum(self._held.values()) if session is None else self._held.get(session, 0)

    def _forget_if(self, session: str, mark: object) -> None:
        with self._lock:
            if self._left.get(session) is not mark:
                return
            del self._left[session]
        self.forget(session)
        give_back()

    def _put(self, file: SessionFile) -> None:
        size = len(file.content)
        if size > min(self._most.values()):
            raise TooLarge(
                problem(
                    file.name,
                    _("{n} MB").format(n=-(-size // MB)),
                    _("at most {n} MB").format(n=min(self._most.values()) // MB),
                    _("show less at once, or save the result with landuse assess --out"),
                )
            )
        with self._lock:
            if self._touch(file.token) is not None:
                return
            self._files[_hashed(file.token)] = file
            self._held[file.session] = self._held.get(file.session, 0) + size
            self._make_room(lambda: self._held.get(file.session, 0) > self._most["session"], file.session)
            self._make_room(lambda: sum(self._held.values()) > self._most["all"], None)

    def _make_room(self, full: Callable[[], bool], session: str | None) -> None:
        for key in [key for key, file in self._files.items() if session in (None, file.session)]:
            if not full():
                return
            self._drop(key)

    def _touch(self, token: str) -> SessionFile | None:
        key = _hashed(token)
        found = self._files.get(key)
        if found is None or not hmac.compare_digest(found.token.encode(), token.encode()):
            return None
        self._files.move_to_end(key)
        return found

    def _drop(self, key: bytes) -> None:
        file = self._files.pop(key)
        self._held[file.session] -= len(file.content)
        if not self._held[file.session]:
            del self._held[file.session]

    def _token(self, *parts: str) -> str:
        # Lengths first, so that no two lists of parts read alike.
        text = "".join(f"{len(part)}:{part}" for part in parts)
        return urlsafe_b64encode(hmac.digest(self._key, text.encode(), "sha256")).decode().rstrip("=")


def _hashed(token: str) -> bytes:
    # A search for the hash takes a time that says nothing about the token.
    return hashlib.sha256(token.encode("utf-8", "surrogatepass")).digest()


FILES = SessionFiles()
"""The files of this process."""


def keep(content: bytes, name: str, media_type: str) -> str:
    """Keep a file for the session that runs this code; return its address on this server.

    The same content under the same name has the same address, so that a browser fetches it once. With ``?download=1``
    the browser saves it instead of showing it.

    Parameters
    ----------
    content : bytes
        At most 64 MiB once packed.
    name : str
        File name with its ending; signs that have a meaning in a path become ``_``.
    media_type : str
        For example ``application/json``.

    Raises
    ------
    TooLarge
        If the file is larger than a session may hold.

    Examples
    --------
    >>> keep(b"{}", "words.json", "application/json").rpartition("/")[2]
    'words.json'
    """
    session, safe = session_id(), safe_name(name)
    when_left("session files", FILES.forget_late)
    return f"/landuse/files/{FILES.keep(session, content, safe, media_type)}/{quote(safe)}"


def safe_name(name: str) -> str:
    r"""Return a name that is one part of a path and one line of a header.

    Examples
    --------
    >>> safe_name("../a\nb/Vindkraft på berget.yaml")
    '_a_b_Vindkraft på berget.yaml'
    """
    kept = "".join(sign if sign.isprintable() and sign not in '/\\:"?#%<>|*' else "_" for sign in name)
    return kept.lstrip(". ")[-120:] or "file"
