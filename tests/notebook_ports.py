"""The doors to the notebook page and to the admin site, kept in memory: for playing the engine alone."""

from __future__ import annotations


class MemoryNotebook:
    async def link(self, person_id: int) -> str:
        return f"SECRET-{person_id}"

    async def close(self, person_id: int) -> int:
        return 1


class MemoryAdminSite:
    async def link(self, person_id: int) -> str:
        return f"ADMIN-{person_id}"

    async def close(self, person_id: int) -> int:
        return 1
