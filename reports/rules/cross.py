"""Group D: what one indicator says about another (domain §3 D), and F: what the calendar says of a return.

D12, D14, D15 and D19 look at ledger rows and come with the ledgers. F01, F02, F04 and F05 are kept by the table of
moves, F06 and F07 by the ledgers.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from members.months import month_name, year_to_date
from reports.formats import show, show_rate
from reports.rules.engine import ERROR, WARNING, Finding, Found, Look, Rule, Sheet, Within

CONTRACTS = (
    ("contract_general", "contract_general_units", "contract_general_emps"),
    ("contract_wage", "contract_wage_units", "contract_wage_emps"),
    ("contract_women", "contract_women_units", ""),
)
PAID = (
    ("aid_persons", "aid_amount"),
    ("warm_persons", "warm_amount"),
    ("cool_persons", "cool_amount"),
    ("study_persons", "study_amount"),
    ("relief_persons", "relief_amount"),
    ("mutual_claims", "mutual_claim_amount"),
)


def disputes_without_case(sheet: Sheet) -> Found:
    """D01: people or money in dispute, and no dispute."""
    given = [code for code in ("dispute_persons", "dispute_amount") if sheet.value(code)]
    if sheet.value("dispute_accepted") == 0 and given:
        yield "未受理劳动争议，但填报了涉及人数或金额，请核对。", ("dispute_accepted", *given)


def people_per_case(sheet: Sheet) -> Found:
    """D02: fewer people than disputes."""
    cases, persons = sheet.value("dispute_accepted"), sheet.value("dispute_persons")
    if cases and persons is not None and persons < cases:
        message = f"涉及职工（{show(persons)}人）少于受理件数（{show(cases)}件），每件至少涉及1人。"
        yield message, ("dispute_persons", "dispute_accepted")


def union_without_member(sheet: Sheet) -> Found:
    """D03: new unions without a new member."""
    new = sheet.value("union_new")
    if new and sheet.value("member_new") == 0:
        yield f"本期新建工会{show(new)}个但没有新发展会员，请核对会员台账。", ("union_new", "member_new")


def single_contracts(sheet: Sheet) -> Found:
    """D06: a company's own contract covers one company."""
    names = ("contract_wage", "contract_wage_reg", "contract_wage_units", "contract_wage_reg_units")
    values = [sheet.value(name) for name in names]
    if any(value is None for value in values):
        return
    whole, regional, units, regional_units = (value or Decimal(0) for value in values)
    if whole - regional != units - regional_units:
        message = (
            f"扣除区域性、行业性合同后，企业单签合同{show(whole - regional)}份"
            f"却覆盖{show(units - regional_units)}家企业，一般应一企一份，请核对。"
        )
        yield message, names


def contracts_without_cover(sheet: Sheet) -> Found:
    """D07: contracts that cover nobody, or the other way."""
    for contracts, *covers in CONTRACTS:
        count = sheet.value(contracts)
        for cover in filter(None, covers):
            covered = sheet.value(cover)
            if count is not None and covered is not None and (count == 0) != (covered == 0):
                yield f"“{sheet.name(contracts)}”份数与覆盖数不匹配，请核对。", (contracts, cover)


def gifts_without_money(sheet: Sheet) -> Found:
    """D10: people without money, or money without people."""
    for persons, amount in PAID:
        count, total = sheet.value(persons), sheet.value(amount)
        if count is not None and total is not None and (count == 0) != (total == 0):
            message = f"“{sheet.name(persons)}”人次与金额不匹配，请补填；发放实物的按折款填报金额。"
            yield message, (persons, amount)


def stated_rates(sheet: Sheet) -> Found:
    """D11: a rate stated by hand that its own parts contradict."""
    for code, rate in sheet.rates.items():
        stated = sheet.value(code)
        if stated is not None and abs(stated - rate) > sheet.limit("rate_gap"):
            message = (
                f"“{sheet.name(code)}”填报{show_rate(stated)}%，按分子分母计算为{show_rate(rate)}%，以计算值为准。"
            )
            yield message, (code,)


def renewals_without_election(sheet: Sheet) -> Found:
    """D13: more elections than terms that ended."""
    held, due = sheet.value("union_reelected"), sheet.value("union_term_due")
    if held is not None and due is not None and held > due:
        yield "本期换届数大于本期应换届数；如含逾期补换届，请在台账注明。", ("union_reelected", "union_term_due")


def lapsing_contracts(sheet: Sheet) -> Found:
    """D16: contracts ended and none was renewed."""
    due = sheet.value("contract_due")
    if due and sheet.value("contract_renewed") == 0:
        yield f"本期有{show(due)}份合同到期，无续签记录，请核实。", ("contract_due", "contract_renewed")


