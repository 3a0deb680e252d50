"""Joining with a code, typed or behind a link: what it is for, which name residents will see, and in."""

from bot.core.codes import LENGTH, as_code
from bot.core.errors import Answerable
from bot.core.events import MemberJoined
from bot.core.messages import Button, Kind
from bot.core.phrases import Phrase
from bot.core.phrases import text as _
from bot.core.roles import Role
from bot.core.teams import GROUP, LINK, Invite, Member
from bot.engine.router import Router
from bot.engine.turn import Turn
from handlers.resident import helped
from handlers.resident.buttons import MENU, PERSON
from handlers.team import link_channel, requests
from handlers.team.my_team import show_mine
from handlers.team.words import ROLES, one_line, place

router = Router()

JOIN_LINK = "j_"
"""A deep link ``j_<CODE>`` opens that invite, on every channel."""
LONGEST_NAME = 40


def linked_code(turn: Turn) -> str:
    """The code of a deep link, whatever it may be worth; "" if the link is another."""
    named = turn.inbound.kind is Kind.START and turn.text.startswith(JOIN_LINK)
    return turn.text.removeprefix(JOIN_LINK)[:LENGTH] if named else ""


@router.on("code")
async def take_typed_code(turn: Turn) -> None:
    await open_code(turn, turn.meaning.topic)


async def open_code(turn: Turn, code: str) -> None:
    if await helped.offer(turn, code):
        return
    if not await turn.ports.invites.must_wait(turn.person.id) and await requests.show_by_code(turn, code):
        return
    invite = await find(turn, code)
    if invite.purpose == LINK:
        link_channel.offer(turn, invite, as_code(code))
    elif invite.purpose == GROUP:
        turn.say(_("This code is for the team's Telegram group: please type */nhom {code}* there.", code=code), MENU)
    elif (await turn.ports.teams.standing(turn.person.id)).holds(invite.post):
        turn.say(_("{You} are in already."))
        await show_mine(turn)
    else:
        ask_name(turn, await described(turn, invite), as_code(code))


async def find(turn: Turn, code: str) -> Invite:
    """Ends the turn with words when the code opens nothing."""
    if await turn.ports.invites.must_wait(turn.person.id):
        wait = _("Too many wrong codes. Please wait 15 minutes, then look at the code once more.")
        raise Answerable(wait, MENU, PERSON)
    invite = await turn.ports.invites.find(turn.person.id, as_code(code) or code)
    if not invite:
        wrong = _("This code is wrong or no longer valid. Please ask whoever gave it for a new one.")
        raise Answerable(wrong, MENU, PERSON)
    return invite


async def described(turn: Turn, invite: Invite) -> Phrase:
    """The role and where: "team member of “Tổ thôn 2”, Xã Chư Sê"."""
    role, where = ROLES[invite.purpose], place(turn, invite.commune)
    team = await turn.ports.teams.find(invite.team) if invite.team else None
    if team:
        return _("{role} of “{team}”, {place}", role=role, team=team.name, place=where)
    return _("{role}, {place}", role=role, place=where) if invite.commune else role


def ask_name(turn: Turn, what: Phrase, code: str) -> None:
    words = _("{You} are invited as *{what}*. What name shall residents see? For example: Anh Nam.", what=what)
    turn.ask(words, "join.name", Button(_("No, thank you"), "join.no"), code=code)


@router.action("join.name")
async def ask_name_again(turn: Turn) -> None:
    await open_code(turn, turn.arg(0))


@router.answer("join.name")
async def take_name(turn: Turn) -> bool:
    if turn.inbound.kind is not Kind.SAY:
        return False
    name, code = one_line(turn.text, LONGEST_NAME), turn.talk.notes.get("code", "")
    if not name or any(letter.isdigit() for letter in name):
        turn.say(_("Please type a short name without numbers, for example: Cô Lan."))
        return True
    invite = await find(turn, code)
    confirm(turn, await described(turn, invite), code, name)
    return True


def confirm(turn: Turn, what: Phrase, code: str, name: str) -> None:
    yes, again = Button(_("Yes, join"), f"join.yes:{code}"), Button(_("Another name"), f"join.name:{code}")
    words = _("{You} join as *{what}*. Residents will see the name “{name}”. Is that right?", what=what, name=name)
    turn.ask(words, "join.name", yes, again, Button(_("No, thank you"), "join.no"), code=code, name=name)


@router.action("join.yes")
async def join(turn: Turn) -> None:
    code, name = turn.arg(0), turn.talk.notes.get("name", "")
    if turn.talk.notes.get("code") != code or not name:
        await open_code(turn, code)
        return
    invite = await find(turn, code)
    turn.talk.expect("")
    joined = await turn.ports.invites.join(turn.person.id, code, name)
    if not joined:
        turn.say(_("This code has just been used up. Please ask for a new one."), MENU, PERSON)
        return
    await welcome(turn, invite, joined)


async def welcome(turn: Turn, invite: Invite, joined: Member) -> None:
    standing = await turn.ports.teams.standing(turn.person.id)
    turn.person.role, turn.person.place = standing.role, turn.person.place or joined.commune
    turn.emit(MemberJoined(joined.role.value, joined.commune, joined.team))
    turn.show(_("Welcome, {name}! {You} are now *{what}*.", name=joined.name, what=await described(turn, invite)))
    await tell_the_leaders(turn, joined)
    await show_mine(turn)


async def tell_the_leaders(turn: Turn, joined: Member) -> None:
    team = await turn.ports.teams.find(joined.team)
    for member in await turn.ports.teams.members(joined.team) if team else ():
        if team and member.role is Role.LEADER and member.person != joined.person:
            turn.tell(member.person, _("{name} has joined “{team}”.", name=joined.name, team=team.name))


@router.action("join.no")
async def decline(turn: Turn) -> None:
    turn.talk.expect("")
    turn.show(_("All right. The code stays valid until its time is up."), MENU)
