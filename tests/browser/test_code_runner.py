"""Programs of candidates in real Chromium: they run, are ended in time, and reach nothing of the app."""

# ruff: noqa: E501  (programs in one line each, as a person would type them)
from __future__ import annotations

import asyncio
import shutil
from collections.abc import AsyncIterator
from typing import Any, NamedTuple

import pytest
import pytest_asyncio
from fastapi import FastAPI
from playwright.async_api import Browser, Frame, Page, Route, async_playwright

from neurohire.questions.bank import load_bank
from tests.browser.patience import until
from tests.browser.runner_server import serving
from tests.conftest import CHROMIUM, need

pytestmark = [
    pytest.mark.asyncio(loop_scope="module"),
]
START = """async ([job, test]) => {
  const { openRunner } = await import("/assets/js/code_runner.js"), { runCases } = await import("/assets/js/code_cases.js");
  const runner = openRunner(), parts = [];
  const end = test ? { verdicts: await runCases(runner, job, test) }
    : await runner.start(job, (event) => { if (event.type === "output") parts.push(...event.parts); });
  const text = (kind) => parts.filter((part) => part.kind === kind).map((part) => part.text).join("");
  return { ...end, stdout: text("stdout"), stderr: text("stderr"), all: parts.map((part) => part.text).join("") };
}"""


class Place(NamedTuple):
    """A page with a runner, and the server that should hear nothing of its programs."""

    page: Page
    url: str
    app: FastAPI

    async def run(
        self, text: str, language: str = "python", *, stdin: str = "", test: Any = None, **more: Any
    ) -> dict[str, Any]:
        entry = {"python": "main.py", "javascript": "main.js"}[language]
        files = {entry: text, **more.pop("files", {})}
        job = {"language": language, "files": files, "entry": entry, "stdin": stdin, **more}
        return dict(await self.page.evaluate(START, [job, test]))

    def sandbox(self) -> Frame:
        return next(frame for frame in self.page.frames if "/sandbox/run" in frame.url)


@pytest_asyncio.fixture(scope="module", loop_scope="module")
async def browser() -> AsyncIterator[Browser]:
    need("chromium")
    async with async_playwright() as playwright:
        found = await playwright.chromium.launch(
            executable_path=shutil.which("chromium"), args=list(CHROMIUM)
        )
        yield found
        await found.close()


@pytest_asyncio.fixture(scope="module", loop_scope="module")
async def place(browser: Browser, tmp_path_factory: pytest.TempPathFactory) -> AsyncIterator[Place]:
    with serving(tmp_path_factory.mktemp("runner")) as (url, app):
        context = await browser.new_context()
        page = await context.new_page()
        page.set_default_timeout(120_000)
        page.on("pageerror", lambda error: print("page error:", error))
        await page.goto(url)
        await page.evaluate("import('/assets/js/code_runner.js').then(({ openRunner }) => { openRunner(); })")
        yield Place(page, url, app)
        await context.close()


# ── programs ──────────────────────────────────────────────────────────────────────────────────


async def test_python_prints_in_order_reads_lines_and_knows_its_other_files(place: Place):
    text = (
        "import sys, shapes\nname = input('Name? ')\nprint('Hello', name)\n"
        "print('to err', file=sys.stderr)\nprint(shapes.area(3), input())"
    )
    end = await place.run(
        text, stdin="Ana\nlast", files={"shapes.py": "def area(side):\n    return side ** 2\n"}
    )
    assert end["ok"] is True
    assert end["all"] == "Name? Hello Ana\nto err\n9 last\n"
    assert end["stderr"] == "to err\n"


async def test_each_run_begins_anew(place: Place):
    first = await place.run("import builtins, random\nbuiltins.left = 1\nprint(random.random())")
    second = await place.run(
        "import builtins, random\nprint(random.random())\nprint(hasattr(builtins, 'left'))"
    )
    assert second["stdout"].splitlines()[1] == "False"
    assert first["stdout"].splitlines()[0] != second["stdout"].splitlines()[0]


