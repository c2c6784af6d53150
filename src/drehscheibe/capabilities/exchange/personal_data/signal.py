"""What the exchange keeps of people: announced to ``core.privacy``.

Concerns and answers are words of organisations. A person stands behind them only through a mandate,
and no page shows their name to others than their own organisation.
"""

from __future__ import annotations

from django.db.models import QuerySet
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from drehscheibe.capabilities.exchange.models import (
    Answer,
    Clarification,
    CommonAnswer,
    Dossier,
    DossierQuote,
    EffectReport,
    HandOver,
    Merge,
    Postponement,
    Signal,
    Supporter,
)
from drehscheibe.capabilities.exchange.personal_data.mandates import NAMELESS, ROOM, done_by
from drehscheibe.core.privacy.api import (
    Basis,
    Fate,
    People,
    Reader,
    Source,
    Subject,
    leave_to_account,
    register_source,
)


def register() -> None:
    """Announce everything; called once from ``AppConfig.ready``."""
    for source in (
        _SIGNALS,
        _ANSWERS,
        _COMMON_ANSWERS,
        _POSTPONEMENTS,
        _EFFECTS,
        _QUESTIONS,
        _HAND_OVERS,
        _SUPPORT,
        *_BUNDLING,
    ):
        register_source(source)


def _find_signals(subject: Subject) -> QuerySet[Signal]:
    rows = Signal.objects.filter(done_by(subject, "mandate", "released_under"))
    return rows.select_related("item", "organisation").order_by("pk")


def _find_answers(subject: Subject) -> QuerySet[Answer]:
    rows = Answer.objects.filter(done_by(subject, "mandate", "rated_under", "withdrawn_under"))
    return rows.select_related("signal__item", "desk").order_by("pk")


def _find_common_answers(subject: Subject) -> QuerySet[CommonAnswer]:
    rows = CommonAnswer.objects.filter(done_by(subject, "mandate"))
    return rows.select_related("desk").order_by("pk")


def _find_postponements(subject: Subject) -> QuerySet[Postponement]:
    rows = Postponement.objects.filter(done_by(subject, "mandate"))
    return rows.select_related("answer__signal__item").order_by("pk")


def _find_effects(subject: Subject) -> QuerySet[EffectReport]:
    rows = EffectReport.objects.filter(done_by(subject, "mandate"))
    return rows.select_related("answer__signal__item").order_by("pk")


def _leave_answers(subject: Subject) -> int:
    """Where an answer names the person as contact, name the desk instead."""
    answers = list(_find_answers(subject))
    own = [word.lower() for word in (subject.name, *subject.emails) if word]
    for answer in answers:
        if any(word in answer.contact.lower() for word in own):
            answer.contact = str(answer.desk)[:200]
            answer.save(update_fields=["contact"])
    return len(answers)


def _find_questions(subject: Subject) -> QuerySet[Clarification]:
    rows = Clarification.objects.filter(done_by(subject, "asked_by", "answered_by"))
    return rows.select_related("signal__item").order_by("pk")


def _find_hand_overs(subject: Subject) -> QuerySet[HandOver]:
    rows = HandOver.objects.filter(done_by(subject, "handed_over_by"))
    return rows.select_related("signal__item", "desk").order_by("pk")


def _find_support(subject: Subject) -> QuerySet[Supporter]:
    rows = Supporter.objects.filter(done_by(subject, "mandate", "released_under"))
    return rows.select_related("signal__item", "organisation").order_by("pk")


def _find_dossiers(subject: Subject) -> QuerySet[Dossier]:
    rows = Dossier.objects.filter(done_by(subject, "begun_under", "handed_over_under"))
    return rows.select_related("item").order_by("pk")


def _find_quotes(subject: Subject) -> QuerySet[DossierQuote]:
    rows = DossierQuote.objects.filter(done_by(subject, "asked_under", "answered_under"))
    return rows.select_related("signal__item").order_by("pk")


def _find_merges(subject: Subject) -> QuerySet[Merge]:
    rows = Merge.objects.filter(done_by(subject, "merged_under", "undone_under"))
    return rows.select_related("signal__item").order_by("pk")


