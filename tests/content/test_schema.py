"""An editor's program completes and underlines by schemas that are those of the models."""

import json
from pathlib import Path
from typing import Any

import pytest
from click.testing import CliRunner

from bot.cli.schema import command
from bot.config import ROOT
from bot.content.schema import FILES, schema, where
from bot.core.errors import OperatorError

KEPT = ROOT / "content" / "schema"


def written(name: str) -> dict[str, Any]:
    value: dict[str, Any] = json.loads(schema(name))
    return value


def objects(value: Any) -> list[dict[str, Any]]:
    """Every object of a schema that is described field by field."""
    if isinstance(value, list):
        return [found for inner in value for found in objects(inner)]
    if not isinstance(value, dict):
        return []
    here = [value] if value.get("type") == "object" and "properties" in value else []
    return here + [found for inner in value.values() for found in objects(inner)]


@pytest.mark.parametrize("name", FILES)
def test_the_schemas_that_are_kept_are_those_of_the_models(name: str) -> None:
    kept = (KEPT / f"{name}.json").read_text("utf-8")
    assert kept == schema(name), "a model has changed: run “python -m bot schema”"


def test_no_schema_is_kept_of_a_file_that_is_gone() -> None:
    assert {path.stem for path in KEPT.iterdir()} == set(FILES)


@pytest.mark.parametrize("path", sorted((ROOT / "content").glob("*.yaml")), ids=lambda path: path.name)
def test_every_file_of_the_content_has_a_schema(path: Path) -> None:
    how = "add it to bot/content/schema.py and .vscode/settings.json, then run “python -m bot schema”"
    assert path.stem in FILES, how


def test_vs_code_finds_the_schema_of_every_file() -> None:
    settings = json.loads((ROOT / ".vscode" / "settings.json").read_text("utf-8"))
    wanted = {f"content/schema/{name}.json": f"content/{where(name)}" for name in FILES}
    assert settings["yaml.schemas"] == wanted


@pytest.mark.parametrize("name", FILES)
def test_a_slip_of_the_pen_is_underlined(name: str) -> None:
    """Except among the words of a text, where there may be more languages than are spoken today."""
    fields = [found for found in objects(written(name)) if found["properties"].keys() != {"vi", "en"}]
    assert all(found["additionalProperties"] is False for found in fields)


def test_what_an_editor_writes_most_is_explained() -> None:
    definitions = written("guide")["$defs"]
    for kind in ("Step", "Trouble", "Option"):
        assert all(
            "description" in field
            for id_, field in definitions[kind]["properties"].items()
            if id_ not in {"then", "go"}
        )
        assert definitions[kind]["description"]


def test_the_command_writes_them_all(tmp_path: Path) -> None:
    done = CliRunner().invoke(command, ["--out", str(tmp_path / "new")], catch_exceptions=False)
    assert done.output == f"{len(FILES)} schemas in {tmp_path / 'new'}\n"
    assert (tmp_path / "new" / "guide.json").read_text("utf-8") == schema("guide")


def test_a_folder_that_cannot_be_written_to_is_told(tmp_path: Path) -> None:
    (tmp_path / "file").touch()
    with pytest.raises(OperatorError, match="cannot be written"):
        CliRunner().invoke(command, ["--out", str(tmp_path / "file" / "new")], catch_exceptions=False)