async def test_an_error_shows_only_lines_of_the_candidate(place: Place):
    end = await place.run("import json\n\ndef read(text):\n    return json.loads(text)\n\nread('{')")
    assert end["ok"] is False
    assert end["error"] == "error"
    lines = end["stderr"].splitlines()
    assert [line.strip() for line in lines if line.strip().startswith("File")] == [
        'File "main.py", line 6, in <module>',
        'File "main.py", line 4, in read',
    ]
    assert lines[-1].startswith("json.decoder.JSONDecodeError")


@pytest.mark.parametrize(
    ("text", "hint", "words"),
    [
        ("def f(n): return f(n + 1)\nf(0)", "too_deep", "RecursionError"),
        ("import sys\nsys.setrecursionlimit(10**8)\ndef f(): f()\nf()", "too_deep", "RecursionError"),
        ("kept = []\nwhile True: kept.append(bytearray(10**7))", "memory", "MemoryError"),
        ("input()", "no_more_input", "EOFError"),
        ("def f(:", "", "SyntaxError"),
        ("raise SystemExit(3)", "", "exit code 3"),
        ("class E(Exception):\n    def __str__(self): raise E\nraise E", "", "E"),
    ],
)
async def test_python_that_fails_says_why(place: Place, text: str, hint: str, words: str):
    end = await place.run(text)
    assert (end["ok"], end["hint"]) == (False, hint)
    assert words in end["stderr"]
    assert len(end["stderr"]) < 2000


async def test_asyncio_runs(place: Place):
    end = await place.run(
        "import asyncio\nasync def main():\n    await asyncio.sleep(0.05)\n    print('later')\nasyncio.run(main())"
    )
    assert (end["ok"], end["stdout"]) == (True, "later\n")


async def test_javascript_prints_reads_and_waits_for_its_timers(place: Place):
    text = (
        "console.log('first', {a: [1, 'x']}, new Map([['k', 1]]));\nconst name = readLine();\n"
        "setTimeout(() => console.error('late', name, readLine(), readLine()), 30);"
    )
    end = await place.run(text, "javascript", stdin="Ana\nlast")
    assert end["ok"] is True
    assert end["stdout"] == 'first { a: [ 1, "x" ] } Map(1) { "k" => 1 }\n'
    assert end["stderr"] == "late Ana last null\n"


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("\nfunction f() { throw new TypeError('no') }\nf();", "TypeError: no\n    at f (main.js:2:22)\n    at main.js:3:1"),
        ("const a = 1;\nconst b = ;", "SyntaxError: Unexpected token ';'\n    at main.js:2"),
        ("Promise.reject(new Error('in the background')); setTimeout(() => {}, 9000)", "Error: in the background"),
        ("setTimeout(() => { throw new Error('from a timer') }, 1)", "Error: from a timer"),
        ("function f() { f() } f()", "RangeError: Maximum call stack"),
        ("new Array(-1)", "RangeError: Invalid array length"),
    ],
)  # fmt: skip
async def test_javascript_that_fails_says_where(place: Place, text: str, words: str):
    end = await place.run(text, "javascript")
    assert end["ok"] is False
    assert end["stderr"].startswith(words)


# ── limits ────────────────────────────────────────────────────────────────────────────────────


@pytest.mark.parametrize(
    ("language", "text"),
    [("python", "print('began')\nwhile True: pass"), ("javascript", "console.log('began'); while (true);")],
)
async def test_an_endless_program_is_ended_and_what_it_said_is_kept(place: Place, language: str, text: str):
    end = await place.run(text, language, seconds=1)
    assert (end["error"], end["stdout"]) == ("too_long", "began\n")
    assert 1 <= end["seconds"] < 6
    again = await place.run({"python": "print(1)", "javascript": "console.log(1)"}[language], language)
    assert again["stdout"] == "1\n"


