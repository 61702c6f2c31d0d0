"""Two people in real browsers at one editor, a server that is killed, and nothing lost."""

from __future__ import annotations

import asyncio
import os
import shutil
import signal
import socket
import subprocess
import sys
from collections.abc import AsyncIterator
from pathlib import Path
from typing import Any

import httpx
import pytest
from playwright.async_api import Browser, Page, async_playwright

from tests.browser.patience import until

ROOT = Path(__file__).resolve().parents[2]
CHROMIUM = shutil.which("chromium") or shutil.which("chromium-browser")
FLAGS = [
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
]

pytestmark = pytest.mark.skipif(CHROMIUM is None, reason="chromium is not installed")


class Server:
    """The test server as a process of its own, which a test may kill."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        with socket.socket() as probe:
            probe.bind(("127.0.0.1", 0))
            self.port = probe.getsockname()[1]
        self.url = f"http://127.0.0.1:{self.port}"

    async def start(self) -> None:
        hidden = ("PYTEST_CURRENT_TEST", "NICEGUI_USER_SIMULATION")
        environment = {key: value for key, value in os.environ.items() if key not in hidden}
        environment |= {"PYTHONPATH": str(ROOT), "NICEGUI_STORAGE_PATH": str(self.folder)}
        command = [sys.executable, "-m", "tests.browser.editor_server", str(self.folder), str(self.port)]
        self.process = subprocess.Popen(command, cwd=ROOT, env=environment)
        await until(self.answers)

    async def answers(self) -> bool:
        try:
            return (await self.get("/state")) is not None
        except httpx.HTTPError:
            return False

    async def get(self, path: str) -> Any:
        async with httpx.AsyncClient(base_url=self.url) as client:
            return (await client.get(path)).json()

    def kill(self) -> None:
        self.process.send_signal(signal.SIGKILL)
        self.process.wait()


@pytest.fixture
async def server(tmp_path: Path) -> AsyncIterator[Server]:
    server = Server(tmp_path)
    await server.start()
    yield server
    server.kill()


@pytest.fixture
async def browser() -> AsyncIterator[Browser]:
    async with async_playwright() as playwright:
        browser = await playwright.chromium.launch(executable_path=CHROMIUM, args=FLAGS)
        yield browser
        await browser.close()


async def visit(browser: Browser, server: Server, person: str, query: str = "") -> Page:
    context = await browser.new_context()
    await context.add_cookies([{"name": "person", "value": person, "url": server.url}])
    page = await context.new_page()
    page.on("pageerror", lambda error: print(person, "page error:", error))
    await page.goto(f"{server.url}/?person={person}{query}")
    await page.wait_for_function("document.querySelector('.nh-editor')?.editor?.state === 'online'")
    return page


async def text_of(page: Page) -> str:
    return str(await page.evaluate("document.querySelector('.nh-editor').editor.view.state.doc.toString()"))


async def shows(page: Page, text: str) -> None:
    await page.wait_for_function(
        "it => document.querySelector('.nh-editor').editor.getText() === it", arg=text
    )


async def all_saved(page: Page) -> None:
    await page.wait_for_function("document.querySelector('.nh-editor').editor.waiting === 0")


async def test_two_people_type_the_server_is_killed_and_nothing_is_lost(
    server: Server, browser: Browser
) -> None:
    ana, ben = await visit(browser, server, "ana"), await visit(browser, server, "ben")
    outside: list[str] = []
    for page in (ana, ben):
        page.on("request", lambda it: None if it.url.startswith(server.url) else outside.append(it.url))
    await ana.click(".cm-content")
    await ana.keyboard.type("first = 1\n")
    await ben.wait_for_function("document.querySelector('.cm-content').innerText.includes('first = 1')")
    await ben.wait_for_function("document.querySelector('.cm-ySelectionInfo')?.textContent === 'Ana'")
    await ana.evaluate("window.born = 1; document.querySelector('.nh-editor').born = 1")

    typing = asyncio.ensure_future(ana.keyboard.type("# while the server dies\n", delay=10))
    await asyncio.sleep(0.1)
    server.kill()
    await typing
    await ben.evaluate("document.querySelector('.nh-editor').editor.view.focus()")
    await ben.keyboard.press("Control+Home")  # not where Ana is in mid-word: that text would be split
    await ben.keyboard.type("# ben, offline\n")
    await ana.wait_for_selector(".nh-banner[data-state=offline]")
    assert "Your work is saved on this device" in await ana.inner_text(".nh-banner")
    await server.start()

    await all_saved(ana)
    await all_saved(ben)
    await until(lambda: same(server, ana, ben))
    text = await text_of(ana)
    for line in ("first = 1", "# while the server dies", "# ben, offline"):
        assert text.count(line) == 1, text
    await ana.wait_for_selector(".nh-saved[data-state=saved]", state="attached")
    await ana.wait_for_function(
        "window.neurohirePage.reattached > 0 && window.neurohirePage.state === 'online'"
    )
    assert await ana.evaluate("window.born === 1 && document.querySelector('.nh-editor').born === 1")
    assert outside == []


async def same(server: Server, *pages: Page) -> bool:
    texts = {await text_of(page) for page in pages} | {(await server.get("/state"))["text"]}
    return len(texts) == 1


async def test_what_was_typed_offline_survives_closing_the_tab(server: Server, browser: Browser) -> None:
    ana = await visit(browser, server, "ana")
    await ana.click(".cm-content")
    await ana.keyboard.type("kept ")
    await all_saved(ana)
    server.kill()
    await ana.keyboard.type("offline")
    await ana.wait_for_function("document.querySelector('.nh-editor').editor.waiting === 7")
    await ana.evaluate("document.querySelector('.nh-editor').editor.whenKept()")
    context = ana.context
    await ana.close(run_before_unload=False)
    await server.start()
    again = await context.new_page()
    await again.goto(f"{server.url}/?person=ana")
    await again.wait_for_function("document.querySelector('.nh-editor')?.editor?.state === 'online'")
    await all_saved(again)
    assert await server.get("/state") | {"operations": 0} == {
        "text": "kept offline",
        "operations": 0,
        "chunks": [],
    }


async def has_text(server: Server, text: str) -> bool:
    return bool((await server.get("/state"))["text"] == text)


async def test_what_was_typed_just_before_leaving_is_kept(server: Server, browser: Browser) -> None:
    ana = await visit(browser, server, "ana")
    await ana.click(".cm-content")
    await ana.evaluate(
        "WebSocket.prototype.send = IDBObjectStore.prototype.add = () => {}"
    )  # neither gets it
    await ana.keyboard.type("last words")
    await ana.evaluate("void (window.onbeforeunload = null)")
    ana.on("dialog", lambda dialog: asyncio.ensure_future(dialog.accept()))
    await ana.goto(f"{server.url}/?person=ana")
    await shows(ana, "last words")
    await all_saved(ana)


async def test_undo_takes_back_only_own_edits(server: Server, browser: Browser) -> None:
    ana, ben = await visit(browser, server, "ana"), await visit(browser, server, "ben")
    await ana.click(".cm-content")
    await ana.keyboard.insert_text("ana ")  # at once: keys that come slowly are undone one by one
    await ben.wait_for_function("document.querySelector('.cm-content').innerText.includes('ana ')")
    await ben.click(".cm-content")
    await ben.keyboard.press("Control+End")
    await ben.keyboard.type("ben")
    await ana.wait_for_function("document.querySelector('.cm-content').innerText.includes('ben')")
    await ana.keyboard.press("Control+z")
    await until(lambda: has_text(server, "ben"))


async def test_a_viewer_cannot_type_and_a_trick_is_undone(server: Server, browser: Browser) -> None:
    ana, eve = await visit(browser, server, "ana"), await visit(browser, server, "eve")
    await ana.click(".cm-content")
    await ana.keyboard.type("ours")
    await shows(eve, "ours")
    await eve.click(".cm-content")
    await eve.keyboard.type("no")
    assert await text_of(eve) == "ours"
    await eve.evaluate("document.querySelector('.nh-editor').editor.text.insert(0, 'not ')")
    await shows(eve, "ours")
    await until(lambda: has_text(server, "ours"))


async def test_clipboard_policy_and_leaving_with_the_keyboard(server: Server, browser: Browser) -> None:
    ana = await visit(browser, server, "ana", "&policy=blocked")
    await ana.click(".cm-content")
    await ana.keyboard.type("secret")
    await ana.keyboard.press("Control+a")
    await ana.keyboard.press("Control+c")
    await ana.wait_for_function("document.querySelector('#clipboard').innerText === 'copy 6'")
    await ana.keyboard.press("End")
    await ana.keyboard.press("Control+v")
    assert await text_of(ana) == "secretsecret"  # one's own may be moved
    elsewhere = "Object.assign(document.createElement('textarea'), {id: 'other'})"
    await ana.evaluate(f"document.body.append({elsewhere})")
    await ana.fill("#other", "from elsewhere")
    await ana.keyboard.press("Control+a")
    await ana.keyboard.press("Control+c")
    await ana.click(".cm-content")
    await ana.keyboard.press("Control+v")
    await ana.wait_for_function("document.querySelector('#clipboard').innerText === 'paste 14'")
    assert await text_of(ana) == "secretsecret"
    await ana.keyboard.press("Tab")
    assert await text_of(ana) != "secretsecret"  # Tab indents ...
    await ana.keyboard.press("Escape")
    await ana.keyboard.press("Tab")  # ... but after Esc it leaves
    assert not await ana.evaluate("document.querySelector('.cm-editor').contains(document.activeElement)")
    assert "leave the editor" in (await ana.get_attribute(".cm-content", "aria-label") or "")


async def test_operations_survive_a_killed_server_and_a_reload(server: Server, browser: Browser) -> None:
    ana = await visit(browser, server, "ana")
    start = "import('neurohire').then(n => { window.i1 = n.openInterview('i1'); window.n = n; })"
    await ana.evaluate(start)
    assert (await ana.evaluate("i1.send('note', {text: 'one'})"))["ok"]
    refused = await ana.evaluate("i1.send('refuse_me')")
    assert refused == {"ok": False, "code": "no", "message": "Not now."}
    assert abs(await ana.evaluate("i1.serverNow().getTime()") - 1_900_000_000_000) < 60_000
    server.kill()
    await ana.evaluate("void i1.send('note', {text: 'two'}); void i1.send('note', {text: 'three'})")
    await ana.evaluate("for (let n = 0; n < 50; n++) i1.draft('answer_draft', 'q1', {text: 'draft ' + n})")
    await ana.wait_for_function("i1.waiting === 3")
    context = ana.context
    await ana.close(run_before_unload=False)
    await server.start()
    again = await context.new_page()
    await again.goto(f"{server.url}/?person=ana")
    await again.wait_for_function("document.querySelector('.nh-editor')?.editor?.state === 'online'")
    await again.evaluate(start)
    await again.wait_for_function("i1.state === 'online' && i1.waiting === 0")
    operations = (await server.get("/state"))["operations"]
    assert [body for _, body in operations] == [
        '{"text": "one"}', '{"text": "two"}', '{"text": "three"}', '{"text": "draft 49"}',
    ]  # fmt: skip


async def test_many_waiting_operations_arrive_once_and_in_order(server: Server, browser: Browser) -> None:
    ana = await visit(browser, server, "ana")
    await ana.evaluate("import('neurohire').then(n => { window.i1 = n.openInterview('i1') })")
    await ana.wait_for_function("i1.state === 'online'")
    server.kill()
    await ana.evaluate("(async () => { for (let n = 0; n < 80; n++) await i1.enqueue('note', n) })()")
    assert await ana.evaluate("i1.waiting") == 80
    await server.start()
    await ana.wait_for_function("i1.waiting === 0")
    assert [body for _, body in (await server.get("/state"))["operations"]] == [str(n) for n in range(80)]


async def test_an_operation_put_off_is_sent_again(server: Server, browser: Browser) -> None:
    ana = await visit(browser, server, "ana")
    await ana.evaluate("import('neurohire').then(n => { window.i1 = n.openInterview('i1') })")
    assert (await ana.evaluate("i1.send('later', 1)"))["ok"]
    assert (await server.get("/state"))["operations"] == [["later", "1"]]


@pytest.mark.parametrize(("code", "state"), [(4401, "signed_out"), (4403, "no_right"), (4409, "replaced")])
async def test_a_final_close_is_not_fought(server: Server, browser: Browser, code: int, state: str) -> None:
    ana = await visit(browser, server, "ana")
    await ana.evaluate("import('neurohire').then(n => { window.i1 = n.openInterview('i1') })")
    await ana.evaluate("code => void i1.enqueue('close_me', {code})", code)
    await ana.wait_for_function("state => i1.state === state", arg=state)
    assert await ana.evaluate("i1.socket") is None
    await ana.wait_for_selector(f".nh-banner[data-state={state}]")
    if state == "replaced":
        await ana.evaluate("i1.drop(i1.queue[0], {ok: true})")
        await ana.click(".nh-banner button")
        await ana.wait_for_function("i1.state === 'online'")


async def test_a_silent_line_is_noticed_and_replaced(server: Server, browser: Browser) -> None:
    ana = await visit(browser, server, "ana")
    await ana.evaluate("import('neurohire').then(n => { window.i1 = n.openInterview('i1') })")
    await ana.wait_for_function("i1.state === 'online'")
    await ana.evaluate("window.first = i1.socket; void i1.enqueue('be_silent')")
    await ana.wait_for_function("i1.queue.some(it => it.sent)")
    await ana.evaluate("i1.drop(i1.queue[0], {ok: true})")
    await ana.wait_for_function("i1.state !== 'online'")
    await ana.wait_for_function("i1.state === 'online' && i1.socket !== first")


async def test_recorded_chunks_arrive_in_order_after_an_outage(server: Server, browser: Browser) -> None:
    ana = await visit(browser, server, "ana")
    url = "/chunks/{recording}/{take}/{seq}"
    await ana.evaluate(
        "url => import('neurohire').then(n => { window.up = n.openUploads('i1', {url}) })", url
    )
    server.kill()
    await ana.evaluate(
        "(async () => { for (const n of [2, 0, 1, 10]) await up.add('r1', 't1', n, new Blob(['x' + n])) })()"
    )
    assert await ana.evaluate("up.waiting") == 4
    await server.start()
    await ana.evaluate("up.whenSent('r1')")
    assert (await server.get("/state"))["chunks"] == ["r1/t1/0", "r1/t1/1", "r1/t1/2", "r1/t1/10"]
