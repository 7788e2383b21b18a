"""The compiled forms are those that the tables give."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path


def test_compiled_forms_are_current() -> None:
    script = Path(__file__).parents[2] / "train" / "knowledge" / "compile_forms.py"
    done = subprocess.run([sys.executable, str(script), "--check"], capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stdout + done.stderr
