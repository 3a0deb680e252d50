"""What the bot tells about itself, by language."""

from tests.emulators.telegram import profile
from tests.emulators.telegram.reading import Params
from tests.emulators.telegram.refusal import JsonObject
from tests.emulators.telegram.world import World


def get_me(world: World, params: Params) -> JsonObject:
    return world.bot | {
        "can_join_groups": True,
        "can_read_all_group_messages": False,
        "supports_inline_queries": False,
    }


def set_my_commands(world: World, params: Params) -> bool:
    place, commands = profile.place(params), profile.commands(params)
    if commands:
        world.profile.commands[place] = commands
    else:
        world.profile.commands.pop(place, None)
    return True


def get_my_commands(world: World, params: Params) -> list[JsonObject]:
    """Exactly what was set for this scope and language: the bot is not shown what a resident would fall back to."""
    return world.profile.commands.get(profile.place(params), [])


def delete_my_commands(world: World, params: Params) -> bool:
    world.profile.commands.pop(profile.place(params), None)
    return True


def set_my_description(world: World, params: Params) -> bool:
    text = profile.description(params, "description", profile.MAX_DESCRIPTION)
    world.profile.descriptions[profile.language(params)] = text
    return True


def get_my_description(world: World, params: Params) -> JsonObject:
    return {"description": world.profile.descriptions.get(profile.language(params), "")}


def set_my_short_description(world: World, params: Params) -> bool:
    text = profile.description(params, "short_description", profile.MAX_SHORT_DESCRIPTION)
    world.profile.short_descriptions[profile.language(params)] = text
    return True


def get_my_short_description(world: World, params: Params) -> JsonObject:
    return {"short_description": world.profile.short_descriptions.get(profile.language(params), "")}