_SIGNALS = Source(
    name="exchange.signals",
    room=ROOM,
    label=_("Concerns, written or released"),
    models=("exchange.Signal",),
    purpose=_("Bring concerns of regions to those who can change something"),
    people=(People.REPRESENTATIVES,),
    basis=Basis.PUBLIC_TASK,
    readers=(Reader.ORGANISATION, Reader.OFFICE, Reader.DESK),
    retention="task",
    fate=Fate.PSEUDONYMISE,
    at_erasure=NAMELESS,
    find=_find_signals,
    fields={
        "number": (_("Number"), "public_id"),
        "organisation": (_("Organisation"), "organisation.name"),
        "title": (_("The concern in one sentence"), "title"),
        "what_happens": (_("What happens"), "what_happens"),
        "wish": (_("What should change"), "wish"),
        "state": (_("State"), "state"),
        "created_at": (_("Begun on"), "created_at"),
    },
    erase=leave_to_account(_find_signals),
)
_ANSWERS = Source(
    name="exchange.answers",
    room=ROOM,
    label=_("Answers, written or rated"),
    models=("exchange.Answer",),
    purpose=_("Answer concerns, and hear whether the answer helps"),
    people=(People.REPRESENTATIVES,),
    basis=Basis.PUBLIC_TASK,
    readers=(Reader.ORGANISATION, Reader.OFFICE, Reader.PUBLIC),
    retention="task",
    fate=Fate.PSEUDONYMISE,
    at_erasure=_(
        "The words belong to the organisation and stay. Where the person is named as contact, the organisation is named instead."
    ),
    find=_find_answers,
    fields={
        "number": (_("Number"), "signal.public_id"),
        "decision": (_("Decision"), "decision"),
        "text": (pgettext_lazy("noun", "Answer"), "text"),
        "contact": (_("Contact for questions"), "contact"),
        "published_at": (_("Published on"), "published_at"),
        "helped": (_("Did it help?"), "helped"),
        "helped_note": (_("Note on whether it helped"), "helped_note"),
        "withdrawal_reason": (_("Why it was withdrawn"), "withdrawal_reason"),
    },
    erase=_leave_answers,
)
_COMMON_ANSWERS = Source(
    name="exchange.common_answers",
    room=ROOM,
    label=_("Answers to several concerns at once"),
    models=("exchange.CommonAnswer",),
    purpose=_("Answer concerns, and hear whether the answer helps"),
    people=(People.REPRESENTATIVES,),
    basis=Basis.PUBLIC_TASK,
    readers=(Reader.ORGANISATION, Reader.OFFICE, Reader.PUBLIC),
    retention="task",
    fate=Fate.PSEUDONYMISE,
    at_erasure=NAMELESS,
    find=_find_common_answers,
    fields={
        "desk": (_("Organisation"), "desk.name"),
        "text": (pgettext_lazy("noun", "Answer"), "text"),
        "published_at": (_("Published on"), "published_at"),
    },
    erase=leave_to_account(_find_common_answers),
)
_POSTPONEMENTS = Source(
    name="exchange.postponements",
    room=ROOM,
    label=_("Promises, postponed"),
    models=("exchange.Postponement",),
    purpose=_("Show what became of promises"),
    people=(People.REPRESENTATIVES,),
    basis=Basis.PUBLIC_TASK,
    readers=(Reader.ORGANISATION, Reader.OFFICE, Reader.PUBLIC),
    retention="task",
    fate=Fate.PSEUDONYMISE,
    at_erasure=NAMELESS,
    find=_find_postponements,
    fields={
        "number": (_("Number"), "answer.signal.public_id"),
        "reason": (_("Reason"), "reason"),
        "from_now": (_("New day"), "from_now"),
        "postponed_at": (_("Postponed on"), "postponed_at"),
    },
    erase=leave_to_account(_find_postponements),
)
_EFFECTS = Source(
    name="exchange.effects",
    room=ROOM,
    label=_("Promises, reported as kept"),
    models=("exchange.EffectReport",),
    purpose=_("Show what became of promises"),
    people=(People.REPRESENTATIVES,),
    basis=Basis.PUBLIC_TASK,
    readers=(Reader.ORGANISATION, Reader.OFFICE, Reader.PUBLIC),
    retention="task",
    fate=Fate.PSEUDONYMISE,
    at_erasure=NAMELESS,
    find=_find_effects,
    fields={
        "number": (_("Number"), "answer.signal.public_id"),
        "text": (_("What has changed"), "text"),
        "reported_at": (_("Reported on"), "reported_at"),
    },
    erase=leave_to_account(_find_effects),
)
_QUESTIONS = Source(
    name="exchange.questions",
    room=ROOM,
    label=_("Questions about concerns, asked or answered"),
    models=("exchange.Clarification",),
    purpose=_("Make concerns clear before they are handed over"),
    people=(People.REPRESENTATIVES,),
    basis=Basis.PUBLIC_TASK,
    readers=(Reader.ORGANISATION, Reader.OFFICE),
    retention="task",
    fate=Fate.PSEUDONYMISE,
    at_erasure=NAMELESS,
    find=_find_questions,
    fields={
        "number": (_("Number"), "signal.public_id"),
        "question": (_("Question"), "question"),
        "asked_at": (_("Asked on"), "asked_at"),
        "answer": (pgettext_lazy("noun", "Answer"), "answer"),
        "answered_at": (_("Answered on"), "answered_at"),
    },
    erase=leave_to_account(_find_questions),
)
_HAND_OVERS = Source(
    name="exchange.hand_overs",
    room=ROOM,
    label=_("Concerns, handed over"),
    models=("exchange.HandOver",),
    purpose=_("Show where a concern lies, and since when"),
    people=(People.REPRESENTATIVES,),
    basis=Basis.PUBLIC_TASK,
    readers=(Reader.ORGANISATION, Reader.OFFICE, Reader.DESK),
    retention="task",
    fate=Fate.PSEUDONYMISE,
    at_erasure=NAMELESS,
    find=_find_hand_overs,
    fields={
        "number": (_("Number"), "signal.public_id"),
        "desk": (_("Handed over to"), "desk.name"),
        "note": (_("Covering note"), "covering_note"),
        "handed_over_at": (_("Handed over on"), "handed_over_at"),
    },
    erase=leave_to_account(_find_hand_overs),
)
_SUPPORT = Source(
    name="exchange.support",
    room=ROOM,
    label=_("Concerns of others, joined"),
    models=("exchange.Supporter",),
    purpose=_("Show how many regions share a concern"),
    people=(People.REPRESENTATIVES,),
    basis=Basis.PUBLIC_TASK,
    readers=(Reader.ORGANISATION, Reader.OFFICE, Reader.DESK, Reader.PUBLIC),
    retention="task",
    fate=Fate.PSEUDONYMISE,
    at_erasure=NAMELESS,
    find=_find_support,
    fields={
        "number": (_("Number"), "signal.public_id"),
        "organisation": (_("Organisation"), "organisation.name"),
        "words": (_("Own words"), "words"),
        "joined_at": (_("Joined on"), "joined_at"),
    },
    erase=leave_to_account(_find_support),
)
_BUNDLING = (
    Source(
        name="exchange.dossiers",
        room=ROOM,
        label=_("Dossiers, prepared or handed over"),
        models=("exchange.Dossier",),
        purpose=_("Bring concerns of several regions to one body together"),
        people=(People.REPRESENTATIVES,),
        basis=Basis.PUBLIC_TASK,
        readers=(Reader.OFFICE,),
        retention="task",
        fate=Fate.PSEUDONYMISE,
        at_erasure=NAMELESS,
        find=_find_dossiers,
        fields={
            "number": (_("Number"), "public_id"),
            "title": (_("Title"), "title"),
            "created_at": (_("Begun on"), "created_at"),
        },
        erase=leave_to_account(_find_dossiers),
    ),
    Source(
        name="exchange.quotes",
        room=ROOM,
        label=_("Quotes in dossiers, asked for or agreed to"),
        models=("exchange.DossierQuote",),
        purpose=_("Quote authors only with their consent"),
        people=(People.REPRESENTATIVES,),
        basis=Basis.PUBLIC_TASK,
        readers=(Reader.ORGANISATION, Reader.OFFICE, Reader.DESK, Reader.PUBLIC),
        retention="task",
        fate=Fate.PSEUDONYMISE,
        at_erasure=NAMELESS,
        find=_find_quotes,
        fields={
            "number": (_("Number"), "signal.public_id"),
            "text": (_("Words to be quoted"), "text"),
            "is_granted": (_("Agreed"), "is_granted"),
            "answered_at": (_("Answered on"), "answered_at"),
        },
        erase=leave_to_account(_find_quotes),
    ),
    Source(
        name="exchange.merges",
        room=ROOM,
        label=_("Concerns, merged or separated again"),
        models=("exchange.Merge",),
        purpose=_("Answer once what several say"),
        people=(People.REPRESENTATIVES,),
        basis=Basis.PUBLIC_TASK,
        readers=(Reader.OFFICE,),
        retention="task",
        fate=Fate.PSEUDONYMISE,
        at_erasure=NAMELESS,
        find=_find_merges,
        fields={
            "number": (_("Number"), "signal.public_id"),
            "note": (_("Reason"), "note"),
            "merged_at": (_("Merged on"), "merged_at"),
        },
        erase=leave_to_account(_find_merges),
    ),
)