async def test_a_person_stops_it(place: Place):
    going = asyncio.ensure_future(place.run("while True: pass", seconds=60))
    await until(lambda: place.page.evaluate("globalThis.neurohireRunner.run !== null"))
    await place.page.evaluate("globalThis.neurohireRunner.stop()")
    assert (await going)["error"] == "stopped"


@pytest.mark.parametrize(
    ("language", "text"),
    [
        ("python", "for _ in range(1000): print('x' * 9999)"),
        ("javascript", "for (let i = 0; i < 1000; i++) console.log('x'.repeat(9999))"),
        ("javascript", "for (let i = 0; i < 300000; i++) console.log('')"),
    ],
)
async def test_ten_megabytes_of_output_are_cut(place: Place, language: str, text: str):
    end = await place.run(text, language, seconds=30)
    assert end["truncated"] is True
    assert len(end["stdout"]) == 65_536


async def test_a_program_that_takes_its_frame_along_hurts_nobody_else(place: Place):
    await place.page.evaluate("globalThis.neurohireRunner.silentPings = 1")
    going = asyncio.ensure_future(place.run("while True: pass", seconds=100))
    await until(lambda: place.page.evaluate("globalThis.neurohireRunner.run !== null"))
    await place.sandbox().evaluate("setTimeout(() => { for (;;); })")  # as silent as a crashed one
    assert (await going)["error"] == "gone"
    await place.page.evaluate("globalThis.neurohireRunner.silentPings = 10")
    assert (await place.run("print('again')"))["stdout"] == "again\n"
    assert await place.page.title() == "Runner"


# ── walls ─────────────────────────────────────────────────────────────────────────────────────

TRIES = """
const place = "PLACE", tries = {
  fetch: () => fetch(place + "/secret", { credentials: "include" }).then((answer) => answer.text()),
  no_cors: () => fetch(place + "/secret", { mode: "no-cors" }),
  beacon: () => navigator.sendBeacon(place + "/secret") || Promise.reject("refused"),
  xhr: () => { const asked = new XMLHttpRequest(); asked.open("GET", place + "/secret", false); asked.send(); },
  socket: () => new Promise((done, fail) => { const it = new WebSocket(place.replace("http", "ws")); it.onopen = done; it.onerror = fail; }),
  events: () => new Promise((done, fail) => { const it = new EventSource(place + "/secret"); it.onopen = done; it.onerror = fail; }),
  import: () => import(place + "/assets/js/ids.js"),
  import_scripts: () => importScripts(place + "/assets/js/ids.js"),
  worker: () => new Worker("data:text/javascript,"),
  storage: () => localStorage.length,
  session: () => sessionStorage.length,
  database: () => new Promise((done, fail) => { const it = indexedDB.open("x"); it.onsuccess = done; it.onerror = fail; }),
  caches: () => caches.open("x"),
  cookie: () => document.cookie,
  files: () => navigator.storage.getDirectory(),
  broadcast: () => new BroadcastChannel("x"),
  parent: () => globalThis.parent.document.title,
  top: () => globalThis.top.location.href,
  message: () => postMessage({ type: "done" }),
  close: () => close(),
  eval: () => eval("1"),
};
"""
NO_WORKERS = ("worker", "message", "close", "broadcast", "cookie", "parent", "top")


async def test_a_program_reaches_nothing(place: Place):
    place.app.state.asked.clear()
    text = TRIES.replace("PLACE", place.url) + (
        "for (const [name, work] of Object.entries(tries)) {\n"
        "  try { await work(); console.log(name); } catch { console.error(name); }\n}"
    )
    end = await place.run(text, "javascript")
    assert end["ok"] is True
    assert end["stdout"] == ""
    assert len(end["stderr"].split()) == 21
    assert place.app.state.asked == []


