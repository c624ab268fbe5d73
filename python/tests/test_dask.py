"""The manual's program for Dask, on a cluster of two workers, and of more."""
import os
import pathlib
import re
import subprocess
import sys

import pytest

ROOT = pathlib.Path(__file__).resolve().parents[2]


def program():
    """As it stands in supernet(1)."""
    manual = (ROOT / "man/supernet.1").read_text()
    text = re.search(r"^import pathlib\n.*?(?=^\.Ed)", manual,
                     re.S | re.M)[0]
    return text.replace("\\e", "\\")


@pytest.mark.parametrize("workers", [2, 5])
def test_parts_make_one_set(tmp_path, workers):
    text = program().replace("WORKERS = 2", f"WORKERS = {workers}")
    assert f"WORKERS = {workers}" in text
    (tmp_path / "union.py").write_text(text)
    parts = [tmp_path / f"part{i}" for i in range(9)]
    for i, part in enumerate(parts):
        part.write_text(f"10.{i}.0.0/16\n2001:db8:{i:x}::/48\n192.0.2.{i}\n")
    done = subprocess.run(
        [sys.executable, "union.py", *parts], cwd=tmp_path,
        capture_output=True, text=True, timeout=300, check=False,
        env=dict(os.environ, PYTHONPATH=str(ROOT / "python")))
    assert done.returncode == 0, done.stderr
    whole = subprocess.run(
        [os.environ["SUPERNET_COMMAND"], "aggregate", *parts],
        capture_output=True, text=True, check=True).stdout
    assert done.stdout == whole and whole.count("\n") == 6