def collected_too_much(sheet: Sheet) -> Found:
    """D17: more dues paid than owed."""
    paid, owed = sheet.value("fund_collected"), sheet.value("fund_accrued")
    limit = sheet.limit("collected_over")
    if paid and owed and paid * 100 > owed * limit:
        message = f"实缴工会经费超过应拨缴数的{show(limit)}%，请核对是否含补缴往年。"
        yield message, ("fund_collected", "fund_accrued")


def overspent(sheet: Sheet) -> Found:
    """D18: more spent than there was."""
    opening, income, expense = (sheet.value(f"fund_{name}") for name in ("open", "income", "expense"))
    if opening is not None and income is not None and expense is not None and opening + income < expense:
        message = "本期支出大于可用资金，期末结余为负，请核对。"
        yield message, ("fund_expense", "fund_open", "fund_income")


def settled_too_many(sheet: Sheet) -> Found:
    """D20: more disputes settled this year than came in, with those carried over."""
    months = list(year_to_date(sheet.month))[:-1]
    settled, accepted = (sheet.sum_over(code, months) for code in ("dispute_settled", "dispute_accepted"))
    pending = sheet.earlier.get(date(sheet.month.year - 1, 12, 1), {}).get("dispute_pending")
    if settled is None or accepted is None:
        return
    carry = pending.value if pending and pending.value is not None else None
    if carry is not None and settled > accepted + carry:
        message = (
            f"调解成功累计{show(settled)}件，超过累计受理{show(accepted)}件与年初结转{show(carry)}件之和，请核对。"
        )
        yield message, ("dispute_settled", "dispute_accepted")


def closed_more_than_came(sheet: Sheet) -> Found:
    """D21: more disputes closed than came in this month."""
    closed, accepted = sheet.value("dispute_closed"), sheet.value("dispute_accepted")
    if closed is not None and accepted is not None and closed > accepted:
        yield "本期办结数大于受理数；如含上期结转案件，请说明。", ("dispute_closed", "dispute_accepted")


@dataclass(frozen=True, slots=True)
class Late:
    """F03: the return is past its deadline."""

    code: str = "F03"

    def check(self, sheet: Sheet) -> Iterable[Finding]:
        if sheet.today and sheet.deadline and sheet.today > sheet.deadline:
            # No count of days: the reason given today must still stand tomorrow.
            day = f"{sheet.deadline.month}月{sheet.deadline.day}日"
            yield Finding(self.code, WARNING, f"本期报表应于{day}前报送，已逾期，请说明原因。", ())


@dataclass(frozen=True, slots=True)
class Skipped:
    """F08: last month has not been sent yet."""

    code: str = "F08"

    def check(self, sheet: Sheet) -> Iterable[Finding]:
        if sheet.unsent:
            yield Finding(self.code, WARNING, f"{month_name(sheet.unsent)}尚未报送，请先补报。", ())


TOO_MANY_UNITS = "“{name}”（{value}家）大于已建会企业数（{total}家）。"
TOO_MANY_STAFF = "集体合同覆盖职工数（{value}人）大于已建会单位职工人数（{total}人）。"

RULES: tuple[Rule, ...] = (
    Look("D01", ERROR, disputes_without_case),
    Look("D02", ERROR, people_per_case),
    Look("D03", WARNING, union_without_member),
    *(Within("D04", units, "employer_organized", TOO_MANY_UNITS) for _, units, _ in CONTRACTS),
    *(Within("D05", staff, "employee_total", TOO_MANY_STAFF) for _, _, staff in CONTRACTS if staff),
    Look("D06", WARNING, single_contracts),
    Look("D07", WARNING, contracts_without_cover),
    Within("D08", "congress_units", "covered_units", "建制单位数大于工会涵盖单位数，请核对。"),
    Within("D08", "openness_units", "covered_units", "建制单位数大于工会涵盖单位数，请核对。"),
    Within("D09", "mutual_persons", "employee_total", "互助保障参保人数大于职工人数；多险种参保请按“人”去重。"),
    Look("D10", WARNING, gifts_without_money),
    Look("D11", WARNING, stated_rates),
    Look("D13", WARNING, renewals_without_election),
    Look("D16", WARNING, lapsing_contracts),
    Look("D17", WARNING, collected_too_much),
    Look("D18", ERROR, overspent),
    Look("D20", ERROR, settled_too_many),
    Look("D21", WARNING, closed_more_than_came),
    Late(),
    Skipped(),
)
