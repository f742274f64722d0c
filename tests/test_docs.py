"""The documents say what is true: commands exist, examples parse, lists match the code."""

from __future__ import annotations

import json
import re
import shlex
import sqlite3
from pathlib import Path

import pytest
from click.testing import CliRunner

from ingest import textyaml
from ingest.__main__ import main

ROOT = Path(__file__).parent.parent
DOCUMENTS = ("README.md", "CONTRIBUTING.md", "CHANGELOG.md", "docs/questions.md")


def text(name: str) -> str:
    return (ROOT / name).read_text("utf-8")


@pytest.mark.parametrize("name", DOCUMENTS)
def test_every_make_target_named_exists(name: str) -> None:
    targets = set(re.findall(r"^([a-z-]+):", text("Makefile"), re.M))
    named = set(re.findall(r"`make ([a-z-]+)", text(name))) | set(re.findall(r"^make ([a-z-]+)", text(name), re.M))
    assert named <= targets


@pytest.mark.parametrize("name", DOCUMENTS)
def test_every_verb_named_exists(name: str) -> None:
    assert set(re.findall(r"specproof ([a-z]+)", text(name))) <= set(main.commands)


@pytest.mark.parametrize("name", DOCUMENTS)
def test_every_local_link_leads_somewhere(name: str) -> None:
    for target in re.findall(r"\]\(([^)#:]+)\)", text(name)):
        assert (ROOT / target).exists(), target


def test_the_first_two_commands_of_the_readme_are_make_and_make_test() -> None:
    block = text("README.md").split("```")[1]
    assert [line.split("#")[0].strip() for line in block.strip().splitlines()] == ["make", "make test"]


def test_the_ci_runs_the_readmes_test_command() -> None:
    assert "\nmake test\n" in text(".ci/run")


def test_yaml_in_the_documents_is_yaml_that_we_accept() -> None:
    blocks = re.findall(r"```yaml\n(.*?)```", text("CONTRIBUTING.md"), re.S)
    assert len(blocks) >= 2
    for block in blocks:
        assert textyaml.loads(block)


def test_the_worked_question_is_what_the_tool_answers(real_kb: Path) -> None:
    shown = CliRunner().invoke(main, ["show", "--kb", str(real_kb), "dgx-spark"]).output
    printed = [block for block in text("README.md").split("```") if block.strip().startswith("What limits it")]
    for line in printed[0].strip().splitlines():
        assert line.strip() in shown


def test_the_worked_questions_arithmetic_is_right(real_kb: Path) -> None:
    row = (
        sqlite3.connect(real_kb)
        .execute(
            "SELECT s.linear_gb + s.attention_gb, b.ceiling_tok_s, b.estimate_tok_s, b.estimate_low, b.estimate_high"
            " FROM workloads AS w JOIN bounds AS b ON b.workload_id = w.id"
            " JOIN steps AS s ON s.id = w.step_id WHERE b.devices = 1 AND w.id = 'decode-70b-q4-b1-8k' AND b.platform_id = 'dgx-spark'"
        )
        .fetchone()
    )
    assert f"{row[0]:.1f} GB" in text("README.md")
    assert f"at most {row[1]:.1f} tok/s, about {row[2]:.1f} ({row[3]:.1f} to {row[4]:.1f})" in text("README.md")
    assert f"make {row[3]:.1f} to {row[4]:.1f} likely" in text("README.md")


def test_the_list_of_broken_input_is_the_list_of_its_tests() -> None:
    from test_broken_input import BROKEN

    section = text("CONTRIBUTING.md").split("<!-- broken input: begin -->")[1].split("<!-- broken input: end -->")[0]
    assert [line.removeprefix("- ") for line in section.strip().splitlines()] == [case.name for case in BROKEN]
    assert len(BROKEN) >= 20


def test_the_documented_keys_of_verify_are_those_it_prints(answers_kb: Path) -> None:
    text_to_check = (
        "The L40S is slower than the B200 in memory bandwidth: 864 GB/s [1][3].\n\nSources\n[1] https://a.example/b\n"
    )
    printed = CliRunner().invoke(main, ["verify", "--json", "--kb", str(answers_kb), "-"], input=text_to_check).output
    section = text("docs/verify.md").split("<!-- keys: begin -->")[1].split("<!-- keys: end -->")[0]
    documented = {
        row.split("`")[1]: re.findall(r"`(\w+)`", row.split("|")[2]) for row in section.strip().splitlines()[2:]
    }
    found = json.loads(printed)
    assert list(documented) == list(found)
    for part, keys in documented.items():
        assert keys == list(found[part] if part == "document" else found[part][0]), part


def test_nothing_committed_names_a_path_of_some_machine() -> None:
    for path in [
        ROOT / "Makefile",
        ROOT / "metadata.yml",
        *ROOT.glob("*.md"),
        *ROOT.glob("ingest/**/*.py"),
        *ROOT.glob("web/*.py"),
    ]:
        assert not re.search(r"/(?:home|root|Users)/", path.read_text("utf-8")), path


def test_the_bound_that_the_readme_asks_for_is_answered(real_kb: Path) -> None:
    (line,) = [line for line in text("README.md").splitlines() if line.startswith(".venv/bin/specproof bound")]
    done = CliRunner().invoke(main, [*shlex.split(line)[1:], "--kb", str(real_kb)])
    assert done.exit_code == 0, done.output
    assert "ceiling" in done.output
