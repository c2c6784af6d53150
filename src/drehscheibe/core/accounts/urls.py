"""Ours come first: where a name of allauth appears again, its page is ours."""

from django.urls import include, path
from django.utils.translation import pgettext_lazy

from drehscheibe.core.accounts import views

urlpatterns = [
    path("", views.overview, name="account_overview"),
    path(pgettext_lazy("url", "profile/"), views.profile, name="account_profile"),
    path("login/", views.LogInView.as_view(), name="account_login"),
    path("login/link/<str:token>/", views.login_link, name="account_login_link"),
    path("signup/", views.SignUpView.as_view(), name="account_signup"),
    path("sessions/", views.SessionsView.as_view(), name="usersessions_list"),
    path("3rdparty/", views.ConnectionsView.as_view(), name="socialaccount_connections"),
    path("", include("allauth.urls")),
]
