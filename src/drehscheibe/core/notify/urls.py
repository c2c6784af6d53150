from django.urls import path
from django.utils.translation import pgettext_lazy

from drehscheibe.core.notify import views

urlpatterns = [
    path("", views.notification_list, name="notification_list"),
    path("<int:pk>/", views.notification_open, name="notification_open"),
    path(
        pgettext_lazy("url", "all-read/"), views.notification_read_all, name="notification_read_all"
    ),
    path(
        pgettext_lazy("url", "e-mails/"), views.notification_settings, name="notification_settings"
    ),
    path(
        pgettext_lazy("url", "no-more/<str:token>/"),
        views.notification_unsubscribe,
        name="notification_unsubscribe",
    ),
]
