from django.urls import path

from drehscheibe.core.files import views

urlpatterns = [
    path("<uuid:uuid>/", views.file_content, name="file_content"),
]
