"""Whether a page of this server asks, and how the browser reached it."""

from __future__ import annotations

from urllib.parse import urlsplit

from aiohttp import web


def is_ours(request: web.Request, public_url: str) -> bool:
    """Whether a page of this server asks. Other sites cannot leave out or change this header of a browser's POST."""
    host = urlsplit(request.headers.get("Origin", "")).netloc
    return bool(host) and host in {request.host, urlsplit(public_url).netloc}


def is_https(request: web.Request, public_url: str) -> bool:
    """As the browser sees it: with a public address, a proxy stands before this server."""
    outside = urlsplit(public_url)
    return outside.scheme == "https" if outside.netloc == request.host else request.secure
