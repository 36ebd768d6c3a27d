"""Which page of figures, reviews and reports answers which address?"""

from __future__ import annotations

from django.urls import path

from reports.views import documents, home, matrix, returns, review, rollups, submission, summaries

returns_urls = [
    path("returns/", returns.return_current, name="return-current"),
    path("returns/new/<str:month>/", returns.return_open, name="return-open"),
    path("returns/<int:pk>/", returns.return_edit, name="return-edit"),
    path("returns/<int:pk>/save/", returns.return_save, name="return-save"),
    path("returns/<int:pk>/note/<str:code>/", returns.return_note, name="return-note"),
    path("returns/<int:pk>/reply/", returns.return_reply, name="return-reply"),
    path("returns/<int:pk>/check/", submission.return_check, name="return-check"),
    path("returns/<int:pk>/submit/", submission.return_submit, name="return-submit"),
    path("returns/<int:pk>/receipt/", submission.return_receipt, name="return-receipt"),
    path("returns/<int:pk>/move/", submission.return_move, name="return-move"),
]
review_urls = [
    path("review/", review.review_list, name="review-list"),
    path("review/<int:pk>/", review.return_review, name="return-review"),
    path("review/<int:pk>/mark/", review.return_mark, name="return-mark"),
    path("review/<int:pk>/settle/", review.return_settle, name="return-settle"),
    path("review/<int:pk>/tick/", review.return_tick, name="return-tick"),
    path("matrix/", matrix.matrix, name="matrix"),
]
rollup_urls = [
    path("rollup/", rollups.rollup_page, name="rollup"),
    path("rollup/<str:code>/", rollups.rollup_cell, name="rollup-cell"),
]
summary_urls = [
    path("summaries/", summaries.summary_list, name="summary-list"),
    path("summaries/new/", summaries.summary_new, name="summary-new"),
    path("summaries/<int:pk>/", summaries.summary_edit, name="summary-edit"),
    path("summaries/<int:pk>/section/<str:key>/", summaries.summary_section, name="summary-section"),
    path("summaries/<int:pk>/words/", summaries.summary_words, name="summary-words"),
    path("summaries/<int:pk>/move/", summaries.summary_move, name="summary-move"),
    path("summaries/<int:pk>/file/<str:format>/", documents.summary_download, name="summary-download"),
    path("summaries/<int:pk>/version/<int:number>/<str:format>/", documents.summary_version, name="summary-version"),
]

urlpatterns = [
    path("", home.home, name="home"),
    *returns_urls,
    *review_urls,
    *rollup_urls,
    *summary_urls,
]
