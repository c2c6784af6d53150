from __future__ import annotations

import factory
from allauth.account.models import EmailAddress

from drehscheibe.core.accounts.models import User


class UserFactory(factory.django.DjangoModelFactory[User]):
    email = factory.Sequence(lambda n: f"person{n}@example.org")
    name = factory.Sequence(lambda n: f"Person {n}")
    password = factory.django.Password("correct horse battery")

    class Meta:
        model = User


PASSWORD = "correct horse battery"


def make_person(email: str = "person@example.org", **fields: object) -> User:
    """Return somebody whose address is confirmed, so that they can log in by every way."""
    person = UserFactory.create(email=email, **fields)
    EmailAddress.objects.create(user=person, email=email, primary=True, verified=True)
    return person
