"""Forms and views with which administrators manage editors in Wagtail."""

from __future__ import annotations

from typing import Any

from allauth.account.models import EmailAddress
from django import forms
from django.utils.translation import gettext_lazy as _
from wagtail.users.forms import UserCreationForm, UserEditForm
from wagtail.users.views.users import IndexView, UserViewSet

from drehscheibe.core.accounts.models import User

FIELDS = {"email", "name", "language", "is_superuser", "is_staff", "groups"}
WIDGETS = {"groups": forms.CheckboxSelectMultiple}


class OneNameForm(forms.ModelForm):  # type: ignore[type-arg]
    """Takes first and last name out and keeps the address as allauth knows it."""

    first_name = None
    last_name = None

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["name"].required = True

    def clean_email(self) -> str:
        return str(self.cleaned_data["email"]).lower()

    def save(self, commit: bool = True) -> User:
        """Save, and note the address as confirmed: an administrator vouches for it."""
        person: User = super().save(commit)
        if commit:
            EmailAddress.objects.filter(user=person).exclude(email=person.email).delete()
            EmailAddress.objects.update_or_create(
                user=person, email=person.email, defaults={"primary": True, "verified": True}
            )
        return person


class EditorCreationForm(OneNameForm, UserCreationForm):  # type: ignore[misc]
    class Meta:
        model = User
        fields = FIELDS
        widgets = WIDGETS


class EditorEditForm(OneNameForm, UserEditForm):  # type: ignore[misc]
    class Meta:
        model = User
        fields = FIELDS | {"is_active"}
        widgets = WIDGETS


class EditorIndexView(IndexView):  # type: ignore[misc]
    search_fields = ("name", "email")
    page_title = _("People")

    def get_base_queryset(self) -> Any:  # noqa: ANN401 -- queryset of Wagtail
        return super().get_base_queryset().order_by("name", "email")


class EditorViewSet(UserViewSet):  # type: ignore[misc]
    index_view_class = EditorIndexView

    def get_form_class(self, for_update: bool = False) -> type[forms.ModelForm]:  # type: ignore[type-arg]
        return EditorEditForm if for_update else EditorCreationForm
