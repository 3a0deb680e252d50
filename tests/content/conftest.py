"""A small content without fault, to plant faults in."""

from pathlib import Path

import pytest

from tests.fakes import content_folder


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    return content_folder(tmp_path)
