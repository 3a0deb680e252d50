"""The two ways updates reach a bot, of which only one is open at a time."""

import re
from urllib.parse import urlsplit

from tests.emulators.telegram.reading import Params
from tests.emulators.telegram.refusal import JsonObject, bad_request, conflict
from tests.emulators.telegram.webhook import MAX_CONNECTIONS, THIS_MACHINE, Target
from tests.emulators.telegram.world import World

_SECRET = re.compile(r"[A-Za-z0-9_-]*")


async def get_updates(world: World, params: Params) -> list[JsonObject]:
    if world.webhook.is_set:
        raise conflict(
            "can't use getUpdates method while webhook is active; use deleteWebhook to delete the webhook first"
        )
    _allow(world, params)
    return await world.updates.poll(params.number("offset"), params.number("limit", 100), params.number("timeout"))


async def set_webhook(world: World, params: Params) -> bool:
    """An empty address removes the webhook; plain HTTP is taken for this machine only, so that tests need no TLS."""
    target = Target(_url(params), _secret(params), _connections(params))
    _allow(world, params)
    if target.url:
        world.updates.end_poll("terminated by setWebhook request")
    await _replace(world, params, target)
    return True


async def delete_webhook(world: World, params: Params) -> bool:
    await _replace(world, params, Target())
    return True


def get_webhook_info(world: World, params: Params) -> JsonObject:
    return world.webhook.info()


async def _replace(world: World, params: Params, target: Target) -> None:
    await world.webhook.stop()
    if params.flag("drop_pending_updates"):
        world.updates.clear()
    await world.webhook.set(target)


def _allow(world: World, params: Params) -> None:
    """Left out, the kinds named before still count; an empty list means the usual ones."""
    kinds = params.values.get("allowed_updates")
    if isinstance(kinds, list):
        world.updates.allowed = frozenset(map(str, kinds))


def _url(params: Params) -> str:
    url = params.text("url")
    parts = urlsplit(url)
    if url and not parts.hostname:
        raise bad_request("invalid webhook URL specified")
    if url and parts.scheme != "https" and parts.hostname not in THIS_MACHINE:
        raise bad_request("bad webhook: An HTTPS URL must be provided for webhook")
    return url


def _secret(params: Params) -> str:
    secret = params.text("secret_token")
    if len(secret) > 256:
        raise bad_request("secret token is too long")
    if not _SECRET.fullmatch(secret):
        raise bad_request("secret token contains unallowed characters")
    return secret


def _connections(params: Params) -> int:
    return max(1, min(100, params.number("max_connections", MAX_CONNECTIONS)))
