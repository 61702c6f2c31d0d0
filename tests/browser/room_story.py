"""A live interview from the form to its end, step by step: Ada (lime), Ben (blue) and Ana (red)."""

from __future__ import annotations

import re
from datetime import timedelta
from pathlib import Path
from zoneinfo import ZoneInfo

from playwright.async_api import Browser, Locator, Page, expect

from neurohire import clock
from tests.browser.calls import CALL, shows
from tests.browser.story import Story
from tests.browser.test_room_editor import EDITOR, saved
from tests.browser.test_room_editor import shows as shows_text
from tests.live_server import LiveServer
from tests.people import PASSWORD
from tests.resumes.made import pdf, written

ANA, ADA, BEN = "Ana Ruiz", "Ada Recruiter", "Ben Second"
NAMES = {"ana": ANA, "ada": ADA, "ben": BEN}
COLOURS = {"ana": "red", "ada": "lime", "ben": "blue"}
ASKED = "How did you find out which query was slow?"
CODING = "returns the first character that occurs only once"
SECRET = "heron-4711"
SAID = {"ana": "Good morning, I hear you well.", "ada": "Welcome. Let us begin."}
CAMERA = """(colour) => {
  const video = document.querySelector(".waiting-picture video");
  if (!video?.videoWidth) return false;
  const canvas = Object.assign(document.createElement("canvas"), { width: 8, height: 8 });
  const picture = canvas.getContext("2d");
  picture.drawImage(video, 0, 0, 8, 8);
  const middle = [...picture.getImageData(4, 4, 1, 1).data].slice(0, 3);
  return middle.every((value, place) => Math.abs(value - colour[place]) < 40);
}"""
# ids by name, once exactly these people are in the call: whoever reloads is out of it for a moment
IN_CALL = f"""(names) => {{
  const {{ people }} = {CALL};
  const are = people.map(({{ name }}) => name).sort().join() === names.join();
  return are && Object.fromEntries(people.map(({{ name, id }}) => [name, id]));
}}"""


