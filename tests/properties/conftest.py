"""How many examples the laws are tried on: few and always the same ones; ``LANDUSE_LAWS=deep`` draws many new ones."""

from __future__ import annotations

import os

from hypothesis import HealthCheck, settings

SLOW = [HealthCheck.too_slow, HealthCheck.data_too_large]
settings.register_profile("quick", max_examples=12, deadline=None, derandomize=True, suppress_health_check=SLOW)
settings.register_profile("deep", max_examples=200, deadline=None, suppress_health_check=SLOW, print_blob=True)
settings.load_profile("deep" if os.environ.get("LANDUSE_LAWS") == "deep" else "quick")
