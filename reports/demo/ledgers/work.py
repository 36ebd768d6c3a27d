"""Which competitions, projects, trainings, events and inspections stand behind the figures of work and culture?"""

from __future__ import annotations

from decimal import Decimal

from reports.demo.ledgers import names
from reports.demo.ledgers.books import Books, Thing
from reports.demo.ledgers.rights import close_in_turn
from reports.demo.ledgers.shares import divide, within

COURSES = ("电工技能", "焊接技能", "缝纫技能", "收银服务", "叉车操作", "计算机应用", "劳动法规", "心理健康")
PROJECTS = ("节能改造", "工艺改进", "设备革新", "模具改良")
FAULTS = ("消防通道堆物", "电线老化", "防护罩缺失", "灭火器过期", "警示标志不全")
SHOWS = ("职工篮球赛", "职工乒乓球赛", "职工歌咏会", "职工棋类赛", "职工书画展", "职工文艺演出")


def competitions(books: Books) -> None:
    """Labour competitions, skill contests and the safety cup; all of them together have the persons and the benefit."""
    get, dice = books.get, books.dice
    count, persons, contest = get("competition_count"), get("competition_persons"), get("contest_persons")
    cups, cup_persons = get("ankang_units"), get("ankang_persons")
    cup_rows = cups if cups is not None else (3 if cup_persons else 0)
    for number, share in enumerate(divide(cup_persons or 0, cup_rows, dice, 1)):
        employer = books.employers(number + 1)[number]
        books.add(
            "competition",
            title=f"“安康杯”竞赛（{employer.now['name']}）",
            type="ankang_cup",
            held_on=books.day(),
            employer=employer,
            persons=None if cup_persons is None else int(share),
        )
    if cup_persons and not cup_rows:
        books.note("ankang_persons", "没有参赛单位")
    rest = None if persons is None else persons - (cup_persons or 0) - (contest or 0)
    if rest is not None and rest < 0:
        books.note("competition_persons", "少于“安康杯”与技能比武参加人次之和")
        rest = 0
    if count is None:
        contests, races = (1 if contest else 0), (1 if rest or get("competition_benefit") else 0)
    else:
        contests = min(count, max(1, count // 2)) if contest else 0
        races = count - contests
        if not races and rest and contests > 1:
            contests, races = contests - 1, 1
    rows = _contests(books, "skill_contest", contests, contest if contest is not None else None)
    rows += _contests(books, "labour_competition", races, rest)
    if rest and not races:  # persons beyond the only contest took part in what is not counted as one
        rows += _contests(books, "key_project", 1, rest)
    if contest and not contests:
        books.note("contest_persons", "没有竞赛")
    benefit = books.values.get("competition_benefit")
    if benefit is not None:
        for row, share in zip(rows, divide(benefit, len(rows), dice), strict=True):
            row.now["benefit_wan"] = share
        if benefit and not rows:
            books.note("competition_benefit", "没有竞赛")


def _contests(books: Books, kind: str, count: int, persons: int | None) -> list[Thing]:
    names_ = {"skill_contest": "技能比武", "labour_competition": "劳动竞赛", "key_project": "重点工程竞赛"}
    shares = divide(persons or 0, count, books.dice, 1)
    return [
        books.add(
            "competition",
            title=f"{books.dice.choice(COURSES)}{names_[kind]}（{books.number('contest')}）",
            type=kind,
            held_on=books.day(),
            persons=None if persons is None else int(share),
        )
        for share in shares
    ]


def innovation(books: Books) -> None:
    """Suggestions of workers and finished projects."""
    total, adopted = books.get("suggestion_total"), books.get("suggestion_adopted")
    benefit = books.values.get("suggestion_benefit")
    if total or adopted or benefit:
        rows = max(1, min(6, (total or 0) // 15 + 1))
        counts = divide(total or 0, rows, books.dice)
        taken = (
            within(adopted or 0, counts)
            if adopted is not None and adopted <= (total or 0)
            else divide(adopted or 0, rows, books.dice)
        )
        gains = divide(benefit or 0, rows, books.dice)
        for number in range(rows):
            books.add(
                "suggestion",
                on=books.day(),
                topic="合理化建议征集",
                count=int(counts[number]),
                unit=names.workplace(books.dice, books.number("suggestion")),
                adopted=None if adopted is None else int(taken[number]),
                benefit_wan=None if benefit is None else gains[number],
            )
    small, count = books.get("five_small_count"), books.get("innovation_count")
    if (small or 0) > (count or 0) and count is not None:
        books.note("five_small_count", "多于项目总数")
    made = books.rows(
        "innovation_project",
        "done_on",
        max(count or 0, small or 0),
        lambda: {
            "title": f"{books.dice.choice(PROJECTS)}项目（{books.number('project')}）",
            "type": "renovation",
            "unit": names.workplace(books.dice, books.dice.randrange(200)),
        },
        benefit_wan=("innovation_benefit", 0),
    )
    for row in made[: small or 0]:
        row.now["type"] = "five_small"


def trainings(books: Books) -> None:
    """Classes for union workers, and others; migrants are told of all."""
    get, dice = books.get, books.dice
    count, persons = get("training_count"), get("training_persons")
    cadre, sessions = get("cadre_training_persons"), get("cadre_training_count")
    rest = None if persons is None else persons - (cadre or 0)
    wanted = (1 if cadre or sessions else 0) + (1 if rest else 0)
    if count is None:
        count = wanted
    if count < wanted or (rest or 0) < 0:
        books.note("training_persons", "培训班太少，分不开工会干部与其他职工")
    first = min(count, max(1, min(sessions or 1, count - (1 if rest else 0)))) if cadre or sessions else 0
    shares = divide(cadre or 0, first, dice, 1) + divide(max(rest or 0, 0), count - first, dice, 1)
    times = divide(sessions, first, dice) if sessions is not None else [Decimal(1)] * first
    limits = within(get("migrant_training_persons") or 0, shares)
    if sum(limits) < (get("migrant_training_persons") or 0):
        books.note("migrant_training_persons", "多于受训职工")
    for number, share in enumerate(shares):
        books.add(
            "training",
            type="cadre" if number < first else "skill",
            held_on=books.day(),
            persons=int(share),
            title=("工会干部" if number < first else dice.choice(COURSES)) + f"培训班（{books.number('training')}）",
            sessions=int(times[number]) if number < first else 1,
            migrant_persons=None if get("migrant_training_persons") is None else int(limits[number]),
        )


def events(books: Books) -> None:
    """Events for everybody and for women, law in the street, safety drills, news sent up."""
    get, dice = books.get, books.dice
    books.rows(
        "activity",
        "held_on",
        get("law_events") or 0,
        lambda: {
            "title": f"送法进企业活动（{books.number('activity')}）",
            "type": "law_publicity",
            "persons": dice.randint(30, 160),
        },
    )
    books.rows(
        "activity",
        "held_on",
        get("women_events"),
        lambda: {
            "title": f"女职工关爱活动（{books.number('activity')}）",
            "type": "women",
            "audience": "women",
        },
        persons=("women_event_persons", 1),
    )
    books.rows(
        "activity",
        "held_on",
        get("culture_count"),
        lambda: {
            "title": f"{dice.choice(SHOWS)}（{books.number('activity')}）",
            "type": "culture",
        },
        persons=("culture_persons", 1),
    )
    books.rows(
        "activity",
        "held_on",
        None,
        lambda: {
            "title": f"安全应急演练（{books.number('activity')}）",
            "type": "drill",
        },
        persons=("safety_training_persons", 1),
    )
    books.rows(
        "publicity_item",
        "submitted_on",
        get("info_submitted") or 0,
        lambda: {
            "title": f"{books.place}工会工作信息第{books.number('item')}期",
            "media": "county",
        },
    )


def safety(books: Books) -> None:
    """Inspections, hazards found and mended."""
    dice = books.dice
    books.rows(
        "safety_inspection",
        "on",
        books.get("safety_checks") or 0,
        lambda: {
            "title": f"安全生产检查（{books.number('check')}）",
            "units": dice.randint(1, 6),
        },
    )
    waiting = books.live["hazard"]
    waiting += books.rows(
        "hazard",
        "found_on",
        books.get("hazard_found") or 0,
        lambda: {
            "desc": f"{dice.choice(FAULTS)}（{books.number('hazard')}）",
            "unit": names.workplace(dice, dice.randrange(200)),
        },
    )
    close_in_turn(
        books,
        waiting,
        books.get("hazard_fixed"),
        "fixed_on",
        lambda: books.add(
            "hazard",
            desc=f"上年隐患（{books.number('hazard')}）",
            found_on=books.past(1),
        ),
    )
