"""The admin site, at ``/quan-tri``: pages made on the server, in the words of the catalogue.

A page is added like this. A file ``bot/web/admin/<page>.py``::

    pages = Section("/phien", _("Sessions"), act="session.see")      # title: stands in the navigation

    @pages.get("/phien")                                # act of the section, at the chosen place
    async def show(ask: Ask) -> web.Response:
        report = await ask.office.report(ask.period, ask.place, inside=ask.inside)
        return await ask.render("admin/sessions.html", report=report)

    @pages.post("/phien/{id}/rut", act="session.correct", where=of_session)
    async def withdraw(ask: Ask) -> web.Response:
        async with ask.office.writing() as ports: ...
        return await ask.back("/phien", _("The session is withdrawn."))    # said on the next page, once

and its ``pages`` in ``bot.web.admin.sections.SECTIONS``, in the order of the navigation.

``act`` is one of ``bot.core.roles.ACTS``. ``where`` says at which place it is done: ``CHOSEN`` (as the address says,
with ``?xa`` and ``?to``; by default), ``SOMEWHERE`` (whoever may do it at all: for what belongs to no place), or an
``async def of_session(ask) -> Place | None`` (None: there is no such thing, 404). A route without a rule cannot be
made. A post to a page at the chosen place keeps the place in its address: ``url(path)`` does that.

What a page is handed, and what its template has, is described in ``bot.web.admin.ask``; templates begin with
``{% extends "admin/base.html" %}`` and take their parts from ``admin/_macros.html``. Forms use the macro ``post_form``
(or ``hidden()`` in a form of one's own). Nothing inline: styles stand in ``static/admin/``; the macro ``table`` with
``chart="bar"`` or ``"line"`` gets its picture from ``charts.js``. A page without time and place empties the block
``choice``. Raise ``web.HTTPNotFound()`` for what is not there, and ``Answerable(words)`` for what cannot be done: both
are told in the layout.
"""
