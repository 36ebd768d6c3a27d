"""Where does a title break? By meaning, never inside a word or a number, its lines a trapezoid or a rhombus."""

from __future__ import annotations

from itertools import combinations, pairwise

from reports.blocks import Document

TITLE_WIDTH = 20
#: Words of such titles; a line does not end inside one of them.
WORDS = (
    "总工会", "工会", "联合会", "委员会", "办事处", "工作", "总结", "计划", "打算", "情况",
    "报告", "汇报", "上半年", "下半年", "半年", "年度", "季度", "全年", "基层", "组织",
    "建设", "职工", "维权", "关于", "上报", "报送", "印发", "会员", "经费", "劳动者", "劳动",
    "竞赛", "帮扶", "困难", "培训", "安全", "生产", "民主", "管理", "主要", "数据",
    "完成", "落实", "开展", "推进",
)  # fmt: skip
#: After these a title pauses of itself.
PAUSES = ("暨", "及", "和", "与", "、", "，", "关于")
#: What a break costs: at a pause, between words, elsewhere.
AT_PAUSE, BETWEEN_WORDS, ELSEWHERE = 0, 3, 8
#: What an hourglass and a plain block cost, against one character of unevenness.
HOURGLASS, BLOCK = 6, 1
SHORTEST, MANY = 3, 4


def title_lines(document: Document, width: int = TITLE_WIDTH) -> tuple[str, ...]:
    """The title in lines of at most `width` characters, ended after the issuer where it begins with it."""
    title, issuer = document.title, document.issuer
    rest = title.removeprefix(issuer)
    if len(title) > width and issuer and rest and rest != title:
        return (*broken(issuer, width), *broken(rest, width))
    return broken(title, width)


def broken(text: str, width: int) -> tuple[str, ...]:
    """The text in as few lines of at most `width` characters as can be, broken where it reads and looks best."""
    if len(text) <= width:
        return (text,)
    costs = _costs(text)
    fewest = -(-len(text) // width)
    for count in (fewest, fewest + 1):
        if count > MANY:  # a title as long as a paragraph is not worth the search
            break
        found = []
        for places in combinations(costs, count - 1):
            lengths = [end - start for start, end in pairwise((0, *places, len(text)))]
            if min(lengths) >= SHORTEST and max(lengths) <= width:
                found.append((sum(costs[place] for place in places) + _unevenness(lengths), places))
        if found:
            places = min(found)[1]
            return tuple(text[start:end] for start, end in pairwise((0, *places, len(text))))
    return (text[:width], *broken(text[width:], width))


def _costs(text: str) -> dict[int, int]:
    """Where a line may end, and what ending it there costs."""
    inside: set[int] = set()
    edges: set[int] = set()
    for word in WORDS:
        start = text.find(word)
        while start >= 0:
            inside.update(range(start + 1, start + len(word)))
            edges.update((start, start + len(word)))
            start = text.find(word, start + 1)
    costs = {}
    for place in range(1, len(text)):
        if place in inside or not _may_break(text[place - 1], text[place]):
            continue
        paused = text[:place].endswith(PAUSES)
        costs[place] = AT_PAUSE if paused else BETWEEN_WORDS if place in edges else ELSEWHERE
    return costs


def _unevenness(lengths: list[int]) -> int:
    spread = max(lengths) - min(lengths)
    if spread == 0:
        return BLOCK
    inner = lengths[1:-1]
    hourglass = bool(inner) and max(inner) < min(lengths[0], lengths[-1])
    return spread + (HOURGLASS if hourglass else 0)


def _may_break(before: str, after: str) -> bool:
    """May a title line end between these characters? Never inside a number, nor against a mark."""
    if before.isascii() and after.isascii() and (before.isalnum() or after.isalnum()):
        return False
    if before == "年" and after.isdigit():  # 2026年1—11月
        return False
    return after not in "年月日》）”、，。—〕至及暨和与的" and before not in "《（“〔—"
