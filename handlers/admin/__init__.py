"""The talks with administrators of communes and of the province."""

from bot.engine.router import Router
from handlers.admin import (
    announcement_approval,
    announcement_audience,
    announcement_check,
    announcement_draft,
    announcement_file,
    announcement_lanes,
    announcement_offers,
    announcement_places,
    announcement_progress,
    announcement_recall,
    announcement_saved,
    announcement_time,
    announcements,
    report_mail,
    report_typed,
    reports,
    site,
    teams,
)


def router() -> Router:
    announcing = (announcements, announcement_draft, announcement_file, announcement_offers, announcement_audience,
                  announcement_places, announcement_saved, announcement_time, announcement_check,
                  announcement_approval, announcement_progress, announcement_recall, announcement_lanes)  # fmt: skip
    return Router().include(*(talk.router for talk in (site, teams, reports, report_typed, report_mail, *announcing)))
