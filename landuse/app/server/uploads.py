"""Files that a browser sends: in memory only, and gone as soon as they are read."""

from __future__ import annotations

from starlette.formparsers import MultiPartParser
from streamlit.runtime.memory_uploaded_file_manager import MemoryUploadedFileManager
from streamlit.runtime.scriptrunner import get_script_run_ctx

MOST_BYTES = 64 * 1024 * 1024
"""More than any file that is let in; the web server would write a larger part of a form to a temporary file."""


def stay_in_memory() -> None:
    """Keep every part of a form that is sent in memory: by default those over 1 MiB go to a file on the disk."""
    MultiPartParser.spool_max_size = MOST_BYTES


def forget_upload(file_id: str) -> None:
    """Forget the copy that Streamlit holds of a file of the session that runs this code."""
    context = get_script_run_ctx(suppress_warning=True)
    if context is not None and isinstance(context.uploaded_file_mgr, MemoryUploadedFileManager):
        context.uploaded_file_mgr.remove_file(context.session_id, file_id)
