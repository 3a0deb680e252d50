"""Static files: read once, compressed once, and named by their content so that a browser keeps them for ever."""

from __future__ import annotations

import gzip
import hashlib
import mimetypes
from dataclasses import dataclass
from pathlib import Path

from aiohttp import web

FOLDER = Path(__file__).parent / "static"
COMPRESSED = frozenset({".css", ".js", ".svg", ".txt"})
FOREVER = "public, max-age=31536000, immutable"


@dataclass(frozen=True, slots=True)
class Asset:
    body: bytes
    zipped: bytes | None
    type: str


class Assets:
    """All files of the folder. The version is one for all, so that files may name each other relatively."""

    def __init__(self, folder: Path = FOLDER) -> None:
        files = sorted(path for path in folder.rglob("*") if path.is_file())
        self._assets = {path.relative_to(folder).as_posix(): _read(path) for path in files}
        self.version = hashlib.sha256(b"".join(asset.body for asset in self._assets.values())).hexdigest()[:10]

    @property
    def names(self) -> list[str]:
        return list(self._assets)

    def url(self, name: str) -> str:
        """Raises KeyError for a file that is not there: a page must not name what does not exist."""
        self._assets[name]
        return f"/static/{self.version}/{name}"

    def routes(self) -> list[web.RouteDef]:
        return [web.get("/static/{version}/{name:.+}", self._serve), web.get("/embed.js", self._embed)]

    async def _serve(self, request: web.Request) -> web.Response:
        return self._answer(request, request.match_info["name"], FOREVER)

    async def _embed(self, request: web.Request) -> web.Response:
        """Other sites name this one without a version: they ask again every hour."""
        return self._answer(request, "embed.js", "public, max-age=3600")

    def _answer(self, request: web.Request, name: str, cache: str) -> web.Response:
        asset = self._assets.get(name)
        if not asset:
            raise web.HTTPNotFound(text="There is no such file.")
        headers = {"Cache-Control": cache, "Content-Type": asset.type, "Vary": "Accept-Encoding"}
        if asset.zipped and "gzip" in request.headers.get("Accept-Encoding", ""):
            return web.Response(body=asset.zipped, headers={**headers, "Content-Encoding": "gzip"})
        return web.Response(body=asset.body, headers=headers)


def _read(path: Path) -> Asset:
    body = path.read_bytes()
    zipped = gzip.compress(body, 9, mtime=0) if path.suffix in COMPRESSED else None
    kind = "font/woff2" if path.suffix == ".woff2" else mimetypes.guess_type(path.name)[0] or "application/octet-stream"
    return Asset(body, zipped, f"{kind}; charset=utf-8" if path.suffix in COMPRESSED else kind)
