"""The steps of ``assess``, one module each."""