async def test_the_policy_alone_holds_without_our_tidying(place: Place):
    """In the frame itself nothing was taken away: what holds here holds in a worker that found a way around."""
    place.app.state.asked.clear()
    await place.run("console.log(1)", "javascript")
    names = ["fetch", "no_cors", "xhr", "socket", "events", "import", "storage", "session", "database", "cookie",
             "files", "parent", "top", "eval"]  # fmt: skip
    script = TRIES.replace("PLACE", place.url) + (
        f"const failed = []; for (const name of {names}) "
        "{ try { await tries[name](); } catch { failed.push(name); } } return failed;"
    )
    assert await place.sandbox().evaluate(f"async () => {{{script}}}") == names
    inner = "fetch(PLACE).then(() => postMessage('out'), () => postMessage('in'))".replace(
        "PLACE", f"'{place.url}/secret'"
    )
    nested = (
        "(text) => new Promise((done) => { const it = new Worker('data:text/javascript,' + encodeURIComponent(text));"
        " it.onmessage = (event) => done(event.data); it.onerror = () => done('broken'); })"
    )
    assert await place.sandbox().evaluate(nested, inner) == "in"
    assert await place.sandbox().evaluate("self.origin") == "null"
    assert place.app.state.asked == []


async def test_python_has_no_network_either(place: Place):
    place.app.state.asked.clear()
    text = f"""
import asyncio, js, urllib.request
async def main():
    for work in (lambda: urllib.request.urlopen("{place.url}/secret"), lambda: js.XMLHttpRequest.new(),
                 lambda: js.Worker.new("data:,"), lambda: js.postMessage(1), lambda: js.parent.document):
        try:
            work()
            print("out")
        except Exception as error:
            print("in")
    try:
        await js.fetch("{place.url}/secret")
        print("out")
    except Exception:
        print("in")
asyncio.run(main())
"""
    end = await place.run(text)
    assert end["stdout"].split() == ["in"] * 6
    assert place.app.state.asked == []


async def test_forged_messages_change_nothing(place: Place):
    """From the page's own window, from another frame, to the frame without the nonce; a flood of them too."""
    forge = """async () => {
      const runner = globalThis.neurohireRunner, told = [];
      const running = runner.start({ language: "javascript", files: { a: "setTimeout(() => console.log('mine'), 800)" }, entry: "a" }, (event) => told.push(event.type));
      const forged = { nonce: runner.nonce, id: runner.run.id, type: "finished", error: "forged" };
      const other = document.createElement("iframe");
      other.setAttribute("sandbox", "allow-scripts");
      other.src = "/sandbox/run#" + runner.nonce;
      document.body.append(other);                       // says hello with the right nonce, from the wrong window
      for (let i = 0; i < 20000; i++) window.postMessage(forged, "*");
      for (const nonce of ["", "x", undefined]) runner.frame.contentWindow.postMessage({ nonce, type: "stop", id: runner.run.id }, "*");
      const end = await running;
      other.remove();
      return { end, told };
    }"""
    found = await place.page.evaluate(forge)
    assert found["end"]["ok"] is True
    assert found["told"] == ["started", "output"]


async def opened(place: Place) -> Page:
    """A page whose worker keeps all doors open and gives its line away: only the frame's own checks are left."""

    async def change(route: Route) -> None:
        answer = await route.fetch()
        text = (
            (await answer.text())
            .replace("  closeDoors();", "")
            .replace("let say,", "globalThis.line = () => say; let say,")
        )
        await route.fulfill(response=answer, body=text)

    page = await place.page.context.new_page()
    await page.route("**/sandbox/run", change)
    await page.goto(place.url)
    return page


async def test_a_worker_that_keeps_its_doors_open_is_held_by_the_policy(place: Place):
    place.app.state.asked.clear()
    page = await opened(place)
    names = [
        "fetch",
        "no_cors",
        "xhr",
        "socket",
        "events",
        "import",
        "import_scripts",
        "storage",
        "database",
        "files",
        "eval",
    ]
    text = TRIES.replace("PLACE", place.url) + (
        f"for (const name of {names}) {{ try {{ await tries[name](); console.log(name); }} catch {{ console.error(name); }} }}"
    )
    end = await Place(page, place.url, place.app).run(text, "javascript")
    assert end["stderr"].split() == names
    assert place.app.state.asked == []
    await page.close()


