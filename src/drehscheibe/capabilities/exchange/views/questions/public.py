"""What everybody may read: answered questions, all of an initiative, and the page of each."""

from __future__ import annotations

from django.core.paginator import Paginator
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.views.decorators.http import require_safe

from drehscheibe.capabilities.directory import api as directory
from drehscheibe.capabilities.exchange.models import Question
from drehscheibe.capabilities.exchange.queries import questions
from drehscheibe.capabilities.exchange.rules import question as rules
from drehscheibe.capabilities.exchange.views.questions.track import way_of_question
from drehscheibe.core.access.actor import Actor
from drehscheibe.core.moderation import api as moderation
from drehscheibe.core.organisations.middleware import actor_from

__all__ = ["find_or_404", "question_detail", "question_list"]

PER_PAGE = 20


@require_safe
def question_list(request: HttpRequest) -> HttpResponse:
    """List the questions that everybody may read, of one initiative or of all."""
    slug = request.GET.get("initiative", "")
    found = directory.find_published(slug) if slug else None
    if slug and found is None:
        raise Http404
    public = questions.list_public()
    if found is not None:
        public = public.filter(organisation_id=found[1])
    context = {
        "initiative": found[0] if found else None,
        "page_obj": Paginator(public, PER_PAGE).get_page(request.GET.get("page")),
        "query": f"initiative={slug}" if slug else "",
    }
    return render(request, "exchange/question_list.html", context)


@require_safe
def question_detail(request: HttpRequest, public_id: str) -> HttpResponse:
    """Show a public question; whoever has to do with one that is not goes on to their own page."""
    actor = actor_from(request)
    try:
        question = find_or_404(actor, public_id)
    except Http404:
        hidden = moderation.show_hidden(request, "question", public_id)
        if hidden is None:
            raise
        return hidden
    is_at_work = actor.is_office or rules.is_of_initiative(actor, question)
    if not question.is_public:
        if is_at_work:
            return redirect("question_work", public_id)
        return redirect("question_status", question.token)
    links = directory.find_by_organisations([question.organisation_id])
    context = {
        "question": question,
        "way": way_of_question(question),
        "initiative": links.get(question.organisation_id),
        "is_at_work": is_at_work,
        "today": timezone.localdate(),
    }
    return render(request, "exchange/question_detail.html", context)


def find_or_404(actor: Actor, public_id: str) -> Question:
    """Return a question that the actor may read; any other does not exist for them."""
    try:
        return questions.get_question_visible_to(actor, public_id)
    except Question.DoesNotExist as missing:
        raise Http404 from missing
