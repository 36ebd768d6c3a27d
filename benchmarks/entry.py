"""The entry page's grid against a bare Jinja2 loop over the same rows, and against a crispy form of as many fields."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date

from crispy_forms.helper import FormHelper
from crispy_forms.utils import render_crispy_form
from django import forms
from django.template import engines
from jinja2 import Environment

from benchmarks.harness import Comparison
from benchmarks.world import make_world
from reports.grid import grid
from reports.models import MonthlyReturn

BARE = """{% for row in rows %}<tr><th><label for="c-{{ row.code }}">{{ row.indicator.plain_name }}</label>
{{ row.indicator.unit }}</th><td><input id="c-{{ row.code }}" name="c-{{ row.code }}" value="{{ row.text }}"></td>
<td>{{ row.last_month }}</td><td>{{ row.year_ago }}</td><td>{{ row.change }}</td><td>{{ row.running }}</td></tr>
{% endfor %}"""


def run(write: Callable[[str], object]) -> None:
    make_world(1)
    monthly_return = MonthlyReturn.objects.get(month=date(2024, 12, 1), union__code="bench-0000")
    sections = grid(monthly_return)
    rows = [row for section in sections for row in section.rows]
    bare = Environment(autoescape=True).from_string(BARE)
    whole = engines["jinja2"].get_template("grid/entry.html")
    context = {"sections": sections, "problems": {}, "typed": {}, "marked": {}, "related": set()}
    form_class = type("Grid", (forms.Form,), {row.code: forms.CharField(label=row.indicator.name) for row in rows})

    def crispy() -> object:
        form = form_class(initial={row.code: row.text for row in rows})  # type: ignore[operator]
        form.helper = FormHelper()
        return render_crispy_form(form)

    Comparison(
        f"Rendering the entry grid of {len(rows)} rows",
        {
            "our grid": lambda: whole.render(context),
            "bare Jinja2 loop over the same rows": lambda: bare.render(rows=rows),
            "crispy form of as many fields": crispy,
        },
        {"bare Jinja2 loop over the same rows": 2, "crispy form of as many fields": 0.1},
        rounds=15,
    ).run(write)
    Comparison(
        "Composing the grid's rows (two queries, four spans of totals)",
        {"grid()": lambda: grid(monthly_return), "rendering them": lambda: whole.render(context)},
        rounds=15,
    ).run(write)
