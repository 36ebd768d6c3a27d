"""Which part answers which address?"""

from django.urls import include, path

urlpatterns = [
    path("", include("members.urls")),
    path("", include("reports.urls")),
]

handler500 = "unionreports.errors.server_error"
