"""Whole outputs, held against files that a person has read. `make bless` accepts the present ones; `git diff` is the review."""

from __future__ import annotations

import os
from pathlib import Path

import pytest
from click.testing import CliRunner

from ingest.__main__ import main

GOLDEN = Path(__file__).parent / "golden"
BLESS = os.environ.get("SPECPROOF_BLESS") == "1"


def assert_golden(name: str, found: bytes) -> None:
    path = GOLDEN / name
    if BLESS:
        path.write_bytes(found)
    assert path.read_bytes().decode() == found.decode(), (
        f"if {name} should say this now: make bless, then read the diff"
    )


@pytest.mark.parametrize("platform", ["desk-10", "bolt-9000-24gb"])
def test_show_prints_what_a_person_has_read(kb, platform):
    result = CliRunner().invoke(main, ["show", "--kb", str(kb), platform])
    assert_golden(f"show-{platform}.txt", result.output.encode())


def test_the_comparison_is_exported_as_a_person_has_read_it(kb, tmp_path):
    CliRunner().invoke(main, ["export", "--kb", str(kb), str(tmp_path / "export")])
    assert_golden("comparison.csv", (tmp_path / "export/comparison.csv").read_bytes())
