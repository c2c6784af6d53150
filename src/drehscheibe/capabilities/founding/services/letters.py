"""Requests to sign: the e-mails that bodies get, and the second one when the text has changed."""

from __future__ import annotations

from django.urls import reverse
from django.utils import timezone, translation
from django.utils.translation import pgettext

from drehscheibe.capabilities.founding.choices.project import SignatureState
from drehscheibe.capabilities.founding.models import Project, Signature
from drehscheibe.capabilities.founding.services.links import signature_token
from drehscheibe.core.notify.api import Words, queue_mail

__all__ = ["ask_anew", "send_request"]


def ask_anew(project: Project) -> None:
    """Ask everybody again who signed a wording that is no longer the one."""
    for signature in project.signatures.filter(state=SignatureState.SIGNED):
        signature.state = SignatureState.ASKED
        signature.asked_at = timezone.now()
        signature.save(update_fields=["state", "asked_at"])
        send_request(signature, again=True)


def send_request(signature: Signature, *, again: bool = False) -> None:
    with translation.override(signature.language):
        words = _words(signature, again=again)
    moment = f"{signature.asked_at:%Y%m%d%H%M%S%f}"
    queue_mail(
        signature.email,
        words,
        key=f"founding-signature:{signature.uuid}:{moment}",
        language=signature.language,
    )


def _words(signature: Signature, *, again: bool) -> Words:
    values = {"name": signature.project.name, "body": signature.body}
    if again:
        subject = pgettext("founding", "Changed text, please sign again: %(name)s") % values
        text = pgettext(
            "founding",
            "The founding declaration that %(body)s has signed was changed. Your signature does not"
            " hold for the new text. Please read it and decide anew.",
        )
    else:
        subject = pgettext("founding", "Please sign the founding declaration: %(name)s") % values
        text = pgettext(
            "founding",
            "A team in your region founds “%(name)s” and asks %(body)s to sign its declaration. The"
            " link is for you alone and good for 60 days. You can take a signature back at any time.",
        )
    return Words(
        subject=subject,
        text=text % values,
        path=reverse("founding_sign", args=[signature_token(signature)]),
        action=pgettext("founding", "Read the declaration"),
    )