class RoomStory(Story):
    """What each of the three does; `faults` are errors of any page, `told` what Ana's page was sent."""

    ana: Page
    ada: Page
    ben: Page

    def __init__(self, browsers: dict[str, Browser], server: LiveServer, folder: Path) -> None:
        super().__init__(browsers["lime"], server)
        self.browsers, self.folder = browsers, folder
        self.faults: list[str] = []
        self.told: list[str] = []
        self.link = self.interview = ""
        self.callers = ["ana", "ada"]

    async def sit_down(self, colour: str) -> Page:
        """A browser whose camera gives this colour."""
        self.browser = self.browsers[colour]
        page = await self.open()
        page.on("pageerror", lambda error: self.faults.append(f"{colour}: {error}"))
        return page

    # ── before the day ────────────────────────────────────────────────────────────────────────

    async def set_up_team(self) -> None:
        """Ada by the printed link; she adds Ben, who comes by his one-time link."""
        self.browser = self.browsers["lime"]
        self.ada = await self.set_up()
        self.ada.on("pageerror", lambda error: self.faults.append(f"lime: {error}"))
        await self.ada.goto(f"{self.server.url}/users")
        await self.ada.get_by_role("button", name="Add somebody").click()
        sheet = self.ada.locator("aside.sheet")
        await sheet.get_by_label("Name", exact=True).fill(BEN)
        await sheet.get_by_label("E-mail").fill("ben@example.org")
        await sheet.get_by_role("button", name="Add and make the link").click()
        link = await self.ada.get_by_label("One-time link", exact=True).input_value()
        self.ben = await self.sit_down("blue")
        await self.ben.goto(self.server.url + link[link.index("/join/") :])
        await self.ben.locator("input[name=password]").fill(PASSWORD)
        await self.ben.get_by_role("button", name="Set my password").click()
        await expect(self.ben.get_by_text("Start with a position")).to_be_visible()

    async def schedule(self) -> None:
        """The form: a new person with a resume, in New York's time, both interviewers, two questions."""
        page, begins = self.ada, clock.now() + timedelta(minutes=5)
        await page.goto(f"{self.server.url}/interviews/new")
        await self._who(page)
        await page.get_by_label("Title").fill("Backend Engineer")
        zone = page.get_by_label("Time zone")
        await zone.fill("New York")
        await page.locator(".q-menu .q-item").filter(has_text="America / New York").click()
        there = begins.astimezone(ZoneInfo("America/New_York"))
        await page.locator("input[type=date]").fill(f"{there:%Y-%m-%d}")
        await page.locator("input[type=time]").fill(f"{there:%H:%M}")
        await expect(page.locator(".schedule-means")).to_contain_text(f"{there:%H:%M} (New York)")
        await page.get_by_label("Interviewers").click()
        await page.locator(".q-menu .q-item").filter(has_text=BEN).click()
        await page.keyboard.press("Escape")
        await self._questions(page)
        await page.get_by_role("button", name="Schedule", exact=True).click()
        await expect(page.get_by_text("Nothing was sent")).to_be_visible()
        link = await page.get_by_label("Link", exact=True).input_value()
        self.link = link.replace("localhost", "127.0.0.1")
        opened = await page.get_by_role("link", name="Open the interview").get_attribute("href")
        assert opened is not None
        self.interview = opened.rsplit("/", 1)[1]

    async def _who(self, page: Page) -> None:
        who = page.locator(".who")
        await who.get_by_label("Name").fill(ANA)
        await who.get_by_label("E-mail").fill("ana@example.org")
        await who.get_by_text("Phone, level, target role, resume").click()
        await who.get_by_label("Target role").fill("Backend lead")
        file = pdf(self.folder / "ana.pdf", written(ANA, "Python for six years"), written("Second page"))
        await who.locator("input[type=file]").set_input_files(str(file))
        await expect(who.locator(".candidate-file")).to_have_text("ana.pdf")
        await expect(who.get_by_text(re.compile("^Read"))).to_be_visible()

    async def _questions(self, page: Page) -> None:
        await page.get_by_role("button", name="See and change the questions").click()
        await page.get_by_role("button", name="Add your own question").click()
        await page.get_by_label("Your question").fill(ASKED)
        await page.get_by_role("button", name="Add this question").click()
        await expect(page.locator(".question-row")).to_have_count(1)
        await page.get_by_role("button", name="Pick from all questions").click()
        sheet = page.locator("aside.sheet")
        await sheet.get_by_label("Search").fill("occurs only once")
        await sheet.locator(".pool-section", has_text=CODING).get_by_role("button").click()
        await expect(page.locator(".question-row")).to_have_count(2)
        await page.keyboard.press("Escape")
        await expect(sheet).to_have_count(0)

    # ── at the door ───────────────────────────────────────────────────────────────────────────

    async def ask_to_join(self) -> None:
        """Ana opens her link, agrees, sees herself, and asks while nobody is there."""
        self.ana = ana = await self.sit_down("red")
        ana.on("websocket", lambda ws: ws.on("framereceived", lambda frame: self.told.append(str(frame))))
        await ana.goto(self.link)
        await expect(ana.get_by_role("heading", level=1)).to_contain_text("Backend Engineer")
        await ana.locator(".interview-enter button[type=submit]").click()
        for box in await ana.locator("input[type=checkbox]").all():
            await box.check()
        await ana.get_by_role("button", name="Save and go on").click()
        await ana.wait_for_url(re.compile("/waiting$"))
        await ana.wait_for_function(CAMERA, arg=[255, 0, 0])
        await ana.wait_for_function("document.querySelector('.waiting-level .is-on')")
        await expect(ana.locator(".waiting-facts")).to_contain_text(BEN)
        assert not await ana.locator(".waiting-here.is-here").count()
        await ana.locator(".waiting-ask").click()
        await expect(ana.get_by_role("heading", name="You have asked to join")).to_be_visible()
        await ana.reload()  # it is state, not a message
        await expect(ana.get_by_role("heading", name="You have asked to join")).to_be_visible()

    async def admit(self) -> None:
        """Ada sees on Home who waits, opens the room, sees it there, too, and lets her in."""
        await self.ada.goto(self.server.url)
        door = self.ada.locator(".is-door")
        await expect(door).to_contain_text(f"{ANA} is waiting to be let in")
        await door.get_by_role("link", name="Open the room").click()
        await self.ada.wait_for_url(re.compile("/rooms/"))
        await expect(self.ada.locator(".people-asks")).to_contain_text(ANA)
        await expect(self.ana.locator(".waiting-here.is-here")).to_be_visible()
        assert "ice" not in await self._states() and "document" not in await self._states()
        await self.ada.locator(".people-asks .people-admit").click()
        await self.ana.wait_for_url(re.compile("/room$"))
        await expect(self.ana.locator(".room")).to_be_visible()

    async def _states(self) -> str:
        """What Ana's page knows of the room so far."""
        return str(await self.ana.evaluate("Object.keys([...neurohireRooms.values()][0].state).join(' ')"))

    # ── in the room ───────────────────────────────────────────────────────────────────────────

    @property
    def pages(self) -> dict[str, Page]:
        """Everybody who is in the room."""
        here = {"ana": self.ana, "ada": self.ada}
        return here | ({"ben": self.ben} if "/rooms/" in self.ben.url else {})

    async def all_see(self) -> None:
        """Everybody in the call has everybody's picture, and their own, known by its colour."""
        names = sorted(NAMES[who] for who in self.callers)
        ids = await (await self.ada.wait_for_function(IN_CALL, arg=names)).json_value()
        self.ids = {who: ids[NAMES[who]] for who in self.callers}
        for who in self.callers:
            for other, key in self.ids.items():
                tile = "me" if other == who else key
                await shows(self.pages[who], tile, COLOURS[other])

    async def same_text(self) -> str:
        """What stands in main.py, equal in every page."""
        await saved(*self.pages.values())
        first = str(await self.ana.evaluate(f"{EDITOR}.getText('codemirror')"))
        for page in self.pages.values():
            await shows_text(page, first)
        return first

    async def say(self, page: Page, words: str) -> None:
        await page.locator(".chat-box textarea").fill(words)
        await page.locator(".chat-box textarea").press("Enter")

    # ── the end ───────────────────────────────────────────────────────────────────────────────

    async def complete(self) -> str:
        """Ada ends it after a question back; nobody comes in again. Gives the text as it was."""
        text = await self.same_text()
        await self.ada.get_by_role("tab", name="Question", exact=True).click()
        await self.ada.get_by_role("button", name="Done, hide it").click()
        await expect(self.ana.locator(".rq-candidate")).to_contain_text("No question is shown")
        await self.ada.locator(".room-complete").click()
        await self.ada.locator(".room-confirm").click()
        await self.ana.wait_for_url(re.compile("/done$"))
        await expect(self.ana.get_by_role("heading", name=f"Thank you, {ANA}.")).to_be_visible()
        await self.ada.wait_for_url(re.compile("/report$"))
        await self.ben.wait_for_url(re.compile("/report$"))
        for way in ("room", "waiting"):
            await self.ana.goto(f"{self.server.url}/interview/{self.interview}/{way}")
            await expect(self.ana.get_by_role("heading", name=f"Thank you, {ANA}.")).to_be_visible()
        await self.ana.goto(self.link)
        await expect(self.ana.get_by_role("heading", name="This interview has taken place")).to_be_visible()
        await self.ada.goto(f"{self.server.url}/rooms/{self.interview}")
        await self.ada.wait_for_url(re.compile("/report$"))
        seen = "".join(self.told) + await self.ana.content()
        assert self.told and SECRET not in seen and "rubric" not in seen.lower()
        return text


def lines(page: Page) -> Locator:
    """What was written in the chat."""
    return page.locator(".chat-line .chat-words")