@pytest.mark.parametrize(
    ("text", "error"),
    [
        ("for (let i = 0; i < 300000; i++) line()({ type: 'output', kind: 'stdout', text: 'x' });", "failed"),
        ("for (let i = 0; i < 300000; i++) postMessage('x'.repeat(100));", ""),
        ("line()({ type: 'output', kind: 'stdout', text: 'x'.repeat(1e7) });", ""),
        ("for (const it of [null, 1, {}, { type: 'output' }, { type: 'case', index: 7 }, { type: 'output', kind: 'x', text: {} }]) line()(it);", ""),
    ],
)  # fmt: skip
async def test_a_worker_that_floods_its_frame_is_cut_or_ended(place: Place, text: str, error: str):
    page = await opened(place)
    end = await Place(page, place.url, place.app).run(text, "javascript", seconds=60)
    assert end["error"] == error
    assert len(end["stdout"]) <= 65_536
    assert await page.title() == "Runner"
    await page.close()


# ── test cases ────────────────────────────────────────────────────────────────────────────────

CASES = [
    {"function": "first_unique", "args": ["swiss"], "expected": "w"},
    {"function": "first_unique", "args": ["aa"], "expected": None},
    {"function": "first_unique", "args": ["x"], "expected": "y"},
]


@pytest.mark.parametrize(
    ("language", "text"),
    [
        (
            "python",
            "def first_unique(text):\n    return next((one for one in text if text.count(one) == 1), None)",
        ),
        (
            "javascript",
            "const firstUnique = (text) => [...text].find((one) => text.split(one).length === 2);",
        ),
    ],
)
async def test_cases_are_called_and_judged(place: Place, language: str, text: str):
    end = await place.run(text, language, test=CASES)
    assert [(one["passed"], one["outcome"], one["got"]) for one in end["verdicts"]] == [
        (True, "passed", '"w"'), (True, "passed", "null"), (False, "different", '"x"'),
    ]  # fmt: skip


async def test_programs_are_judged_by_what_they_print(place: Place):
    cases = [
        {"stdin": "2\n3\n", "expected": "5"},
        {"stdin": "1\n1\n", "expected": "3"},
        {"stdin": "x", "expected": ""},
    ]
    end = await place.run("print(int(input()) + int(input()))", test=cases)
    assert [one["outcome"] for one in end["verdicts"]] == ["passed", "different", "error"]
    assert "ValueError" in end["verdicts"][2]["got"]


async def test_a_case_that_never_ends_leaves_the_others_their_chance(place: Place):
    text = "def f(n):\n    while n == 2: pass\n    return n"
    cases = [{"function": "f", "args": [n], "expected": n} for n in (1, 2, 3)]
    end = await place.run(text, test=cases)
    assert [one["outcome"] for one in end["verdicts"]] == ["passed", "too_long", "passed"]


async def test_what_is_expected_never_reaches_the_program(place: Place):
    text = "import gc\ndef f(n):\n    return any('canary' in str(one) for one in gc.get_objects() if isinstance(one, (dict, list)) and len(one) < 50 and one is not gc)"
    end = await place.run(text, test=[{"function": "f", "args": [1], "expected": "ca" + "nary-7"}])
    assert end["verdicts"][0]["outcome"] in ("different", "error")
    assert "nary-7" not in str(end["verdicts"][0]["got"])


async def test_a_missing_function_is_named(place: Place):
    end = await place.run("x = 1", test=CASES[:1])
    assert end["verdicts"][0]["outcome"] == "no_function"
    assert "first_unique" in end["verdicts"][0]["got"]


# ── the bank's own cases: a right solution passes all, a thoughtless one does not ─────────────

