"""Quote authors in a dossier: ask them, hear them, choose what they agreed to."""

from __future__ import annotations

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from drehscheibe.capabilities.exchange.facts.signal import QuoteConsentAnswered, QuoteConsentAsked
from drehscheibe.capabilities.exchange.models import Dossier, DossierQuote, Signal
from drehscheibe.capabilities.exchange.queries import dossiers
from drehscheibe.capabilities.exchange.rules import signal as rules
from drehscheibe.capabilities.exchange.services.dossiers import way as dossier_way
from drehscheibe.capabilities.exchange.services.signals import way
from drehscheibe.core.access.actor import Actor
from drehscheibe.core.access.errors import Conflict
from drehscheibe.core.notify.api import mark_read
from drehscheibe.core.outbox.api import publish

__all__ = ["answer_consent", "ask_consent", "choose_quote", "words_of"]

SHORTEST = 15


@transaction.atomic
def ask_consent(actor: Actor, dossier_id: int, public_id: str, *, text: str) -> DossierQuote:
    """Ask the authors of a concern whether these words of theirs may be quoted.

    Raises
    ------
    ValidationError
        If the words are not the authors' own, letter by letter, or too short to say something.
    Conflict
        If the concern left the dossier, or nobody acts for those who raised it.
    """
    dossier = _lock(actor, dossier_id)
    entries = dossier.entries.filter(left_at__isnull=True, signal__item__public_id=public_id)
    entry = entries.select_related("signal").first()
    if entry is None:
        raise Conflict(_("This concern is not part of the dossier any more."))
    if entry.signal.organisation_id is None:
        raise Conflict(_("This concern comes from public sources. Nobody here could agree."))
    wanted = " ".join(text.split())
    if len(wanted) < SHORTEST:
        raise ValidationError({"text": _("Please choose a few more words.")})
    if wanted not in words_of(entry.signal):
        raise ValidationError(
            {"text": _("These are not the authors’ own words. Please copy them unchanged.")}
        )
    quote = DossierQuote(
        dossier=dossier,
        signal=entry.signal,
        text=wanted,
        asked_under_id=way.mandate_of(actor),
    )
    quote.full_clean()
    if dossier.quotes.filter(signal=entry.signal, text=wanted).exists():
        raise ValidationError({"text": _("You have asked about these words already.")})
    quote.save()
    dossier_way.note(dossier, actor, "consent_asked", {"concern": public_id, "text": wanted})
    publish(QuoteConsentAsked(quote.pk))
    return quote


def words_of(signal: Signal) -> str:
    """Return what the authors said, with single spaces."""
    texts = f"{signal.title} {signal.what_happens} {signal.affected} {signal.wish}"
    return " ".join(texts.split())


@transaction.atomic
def answer_consent(actor: Actor, quote_id: int, *, is_granted: bool) -> DossierQuote:
    """Agree to be quoted, or not; a consent can be taken back until the hand-over.

    Raises
    ------
    NotAllowed
        For others than those who may commit the organisation whose words they are.
    Conflict
        If the dossier has been handed over.
    """
    dossier = dossiers.lock_dossier(_dossier_of(quote_id))
    quote = DossierQuote.objects.select_related("signal").filter(pk=quote_id).first()
    if quote is None:
        raise Conflict(_("This quote is not wanted any more."))
    way.allow(rules.may_commit(actor, quote.signal))
    if not dossier.is_in_preparation:
        raise Conflict(dossier_way.describe_position(dossier))
    quote.is_granted = is_granted
    quote.is_chosen = is_granted
    quote.answered_at = timezone.now()
    quote.answered_under_id = actor.mandate_id
    quote.save()
    dossier_way.note(dossier, actor, "consent_answered", {"quote": quote.text, "yes": is_granted})
    mark_read(actor.person_id, "exchange", uuid=str(quote.uuid))
    publish(QuoteConsentAnswered(quote.pk, is_granted))
    return quote


@transaction.atomic
def choose_quote(actor: Actor, dossier_id: int, quote_id: int, *, is_chosen: bool) -> DossierQuote:
    """Put a quote into the dossier or leave it out; only what its authors agreed to goes in."""
    dossier = _lock(actor, dossier_id)
    quote = dossier.quotes.filter(pk=quote_id).first()
    if quote is None:
        raise Conflict(_("This quote is not wanted any more."))
    if is_chosen and not quote.is_granted:
        raise Conflict(_("The authors have not agreed to be quoted."))
    quote.is_chosen = is_chosen
    quote.save(update_fields=["is_chosen"])
    return quote


def _dossier_of(quote_id: int) -> int:
    found = DossierQuote.objects.filter(pk=quote_id).values_list("dossier_id", flat=True).first()
    if found is None:
        raise Conflict(_("This quote is not wanted any more."))
    return found


def _lock(actor: Actor, dossier_id: int) -> Dossier:
    way.allow(rules.may_check(actor))
    dossier = dossiers.lock_dossier(dossier_id)
    way.ensure_mandate(actor)
    if not dossier.is_in_preparation:
        raise Conflict(dossier_way.describe_position(dossier))
    return dossier
