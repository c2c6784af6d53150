"""Addresses of the exchange; the words in them are translated."""

from drehscheibe.capabilities.exchange.urls import impulse, question, signal

urlpatterns = [*signal.urlpatterns, *question.urlpatterns, *impulse.urlpatterns]
