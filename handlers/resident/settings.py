"""What a person may choose about how the bot talks with them."""

from bot.core.events import AddressChosen
from bot.core.messages import Button
from bot.core.phrases import text as _
from bot.core.roles import Role
from bot.engine.router import Router
from bot.engine.turn import Turn
from handlers.resident import menu
from handlers.resident.buttons import MAIL, MENU, MY_DATA, NATIVE, REMIND
from handlers.resident.place import language_button

router = Router()

ADDRESSES = {"ong": "Ông", "ba": "Bà", "bac": "Bác", "chu": "Chú", "co": "Cô", "anh": "Anh", "chi": "Chị"}
"""The forms of address, as they are written in ``locales/addresses.yaml``; they are the same word in every language."""


@router.on("settings")
@router.action("settings")
async def show_settings(turn: Turn) -> None:
    village = Button(_("The village of {you}"), "village.ask")
    buttons = [Button(_("Change commune"), "place.ask"), village, language_button(turn), NATIVE]
    if turn.person.lang == "vi":
        buttons.append(Button(_("How to address me"), "address.ask"))
    if turn.person.role in {Role.MEMBER, Role.LEADER}:
        buttons.append(REMIND)
    if turn.person.role in {Role.LEADER, Role.COMMUNE_ADMIN, Role.PROVINCE_ADMIN}:
        buttons.append(MAIL)
    turn.say(_("What do {you} want to change?"), *buttons, MY_DATA, Button(_("Delete my data"), "erase.ask"), MENU)


@router.action("address.ask")
async def ask_address(turn: Turn) -> None:
    choices = [Button(word, f"address.pick:{key}") for key, word in ADDRESSES.items()]
    turn.say(_("How shall {me} address {you}?"), *choices, Button("Bà con", "address.pick:neutral"))


@router.action("address.pick")
async def pick_address(turn: Turn) -> None:
    turn.person.called = turn.arg(0) if turn.arg(0) in ADDRESSES else ""
    turn.emit(AddressChosen(turn.person.called))
    turn.show(_("Thank {you}, {me} will remember."))
    menu.show_menu(turn)
