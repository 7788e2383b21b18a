"""Settings that hold for every test."""

from __future__ import annotations

from hypothesis import HealthCheck, settings

# Shared machines are noisy: an example that is slow once is no failure.
settings.register_profile("chancery", deadline=None, suppress_health_check=[HealthCheck.too_slow])
settings.load_profile("chancery")
