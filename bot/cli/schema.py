"""``schema``: what editors' programs need to complete and underline while a guide is written."""

from __future__ import annotations

from pathlib import Path

import click

from bot.config import read_settings
from bot.content.schema import FILES, schema
from bot.core.errors import OperatorError


@click.command("schema")
@click.option("--out", type=click.Path(path_type=Path), help="The folder; without it “schema” in the content folder.")
def command(out: Path | None) -> None:
    """Write the JSON Schema of every file of the content."""
    folder = out or read_settings().content_dir / "schema"
    try:
        folder.mkdir(parents=True, exist_ok=True)
        for name in FILES:
            (folder / f"{name}.json").write_text(schema(name), "utf-8")
    except OSError as error:
        raise OperatorError(f"The schemas cannot be written to {folder}: {error.strerror}.") from error
    click.echo(f"{len(FILES)} schemas in {folder}")
