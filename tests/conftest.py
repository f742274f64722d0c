"""The miniature data folder, the kb.db built from it, and a copy of it that a test may edit."""

from __future__ import annotations

import shutil
from collections.abc import Callable
from contextlib import closing
from pathlib import Path
from typing import Any

import pytest

from ingest.build import build
from ingest.query import Row, connect, rows

ROOT = Path(__file__).parent.parent
MINI = ROOT / "tests" / "mini" / "data"


@pytest.fixture(scope="session")
def mini() -> Path:
    """Rules as in `data/`, makers and figures invented. Not to be written to."""
    return MINI


@pytest.fixture(scope="session")
def kb(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The kb.db of `mini`."""
    return build(MINI, tmp_path_factory.mktemp("mini") / "kb.db").path


@pytest.fixture(scope="session")
def real_kb(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The kb.db of the real `data/`."""
    return build(ROOT / "data", tmp_path_factory.mktemp("real") / "kb.db").path


@pytest.fixture
def edited(tmp_path: Path) -> Callable[..., Path]:
    """Return a function that edits one file of a copy of `mini` and returns the copy; edits add up."""
    data = tmp_path / "data"
    shutil.copytree(MINI, data)

    def edit(file: str, old: str = "", new: str | bytes = "") -> Path:
        """Replace `old`, which stands there once; without `old`, `new` is the whole file."""
        path = data / file
        content = new if isinstance(new, bytes) else new.encode()
        if old:
            before = path.read_bytes()
            assert before.count(old.encode()) == 1, f"{old!r} stands {before.count(old.encode())} times in {file}"
            content = before.replace(old.encode(), content)
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(content)
        return data

    return edit


@pytest.fixture(scope="session")
def ask(kb: Path) -> Callable[..., list[Row]]:
    """Return a function that asks a kb.db, the one of `mini` unless told otherwise, and returns rows."""

    def asked(sql: str, *values: Any, of: Path = kb) -> list[Row]:
        with closing(connect(of)) as connection:
            return rows(connection, sql, *values)

    return asked


@pytest.fixture(scope="session")
def answers_kb(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The kb.db that answers are judged by in tests: `mini`, a few platforms of real names with figures that stay, and decoys."""
    data = tmp_path_factory.mktemp("answers") / "data"
    shutil.copytree(MINI, data)
    shutil.copy(ROOT / "data" / "metrics.yml", data / "metrics.yml")
    shutil.copytree(ROOT / "tests" / "answers" / "base", data, dirs_exist_ok=True)
    return build(data, data.parent / "kb.db").path
