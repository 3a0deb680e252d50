"""The house stays as it was designed."""

import ast
import re
import statistics
import subprocess
import sys
import tomllib
from pathlib import Path

import pytest

from bot.config import ROOT

OURS = [
    path
    for folder in ("bot", "handlers")
    for path in sorted((ROOT / folder).rglob("*.py"))
    if "migrations/versions" not in path.as_posix()
]


def functions(path: Path) -> list[ast.FunctionDef | ast.AsyncFunctionDef]:
    tree = ast.parse(path.read_text("utf-8"))
    return [node for node in ast.walk(tree) if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef)]


def test_imports_point_down_only() -> None:
    command = [str(Path(sys.executable).parent / "lint-imports"), "--no-cache"]
    done = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stdout


def test_functions_are_small() -> None:
    lengths = [(node.end_lineno or 0) - node.lineno + 1 for path in OURS for node in functions(path)]
    assert statistics.median(lengths) <= 8
    assert max(lengths) <= 50


@pytest.mark.parametrize("path", OURS, ids=lambda path: path.relative_to(ROOT).as_posix())
def test_a_file_is_one_concern(path: Path) -> None:
    assert len(path.read_text("utf-8").splitlines()) <= 300


TO_COME = {"zalo_oa", "zalo_bot"}
"""Channels of which only the rendering is there, for the preview and to hold every reply to their limits."""


def test_a_channel_is_a_folder_of_the_same_four_files() -> None:
    for folder in (ROOT / "bot" / "channels").iterdir():
        if folder.is_dir() and folder.name != "__pycache__":
            files = {path.name for path in folder.glob("*.py")}
            whole = {"receive.py", "parse.py", "render.py", "send.py"} <= files
            assert whole != (folder.name in TO_COME), f"{folder.name}: {sorted(files)}"


def test_every_dependency_is_pinned_with_its_hash() -> None:
    pinned = {
        name.lower() for name in re.findall(r"^([\w.-]+)==", (ROOT / "constraints-dev.txt").read_text(), re.MULTILINE)
    }
    project = tomllib.loads((ROOT / "pyproject.toml").read_text())
    wanted = project["project"]["dependencies"] + project["dependency-groups"]["dev"]
    for requirement in wanted:
        assert re.split(r"[\[>=<]", requirement)[0].lower() in pinned


@pytest.mark.parametrize("name", ["constraints.txt", "constraints-dev.txt", "constraints-bench.txt"])
def test_the_pins_name_no_registry(name: str) -> None:
    text = (ROOT / name).read_text()
    assert "://" not in text
    assert all("--hash=sha256:" in block for block in re.split(r"\n(?=\S)", text.strip()))
