"""Invented names. Nobody is called by the whole of their name, so that none is anybody's."""

from __future__ import annotations

from random import Random

from bot.content.places import Unit

_KIN = ("Chú", "Cô", "Anh", "Chị", "Bác", "Em", "Thầy", "Dì")
_CALLED = (
    "Hai", "Ba", "Tư", "Năm", "Sáu", "Bảy", "Tám", "Chín", "Út", "An", "Bình", "Châu", "Dũng", "Hạnh", "Hòa", "Hương",
    "Lành", "Lan", "Lộc", "Mai", "Minh", "Nga", "Phúc", "Quý", "Sơn", "Tâm", "Thảo", "Thu", "Tín", "Vinh", "Xuân",
    "Yến",
)  # fmt: skip
_OF_VILLAGES = (
    "An Bình", "An Lộc", "Bình Hòa", "Đông Hải", "Hòa Thạnh", "Hưng Thịnh", "Lộc Thuận", "Mỹ An", "Phú Thọ", "Tân Lập",
    "Thanh Bình", "Thắng Lợi", "Thuận Hạnh", "Trung Tín", "Vạn Phước", "Xuân Phong",
)  # fmt: skip
_OF_HAMLETS = (
    "Bông", "Breng", "Dơk", "Djrông", "Goi", "Hlăm", "Klăh", "Krái", "Ngol", "Ốp", "Pơ Nang", "Prông", "Tbưng",
    "Tơ Ver", "Weh", "Yăng",
)  # fmt: skip

WARD = "Phường"
HIGHLAND_EAST_OF = 108.75
"""The line, in degrees, that stands here for the foot of the mountains."""


def member(dice: Random) -> str:
    return f"{dice.choice(_KIN)} {dice.choice(_CALLED)}"


def is_town(unit: Unit) -> bool:
    return unit.name.startswith(WARD)


def is_highland(unit: Unit) -> bool:
    return unit.lon < HIGHLAND_EAST_OF


def villages(dice: Random, unit: Unit) -> tuple[str, ...]:
    """Some six of them, called as they are called there."""
    if is_town(unit):
        return tuple(f"khu phố {number}" for number in range(1, dice.randint(6, 9)))
    numbered = [f"thôn {number}" for number in range(1, dice.randint(4, 6))]
    if is_highland(unit):
        return (*numbered, *(f"làng {name}" for name in dice.sample(_OF_HAMLETS, dice.randint(3, 5))))
    return (*numbered, *(f"thôn {name}" for name in dice.sample(_OF_VILLAGES, dice.randint(2, 4))))


def typed(dice: Random, village: str) -> str:
    """As it comes from a telephone: mostly as it is called, now and then with capitals or a space too many."""
    if dice.random() < 0.85:
        return village
    return dice.choice([village.title(), village.capitalize(), village.replace(" ", "  ", 1)])