SOLUTIONS = {
    "coding-first-unique": (
        "python",
        "def first_unique(text):\n    return next((one for one in text if text.count(one) == 1), None)",
        "def first_unique(text):\n    return text[0]",
    ),
    "coding-merge-intervals": (
        "javascript",
        """
function mergeIntervals(meetings) {
  const merged = [];
  for (const [start, end] of [...meetings].sort((a, b) => a[0] - b[0])) {
    const last = merged.at(-1);
    if (last && start <= last[1]) last[1] = Math.max(last[1], end);
    else merged.push([start, end]);
  }
  return merged;
}""",
        "const mergeIntervals = (meetings) => meetings;",
    ),
    "coding-python-log-summary": (
        "python",
        """
def summarise(lines):
    found = {}
    for line in lines:
        try:
            _, _, path, status, ms = line.split()
            status, ms = int(status), float(ms)
        except ValueError:
            continue
        one = found.setdefault(path, {"requests": 0, "errors": 0, "slowest_ms": 0})
        one["requests"] += 1
        one["errors"] += status >= 500
        one["slowest_ms"] = max(one["slowest_ms"], ms)
    for one in found.values():
        one["error_share"] = one.pop("errors") / one["requests"]
    return found
""",
        "def summarise(lines):\n    return {line.split()[2]: {} for line in lines}",
    ),
    "coding-python-batches": (
        "python",
        "from itertools import islice\ndef batches(items, size):\n    items = iter(items)\n"
        "    while part := list(islice(items, size)):\n        yield part",
        "def batches(items, size):\n    yield list(items)[:size]",
    ),
    "coding-python-shift-hours": (
        "python",
        """
def hours(shifts):
    total, unread = {}, []
    def minute(text):
        hour, minutes = text.split(":")
        return int(hour) * 60 + int(minutes)
    for shift in shifts:
        try:
            name, begins, ends = shift
            length = (minute(ends) - minute(begins)) % 1440
        except ValueError:
            unread.append(shift)
            continue
        total[name] = total.get(name, 0) + length / 60
    return total, unread
""",
        "def hours(shifts):\n    return {}, []",
    ),
    "coding-python-temperature-gaps": (
        "python",
        """
def fill(readings):
    last = None
    for minute, value in readings:
        if last is not None:
            before, was = last
            for now in range(before + 1, minute):
                is_short = minute - before <= 6
                yield now, was + (value - was) * (now - before) / (minute - before) if is_short else None
        yield minute, value
        last = minute, value
""",
        "def fill(readings):\n    yield from readings",
    ),
    "coding-typescript-query-string": (
        "javascript",
        """
function parseQuery(text) {
  const found = {};
  for (const part of text.replace(/^\\?/, "").split("&").filter(Boolean)) {
    const [name, ...value] = part.split("=");
    (found[decodeURIComponent(name)] ??= []).push(decodeURIComponent(value.join("=")));
  }
  return found;
}""",
        "function parseQuery(text) { return {}; }",
    ),
}


async def test_every_question_of_the_bank_with_cases_has_a_solution_here():
    assert {one.id for one in load_bank().questions if one.test_cases} == set(SOLUTIONS)
    for question in load_bank().questions:
        hidden = [case.hidden for case in question.test_cases]
        assert not question.test_cases or (True in hidden and False in hidden), question.id


@pytest.mark.parametrize("question_id", SOLUTIONS)
async def test_cases_of_the_bank_tell_a_right_solution_from_a_thoughtless_one(place: Place, question_id: str):
    question = load_bank().question(question_id)
    assert question is not None
    cases = [case.model_dump(mode="json") for case in question.test_cases]
    language, right, thoughtless = SOLUTIONS[question_id]
    passed = [one["outcome"] for one in (await place.run(right, language, test=cases))["verdicts"]]
    assert passed == ["passed"] * len(cases)
    failed = [one["passed"] for one in (await place.run(thoughtless, language, test=cases))["verdicts"]]
    assert False in failed
