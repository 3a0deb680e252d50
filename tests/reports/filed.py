"""Reports to make files of: figures of every kind, and names that a spreadsheet could take for commands."""

from datetime import date, timedelta
from functools import partial

from bot.config import ROOT
from bot.content.load import read_content
from bot.core.facts import Asked, Counts, Helper, Resulted, Rows, Served, Village
from bot.core.official import KeptFigure, OfficialFigure
from bot.core.sessions import Evidence, Had, Work
from bot.core.teams import Team
from bot.i18n import Translator
from bot.reports.figures import Known, make
from bot.reports.filed import Filed
from bot.reports.names import Names
from bot.reports.report import Place
from bot.reports.withhold import withhold
from bot.storage.session_export import SessionRow
from tests.reports.test_figures import NOW, OCTOBER

COMMAND = '=HYPERLINK("http://example.org","thôn 9")'
CONTENT = read_content(ROOT / "content")
NAMES = Names(CONTENT)
SPEAK = Translator.read(ROOT / "locales").speak
CHU_SE = Place("23941", "Xã Chư Sê")
TEAMS = {1: "Tổ 1", 2: "@Tổ 2"}
ACCOUNTS = KeptFigure(1, OfficialFigure("qd411-tai-khoan", "", 71.5, date(2026, 6, 30), "NHNN"), 1, NOW)

SEEN, NEW = Evidence.SEEN, Had.NO
RESULTS = (
    Resulted("ttkdtm", "account_opened", SEEN, NEW, 12), Resulted("vneid", "activated_l2", SEEN, NEW, 30),
    Resulted("vneid", "activated_l2", Evidence.TOLD, Had.UNKNOWN, 7), Resulted("vneid", "not_done", SEEN, NEW, 3),
    Resulted("lua_dao", "prevention_talk", Evidence.GUIDED, Had.UNKNOWN, 25),
)  # fmt: skip
VILLAGES = {"thôn 1": 40, "thôn 2": 12, COMMAND: 3, "": 22}


def counted(people: int) -> Counts:
    return Counts(sessions=2, people=people, elders=people // 3, elders_counted=1, phoneless=1, confirmable=people - 1,
                  confirmed=people // 2, done=people, newly=people // 2)  # fmt: skip


ROWS = Rows(
    counted(77),
    days={date(2026, 10, 5) + timedelta(days=n): counted(people) for n, people in enumerate((40, 12, 25))},
    villages=tuple(Village(name, name, counted(people)) for name, people in VILLAGES.items()),
    by_team={1: counted(52), 2: counted(25)},
    served=(Served("vneid", 4, 38), Served("ttkdtm", 2, 12), Served("lua_dao", 1, 25)),
    resulted=RESULTS, helpers=(Helper(7, "Lan", 3, 52),), active_members=6, residents=9,
    teams=tuple(Team(id_, "23941", name, ()) for id_, name in TEAMS.items()), asked=Asked(asked=9, taken=8, closed=7),
)  # fmt: skip


def filed(*, inside: bool = False, place: Place = CHU_SE, lang: str = "vi", demo: bool = False) -> Filed:
    rows = ROWS if place.code else Rows(ROWS.total, days=ROWS.days, communes={"23941": ROWS.total})
    communes = {code: unit.name for code, unit in CONTENT.places.units.items()}
    report = make(OCTOBER, place, rows, Known(communes, NOW, members=inside))
    return Filed(report if inside else withhold(report), NAMES, partial(SPEAK, lang=lang), (ACCOUNTS,), demo)


def session(number: int, people: int = 3, *works: Work, village: str = "thôn 2") -> SessionRow:
    done = works or (
        Work("vneid", "activated_l2", people, SEEN, NEW),
        Work("sim", "verified_ok", 1, Evidence.TOLD, NEW),
    )
    return SessionRow(number, date(2026, 10, 5), "23941", village, 1, 2, people, None, 1, 0, 1, "mạng yếu", done)
