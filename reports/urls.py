"""Which page of figures, reviews and reports answers which address?"""

from __future__ import annotations

from django.urls import path

from reports.views import (
    bases,
    catalogue,
    counted,
    documents,
    drifts,
    exports,
    figure_card,
    figure_rows,
    findings,
    home,
    issued_card,
    letter,
    limits,
    matrix,
    old_reports,
    outline_copies,
    outlines,
    proofing,
    returns,
    review,
    rollups,
    section_drafts,
    sections,
    sentences,
    sheet,
    signed,
    submission,
    summaries,
    targets,
    versions,
)

returns_urls = [
    path("returns/", returns.return_current, name="return-current"),
    path("returns/new/<str:month>/", returns.return_open, name="return-open"),
    path("returns/<int:pk>/", returns.return_edit, name="return-edit"),
    path("returns/<int:pk>/save/", returns.return_save, name="return-save"),
    path("returns/<int:pk>/note/<str:code>/", returns.return_note, name="return-note"),
    path("returns/<int:pk>/reply/", returns.return_reply, name="return-reply"),
    path("returns/<int:pk>/check/", submission.return_check, name="return-check"),
    path("returns/<int:pk>/submit/", submission.return_submit, name="return-submit"),
    path("returns/<int:pk>/sheet/", sheet.return_sheet, name="return-sheet"),
    path("returns/<int:pk>/receipt/", submission.return_receipt, name="return-receipt"),
    path("returns/<int:pk>/scan/", signed.return_scan, name="return-scan"),
    path("returns/<int:pk>/findings/", findings.return_findings, name="return-findings"),
    path("signed/<int:pk>/", signed.signed_sheet, name="signed-sheet"),
    path("returns/<int:pk>/move/", submission.return_move, name="return-move"),
]
review_urls = [
    path("review/", review.review_list, name="review-list"),
    path("review/<int:pk>/", review.return_review, name="return-review"),
    path("review/<int:pk>/mark/", review.return_mark, name="return-mark"),
    path("review/<int:pk>/settle/", review.return_settle, name="return-settle"),
    path("review/<int:pk>/tick/", review.return_tick, name="return-tick"),
    path("matrix/", matrix.matrix, name="matrix"),
    path("limits/", limits.limit_list, name="limit-list"),
]
rollup_urls = [
    path("rollup/", rollups.rollup_page, name="rollup"),
    path("rollup/<str:code>/", rollups.rollup_cell, name="rollup-cell"),
    path("rollup/<str:code>/rows/", figure_rows.figure_rows, name="figure-rows"),
    path("rollup/<str:code>/card/", figure_card.figure_card, name="figure-card"),
    path("drifts/", drifts.drift_list, name="drift-list"),
]
summary_urls = [
    path("summaries/", summaries.summary_list, name="summary-list"),
    path("summaries/new/", summaries.summary_new, name="summary-new"),
    path("summaries/<int:pk>/", summaries.summary_edit, name="summary-edit"),
    path("summaries/<int:pk>/section/<str:key>/", sections.summary_section, name="summary-section"),
    path("summaries/<int:pk>/section/<str:key>/draft/", section_drafts.section_draft, name="section-draft"),
    path("summaries/<int:pk>/section/<str:key>/number/", proofing.summary_number, name="summary-number"),
    path("summaries/<int:pk>/words/", summaries.summary_words, name="summary-words"),
    path("summaries/<int:pk>/letter/", letter.summary_letter, name="summary-letter"),
    path("summaries/<int:pk>/outline/", outline_copies.summary_outline, name="summary-outline"),
    path("summaries/<int:pk>/move/", summaries.summary_move, name="summary-move"),
    path("summaries/<int:pk>/file/<str:format>/", documents.summary_download, name="summary-download"),
    path("summaries/<int:pk>/public/<str:format>/", documents.summary_public, name="summary-public"),
    path("summaries/<int:pk>/version/<int:number>/<str:format>/", documents.summary_version, name="summary-version"),
    path(
        "summaries/<int:pk>/version/<int:number>/correction/<str:format>/",
        documents.summary_correction,
        name="summary-correction",
    ),
    path("summaries/<int:pk>/version/<int:number>/number/<str:code>/", issued_card.issued_card, name="issued-card"),
    path("summaries/<int:pk>/compare/", versions.summary_compare, name="summary-compare"),
]

catalogue_urls = [
    path("catalogue/", catalogue.catalogue, name="catalogue"),
    path("catalogue/new/", counted.indicator_count, name="indicator-count"),
    path("catalogue/new/preview/", counted.count_preview, name="count-preview"),
    path("catalogue/new/<str:way>/", catalogue.indicator_add, name="indicator-add"),
    path("catalogue/<str:code>/", catalogue.indicator_edit, name="indicator-edit"),
    path("catalogue/<str:code>/definition/", catalogue.indicator_redefine, name="indicator-redefine"),
    path("catalogue/<str:code>/retire/", catalogue.indicator_retire, name="indicator-retire"),
    path("catalogue/<str:code>/move/", catalogue.indicator_move, name="indicator-move"),
    path("bases/", bases.base_list, name="base-list"),
    path("bases/<int:pk>/", bases.base_edit, name="base-edit"),
    path("bases/<int:pk>/old/", old_reports.old_report_add, name="old-report-add"),
    path("bases/old/<int:pk>/", old_reports.old_report, name="old-report"),
    path("bases/old/<int:pk>/figure/", old_reports.old_report_decide, name="old-report-decide"),
    path("bases/old/<int:pk>/drop/", old_reports.old_report_drop, name="old-report-drop"),
    path("papers/<int:pk>/", bases.base_paper, name="base-paper"),
]
export_urls = [
    path("exports/", exports.export_list, name="export-list"),
    path("exports/new/", exports.export_start, name="export-start"),
    path("exports/<int:pk>/status/", exports.export_status, name="export-status"),
    path("exports/<int:pk>/cancel/", exports.export_cancel, name="export-cancel"),
    path("exports/<int:pk>/retry/", exports.export_retry, name="export-retry"),
    path("exports/<int:pk>/file/", exports.export_download, name="export-download"),
]
target_urls = [
    path("targets/", targets.target_list, name="target-list"),
    path("targets/new/", targets.target_add, name="target-add"),
    path("targets/<int:pk>/", targets.target_edit, name="target-edit"),
    path("targets/<int:pk>/delete/", targets.target_delete, name="target-delete"),
    path("targets/<int:pk>/spread/", targets.target_spread, name="target-spread"),
]
sentence_urls = [
    path("sentences/", sentences.sentence_list, name="sentence-list"),
    path("sentences/outline/", outlines.outline_edit, name="outline-edit"),
    path("sentences/outline/copy/", outline_copies.outline_copy, name="outline-copy"),
    path("sentences/outline/copy/<int:pk>/undo/", outline_copies.outline_undo, name="outline-undo"),
    path("sentences/<str:code>/", sentences.sentence_edit, name="sentence-edit"),
    path("sentences/<str:code>/preview/", sentences.sentence_preview, name="sentence-preview"),
    path("sentences/<str:code>/reset/", sentences.sentence_reset, name="sentence-reset"),
]

urlpatterns = [
    path("", home.home, name="home"),
    *returns_urls,
    *review_urls,
    *rollup_urls,
    *summary_urls,
    *sentence_urls,
    *catalogue_urls,
    *target_urls,
    *export_urls,
]
