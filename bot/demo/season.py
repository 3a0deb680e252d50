"""What is asked for where and when: more of some things in some months, in towns, and in the highlands."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date

from bot.content.places import Unit
from bot.demo.names import is_highland, is_town

BUSY = {1: 0.75, 2: 0.45, 3: 0.9, 4: 1.0, 5: 1.0, 6: 1.1, 7: 1.3, 8: 1.25, 9: 1.05, 10: 1.45, 11: 1.1, 12: 0.95}
"""By month: little around Tết, much in the summer of the youth union and around 10 October, the day of it all."""

USUAL = {
    "vneid": 26, "bhyt": 9, "dvcqg": 9, "dia_chi_so": 7, "can_cuoc": 5, "cu_tru": 5, "an_sinh": 6, "pakn": 4,
    "khai_sinh": 3, "chung_thuc": 3, "so_suc_khoe": 4, "thue_hkd": 4, "ttkdtm": 6, "lua_dao": 5, "bdhvs": 5, "sim": 3,
    "thiet_bi": 3, "gplx": 2, "ho_tich": 1, "lltp": 1, "khai_tu": 1, "chu_ky_so": 1, "tmdt": 1, "hddt": 1,
}  # fmt: skip
"""Weights of the services; of one that is not named, 1."""
IN_TOWN = {"thue_hkd": 2.5, "ttkdtm": 2.0, "hddt": 3.0, "tmdt": 2.0, "chu_ky_so": 2.5, "an_sinh": 0.6, "bdhvs": 0.7}
IN_HIGHLANDS = {"an_sinh": 1.8, "bdhvs": 1.7, "vneid": 1.2, "thiet_bi": 1.8, "thue_hkd": 0.5, "hddt": 0.4, "tmdt": 1.5}
IN_MONTH: Mapping[int, Mapping[str, float]] = {
    1: {"thue_hkd": 3.0, "an_sinh": 1.8},
    2: {"lua_dao": 2.0, "ttkdtm": 1.4},
    3: {"chu_ky_so": 2.0},
    4: {"thue_hkd": 2.0},
    6: {"khai_sinh": 1.5, "dvcqg": 1.4},
    7: {"thue_hkd": 2.0, "bdhvs": 2.2},
    8: {"bhyt": 2.0, "bdhvs": 2.0},
    9: {"bhyt": 2.4, "so_suc_khoe": 2.0},
    10: {"dia_chi_so": 2.5, "thue_hkd": 2.0, "bdhvs": 2.0},
    11: {"pakn": 1.8, "vneid": 1.2},
}


def weights(services: Sequence[str], unit: Unit, month: int) -> list[float]:
    return [
        USUAL.get(service, 1)
        * (IN_TOWN if is_town(unit) else {}).get(service, 1.0)
        * (IN_HIGHLANDS if is_highland(unit) else {}).get(service, 1.0)
        * IN_MONTH.get(month, {}).get(service, 1.0)
        for service in services
    ]


def busy(day: date) -> float:
    """Of a day, 1 for the usual one: most on Saturdays, at the market and in the house of the village."""
    return (1.0, 0.9, 0.9, 1.0, 1.1, 1.5, 0.7)[day.weekday()]
