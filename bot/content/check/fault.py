"""What is told to an editor."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from typing_extensions import override


@dataclass(frozen=True, slots=True)
class Fault:
    """``serious``: content with it is not shown. Any other is a warning."""

    file: str
    field: str
    reason: str
    serious: bool = True

    @override
    def __str__(self) -> str:
        return f"{'' if self.serious else 'warning: '}{self.file}: {self.field}: {self.reason}"


Found = Iterator[tuple[str, str, bool]]
"""(field, reason, whether it is serious)."""
