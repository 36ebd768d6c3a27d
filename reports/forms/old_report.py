"""An old report as a file or as pasted text."""

from __future__ import annotations

from typing import Any

from django import forms

from reports.oldreports.archive import LARGEST
from reports.oldreports.files import ACCEPTED, LONGEST


class OldReportForm(forms.Form):
    """One of the two: a file or a text."""

    use_required_attribute = False
    file = forms.FileField(
        label="旧总结的文件", required=False,
        widget=forms.FileInput(attrs={"accept": ",".join(ACCEPTED)}),
        help_text="Word 文档（.docx、.doc、.wps）或文本（.txt），不超过 10 MB。",
        error_messages={"empty": "文件是空的，请重新选择", "invalid": "没有收到文件，请重新选择"},
    )  # fmt: skip
    text = forms.CharField(
        label="或者把正文粘贴在这里", required=False, max_length=LONGEST,
        widget=forms.Textarea(attrs={"rows": 10, "spellcheck": "false"}),
        error_messages={"max_length": f"最多 {LONGEST // 10_000} 万字，请只留一份总结的正文"},
    )  # fmt: skip

    def clean(self) -> dict[str, Any]:
        cleaned: dict[str, Any] = super().clean() or self.cleaned_data
        file, text = cleaned.get("file"), cleaned.get("text")
        if self.errors:
            return cleaned
        if bool(file) == bool(text):
            self.add_error(None, "文件和粘贴的正文只要一样" if file else "请选择文件，或者粘贴正文")
        elif file and file.size > LARGEST:
            self.add_error("file", "文件超过 10 MB；请删去图片，只留总结正文后再传")
        return cleaned

    @property
    def named(self) -> tuple[str, bytes]:
        """What was sent: the file's name and bytes; pasted text has no ending."""
        if file := self.cleaned_data.get("file"):
            return file.name or "旧总结", file.read()
        return "粘贴的旧总结", self.cleaned_data["text"].encode()
