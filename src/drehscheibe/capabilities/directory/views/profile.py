"""The profile of one initiative, for a neighbour and for a ministry desk alike."""

from __future__ import annotations

from typing import Any

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from drehscheibe.capabilities.directory import api, rules
from drehscheibe.capabilities.directory.choices import MeasureStatus
from drehscheibe.capabilities.directory.models import Initiative
from drehscheibe.capabilities.directory.queries import profile
from drehscheibe.capabilities.directory.queries.similar import find_relatives
from drehscheibe.capabilities.directory.views import profile_words as words
from drehscheibe.capabilities.directory.views.initiatives import detail_url_pattern
from drehscheibe.capabilities.directory.views.maps import draw_region
from drehscheibe.core.access.actor import Actor
from drehscheibe.core.organisations.middleware import actor_from
from drehscheibe.core.text.vocabulary import labels

MEASURE_BADGES = {"planned": "neutral", "running": "info", "done": "success", "stopped": "warning"}


@require_safe
def initiative_detail(request: HttpRequest, slug: str) -> HttpResponse:
    """Show one profile."""
    actor = actor_from(request)
    initiative = get_or_404(slug, actor)
    context = {
        **_description(initiative),
        "history": [words.history_entry(line) for line in profile.list_history(initiative)],
        "sections": _sections(initiative, actor),
        "may_edit": rules.may_edit(actor, initiative),
        "may_claim": initiative.is_published and initiative.verified_at is None,
        "is_following": profile.is_following(actor, initiative),
    }
    return render(request, "directory/initiative_detail.html", context)


def get_or_404(slug: str, actor: Actor) -> Initiative:
    """Return an initiative that the actor may see; for everybody else it does not exist."""
    try:
        return profile.get_initiative(slug, actor)
    except Initiative.DoesNotExist as error:
        raise Http404(slug) from error


def _description(initiative: Initiative) -> dict[str, Any]:
    """Return what everybody sees."""
    vocabulary = words.Vocabulary()
    kreise = sorted(initiative.kreise.all(), key=lambda kreis: kreis.name)
    names = {kreis.pk: kreis.label for kreis in kreise}
    relatives = find_relatives(initiative, tuple(names))
    return {
        "initiative": initiative,
        "lead": words.lead(initiative, vocabulary),
        "facts": words.facts(initiative, vocabulary),
        "words": vocabulary.all_words(initiative),
        "kreise": kreise,
        "region_map": draw_region(names, str(initiative)),
        "people": profile.list_people(initiative),
        "present_benches": words.present_benches(initiative),
        "missing_benches": [
            (words.BENCH_ICONS[bench], str(bench.label))
            for bench in profile.missing_benches(initiative)
        ],
        "measure_labels": labels(MeasureStatus),
        "measure_badges": MEASURE_BADGES,
        "neighbours": words.relatives(relatives.neighbours, vocabulary, names),
        "similar": words.relatives(relatives.similar, vocabulary, names),
        "detail_url": detail_url_pattern(),
        "linked_data": words.linked_data(initiative),
    }


def _sections(
    initiative: Initiative, actor: Actor
) -> list[tuple[api.ProfileSection, api.SectionContent]]:
    """Return what the rooms above have to say about this initiative."""
    filled = (
        (section, section.content(initiative.organisation_id, actor))
        for section in api.profile_sections()
    )
    return [(section, content) for section, content in filled if content.items or content.empty]
