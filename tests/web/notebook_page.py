"""The queue of the notebook page as ``sync.js`` and ``book.js`` keep it: what is not answered is sent again."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Any

from tests.web.notebook_desk import Browser, new_key


@dataclass
class Slip:
    """One session as the member sees it. ``kept``: its number and version, once the page was told."""

    key: str
    people: int
    waits: dict[str, Any] | None = None
    tried: bool = False
    kept: tuple[int, int] | None = None
    gone: bool = False


@dataclass
class Page:
    browser: Browser
    slips: list[Slip] = field(default_factory=list)

    async def do(self, what: str, number: int) -> None:
        """To the slip of that number, if there is one."""
        if what == "log":
            self._log()
        elif number < len(self.slips):
            slip = self.slips[number]
            match what:
                case "send" | "send in vain":
                    await self.send(slip, heard=what == "send")
                case "edit" if not slip.gone:
                    self._edit(slip)
                case "delete" if not slip.gone:
                    self._delete(slip)

    def _log(self) -> None:
        slip = Slip(new_key(), 2 + len(self.slips))
        slip.waits = self._session(slip) | {"key": slip.key}
        self.slips.append(slip)

    def _session(self, slip: Slip) -> dict[str, Any]:
        session = self.browser.new(people=slip.people, village=f"làng {slip.key}", works=[["vneid", "", 1, "E0", "no"]])
        return session | {"sure": True}

    def _edit(self, slip: Slip) -> None:
        slip.people += 10
        entry = self._session(slip)
        if slip.kept and not (slip.waits and not slip.waits.get("of")):
            slip.waits = entry | {"of": slip.kept[0], "version": slip.kept[1]}
        else:
            slip.waits = entry | {"key": slip.key, "edited": slip.tried}

    def _delete(self, slip: Slip) -> None:
        slip.gone = True
        if slip.kept:
            slip.waits = {"key": new_key(), "of": slip.kept[0], "drop": True}
        else:
            slip.waits = {"key": slip.key, "drop": True} if slip.tried else None

    async def send(self, slip: Slip, *, heard: bool) -> None:
        if not slip.waits:
            return
        slip.tried = True
        [answer] = await self.browser.send(slip.waits)
        if heard and answer["state"] == "conflict":  # the member looks at it, and says that theirs holds
            slip.waits = self._session(slip) | {"of": answer["kept"]["id"], "version": answer["kept"]["version"]}
        elif heard:
            assert answer["state"] == "saved", answer
            slip.kept = (answer["kept"]["id"], answer["kept"]["version"]) if answer["kept"] else None
            slip.waits = None

    async def send_all(self) -> None:
        while waiting := [slip for slip in self.slips if slip.waits]:
            for slip in waiting:
                await self.send(slip, heard=True)

    @property
    def right(self) -> dict[str, int]:
        return {slip.key: slip.people for slip in self.slips if not slip.gone}
