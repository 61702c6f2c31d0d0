"""Guesses the field of a role and whether it is a technical one."""

from __future__ import annotations

import re

TECHNICAL = frozenset(
    [
        *("software", "frontend", "backend", "data", "ml"),
        *("security", "infrastructure", "mobile", "embedded", "qa"),
    ]
)
_TITLE_WEIGHT = 8
_SOFTWARE_WEIGHT = 3  # "engineer" alone says less than "backend"
_MAX_HITS = 4  # of one field in the body: a long text must not drown the title
_ANY_ENGINEER = (
    r"engineer|developer|programmer|entwickler|desarrollador|développeur|programador|programmierer|"
    r"sviluppatore"
)

# In order: where two fields have equally many hits, the earlier wins.
_WORDS: dict[str, str] = {
    "ml": r"""machine[- ]learning|\bml\b|deep[- ]learning|\bai\b|\bnlp\b|computer\ vision|pytorch|tensorflow|
        \bllms?\b|mlops""",
    "data": r"""data\ (?:scien\w+|engineer\w*|analy\w+|warehous\w+|platform|pipelines?)|\betl\b|\bbi\b|
        datenanaly\w+|
        business\ intelligence|analytics\ engineer|power\ ?bi|tableau|\bdba\b|\bspark\b|airflow""",
    "security": r"""security|pentest\w*|penetration\ test\w*|\bsoc\b|\bsiem\b|infosec|vulnerabilit\w+|
        \bciso\b|
        owasp""",
    "infrastructure": r"""devops|\bsre\b|site\ reliability|infrastructure|platform\ engineer|cloud\ engineer|
        cloud\ architect|kubernetes|terraform|system\ ?administrator\w*|sysadmin|network\ engineer""",
    "mobile": r"""\bios\b|android|mobile\ (?:app|developer|engineer)\w*|react\ native|flutter|\bswift\b|
        kotlin""",
    "embedded": r"""embedded|firmware|\brtos\b|microcontroller|\bfpga\b|autosar""",
    "qa": r"""\bqa\b|quality\ assurance|test\ automation|\btester(?:in)?\b|\bsdet\b|test\ engineer|
        software\ test\w*|
        testautomat\w*""",
    "frontend": r"""front[- ]?end|web\ developer|html\ developer|ui\ developer|\breact\b|angular|\bvue\b|
        \bcss\b|
        webentwickler\w*""",
    "backend": r"""back[- ]?end|server[- ]side|microservices?|django|fastapi|spring\ boot|rest\ apis?|
        (?:java|python|php|golang|go|ruby|node\.?js|\.net|c\#)[- ](?:developer|engineer|entwickler\w*)""",
    "software": rf"""software|full[- ]?stack|web\ programming|{_ANY_ENGINEER}|\bcoding\b|computer\ science""",
    "product": r"""product\ (?:manager|owner|management|lead|director)|\broadmap\b|produktmanager\w*""",
    "design": r"""\bdesigner\b|\b(?:ux|ui)\b|product\ design\b|figma|wirefram\w+|user\ research|diseñador\w*|
        grafiker\w*""",
    "sales": r"""\bsales\b|account\ (?:executive|manager)|business\ development|\bquota\b|vertrieb\w*|
        \bventas\b|
        verkäufer\w*|vendedor|pre-?sales|revenue\ growth""",
    "marketing": r"""marketing|\bse[om]\b|\bbrand\b|content\ (?:writer|strategist|manager)|copywriter|
        social\ media|
        campaigns?""",
    "finance": r"""financ\w+|account(?:ant|ing)|billing|invoice\w*|\baudit\w*|\bcontroll(?:er|ing)\b|
        buchhalt\w+|
        contab\w+|comptable|payroll|treasury|\btax\b|reconciliation""",
    "people": r"""human\ resources|\bhr\b|recruit(?:er|ing|ment)|talent\ acquisition|people\ (?:partner|
        operations)|
        personalreferent\w*|recursos\ humanos""",
    "support": r"""customer\ (?:support|service|success)|help\ ?desk|support\ (?:specialist|agent|engineer|
        analyst)|
        service\ desk|kundenservice|kundenbetreu\w+|atención\ al\ cliente""",
    "operations": r"""\boperations?\b|logisti\w*|supply\ chain|\bwarehouse\b|procurement|inventory|
        \blager\w*|logística|
        office\ manager|\bnurse\b|\bdriver\b|teacher|pfleg\w+""",
    "management": r"""engineering\ manager|(?:director|head|vp)\ of\ engineering|\bcto\b|
        (?:project|program(?:me)?|delivery|general)\ manager|scrum\ master|team\ ?lead\w*|geschäftsführer\w*|
        projekt(?:leit|manager)\w*""",
}
_PATTERNS = {field: re.compile(words, re.I | re.X) for field, words in _WORDS.items()}
_TECHNICAL_TITLE = re.compile(
    rf"\b(?:{_ANY_ENGINEER}|engineering|software|devops|it|cto|technolog\w+|development)\b|entwickl|"
    r"informati",
    re.I,
)
_OTHER_ENGINEERS = re.compile(
    r"\b(?:civil|mechanical|chemical|structural|process|industrial|sales|electrical|environmental|mining|"
    r"petroleum|hvac|facilit\w+|business|organi[sz]ational|property|real estate|talent|"
    r"leadership|curriculum|fund)\b"
    r"(?=.*(?:engineer|ingeni|develop))|bauingenieur|maschinenbau|product manager",
    re.I,
)


def guess_field(title: str, text: str = "") -> str:
    """One of the fields of the bank; "general" when nothing speaks for one."""
    if _OTHER_ENGINEERS.search(title):
        patterns = {field: words for field, words in _PATTERNS.items() if field not in TECHNICAL}
    else:
        patterns = _PATTERNS
    head = _head(title)
    scores = {
        field: _hits(pattern, head, text, _SOFTWARE_WEIGHT if field == "software" else _TITLE_WEIGHT)
        for field, pattern in patterns.items()
    }
    best = max(scores, key=lambda field: scores[field])
    return best if scores[best] >= 2 else "general"


def is_technical_role(title: str, field: str) -> bool:
    """Whether coding questions make sense at all."""
    if _OTHER_ENGINEERS.search(title):
        return False
    return field in TECHNICAL or (field in ("management", "support") and bool(_TECHNICAL_TITLE.search(title)))


def _hits(pattern: re.Pattern[str], title: str, text: str, weight: int) -> int:
    in_title, in_text = (len({hit.casefold() for hit in pattern.findall(part)}) for part in (title, text))
    most = 2 if weight == _TITLE_WEIGHT else 1
    return weight * min(most, in_title) + min(_MAX_HITS, in_text)


def _head(title: str) -> str:
    """What stands before the comma, if it already names a field: "Data Analyst, Business Finance"."""
    head = title.split(",")[0]
    return head if any(pattern.search(head) for pattern in _PATTERNS.values()) else title
