"""The buttons that many talks share, so that they say and do the same everywhere."""

from bot.content.model import Guide, Step
from bot.core.messages import Button
from bot.core.phrases import text as _

MENU = Button(_("Other things to do"), "menu")
PERSON = Button(_("Meet a person"), "help.start")
NATIVE = Button("Jrai, Bahnar", "language.native")
MY_DATA = Button(_("My data"), "data.show")
MY_TEAM = Button(_("My team"), "team.mine")
LOG = Button(_("Log a session"), "log.new")
BOOK = Button(_("My log"), "book")
SITE = Button(_("Admin site"), "site.open")
REPORT = Button(_("Reports"), "report")
ANNOUNCEMENTS = Button(_("Announcements"), "announcement")
MAIL = Button(_("Send reports by itself"), "mail")
REMIND = Button(_("Remind me to log"), "remind")
REQUESTS = Button(_("Requests of residents"), "requests")
PRIVACY = Button(_("Privacy"), "privacy")
CONSENTS = Button(_("What I agree to"), "consent.page")
NO_NEWS = Button(_("Get no announcements any more"), "announce.stop:0")
NEWS_AGAIN = Button(_("Get them again"), "announce.start")
ONLY_URGENT = Button(_("Urgent ones only"), "announce.urgent")
NOT_EVEN_URGENT = Button(_("Stop the urgent ones too"), f"{NO_NEWS.action}.urgent")
SCAM = Button(_("Check a suspicious message"), "scam.check")
LATER = Button(_("Later"), "place.later")


def open_guide(guide: Guide) -> Button:
    return Button(guide.title, f"guide.open:{guide.id}")


def go_on_with(guide: Guide, step: Step) -> Button:
    return Button(_("Go on: {title}", title=guide.title), go_on(guide, step).action)


def go_on(guide: Guide, step: Step) -> Button:
    return Button(_("Go on"), f"guide.here:{guide.id}.{step.id}")
