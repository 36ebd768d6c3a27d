"""B08: what is typed against what the ledgers say."""

from __future__ import annotations

from reports.formats import show
from reports.rules.engine import WARNING, Found, Look, Rule, Sheet


def typed_otherwise(sheet: Sheet) -> Found:
    """B08: the figure differs from the count of the ledger, or is called 不适用 where the ledger has some."""
    for code, counted in sheet.counted.items():
        value = sheet.value(code)
        if code in sheet.now and value is None and counted:
            message = f"“{sheet.name(code)}”填为不适用，而台账数为{show(counted, 4)}，请改填数字或说明原因。"
            yield message, (code,)
        if value is not None and value != counted:
            numbers = f"填报数（{show(value, 4)}）与台账数（{show(counted, 4)}）"
            yield f"“{sheet.name(code)}”{numbers}不一致，请补登台账或说明差异原因。", (code,)


RULES: tuple[Rule, ...] = (Look("B08", WARNING, typed_otherwise),)
