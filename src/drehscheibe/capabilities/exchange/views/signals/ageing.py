"""Who is asked, and how long it takes."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_safe

from drehscheibe.capabilities.exchange.queries import ageing


@require_safe
def signal_ageing(request: HttpRequest) -> HttpResponse:
    """Show what waits with each addressee and for how long, and how they answered."""
    addressees = ageing.list_addressees(timezone.localdate())
    waiting = [one for one in addressees if one.all_waiting]
    answered = sum(one.answered for one in addressees)
    context = {
        "addressees": addressees,
        "total_waiting": sum(one.all_waiting for one in waiting),
        "total_overdue": sum(one.overdue for one in waiting),
        "total_answered": answered,
        "percent_in_time": ageing.percent(sum(one.in_time for one in addressees), answered),
        "age_labels": _labels(),
        "age_rows": [(one.name, one.waiting, _note(one)) for one in waiting],
    }
    return render(request, "exchange/ageing.html", context)


def _labels() -> list[str]:
    first, *others = ageing.AGES
    labels = [_("up to %(days)s days") % {"days": first}]
    for before, days in zip(ageing.AGES, others, strict=False):
        labels.append(_("%(from)s to %(to)s days") % {"from": before + 1, "to": days})
    return [*labels, _("more than %(days)s days") % {"days": ageing.AGES[-1]}]


def _note(one: ageing.Addressee) -> str:
    waits = ngettext("%(number)s waits", "%(number)s wait", one.all_waiting)
    note = waits % {"number": one.all_waiting}
    if one.overdue:
        note += ", " + _("%(number)s overdue") % {"number": one.overdue}
    return note
