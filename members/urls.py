"""Which page of sign-in, accounts and unions answers which address?"""

from __future__ import annotations

from django.urls import path

from members.views import accounts, ledgers, log, login, records, reveals, schemes, sheets, unions

urlpatterns = [
    path("login/", login.login, name="login"),
    path("logout/", login.logout, name="logout"),
    path("password/", login.password_change, name="password-change"),
    path("accounts/", accounts.account_list, name="account-list"),
    path("accounts/new/", accounts.account_add, name="account-add"),
    path("accounts/<int:pk>/", accounts.account_edit, name="account-edit"),
    path("accounts/<int:pk>/reset/", accounts.account_reset, name="account-reset"),
    path("accounts/<int:pk>/toggle/", accounts.account_toggle, name="account-toggle"),
    path("log/", log.account_log, name="account-log"),
    path("unions/", unions.union_list, name="union-list"),
    path("unions/new/", unions.union_add, name="union-add"),
    path("unions/<int:pk>/", unions.union_edit, name="union-edit"),
    path("unions/<int:pk>/move/", unions.union_move, name="union-move"),
    path("ledgers/", ledgers.ledger_home, name="ledger-home"),
    path("ledgers/<slug:slug>/", ledgers.ledger_list, name="ledger-list"),
    path("ledgers/<slug:slug>/find/", ledgers.record_find, name="record-find"),
    path("ledgers/<slug:slug>/export/", sheets.ledger_export, name="ledger-export"),
    path("ledgers/<slug:slug>/import/", sheets.ledger_import, name="ledger-import"),
    path("ledgers/<slug:slug>/import/<int:pk>/", sheets.import_show, name="import-show"),
    path("ledgers/<slug:slug>/import/<int:pk>/confirm/", sheets.import_confirm, name="import-confirm"),
    path("ledgers/<slug:slug>/import/<int:pk>/drop/", sheets.import_drop, name="import-drop"),
    path("ledgers/<slug:slug>/import/<int:pk>/undo/", sheets.import_undo, name="import-undo"),
    path("ledgers/<slug:slug>/new/", records.record_add, name="record-add"),
    path("ledgers/<slug:slug>/<int:pk>/", records.record_show, name="record-show"),
    path("ledgers/<slug:slug>/<int:pk>/edit/", records.record_edit, name="record-edit"),
    path("ledgers/<slug:slug>/<int:pk>/history/", records.record_history, name="record-history"),
    path("ledgers/<slug:slug>/<int:pk>/void/", records.record_void, name="record-void"),
    path("ledgers/<slug:slug>/<int:pk>/delete/", records.record_delete, name="record-delete"),
    path("ledgers/<slug:slug>/<int:pk>/reveal/", reveals.record_reveal, name="record-reveal"),
    path("checklists/schemes/", schemes.scheme_list, name="scheme-list"),
    path("log/reveals/", reveals.reveal_log, name="reveal-log"),
]
