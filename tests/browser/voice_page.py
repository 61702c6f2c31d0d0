"""The program with one more page: a voice choice in a card, to be tried and looked at."""

from __future__ import annotations

from fastapi import Request
from fastapi.responses import Response
from sqlmodel import Session

from components.page import page
from components.pieces import button, card, page_header
from components.toast import toast
from components.voice_choice import VoiceChoice
from main import create_app
from neurohire.api.server import serve
from neurohire.auth.actors import Actor
from neurohire.services import voices
from neurohire.services.stored_settings import FieldsRejected
from neurohire.services.voices import VoiceChoiceView
from neurohire.settings import get_settings
from pages.team import Desk


def seen(_db: Session, actor: Actor) -> VoiceChoiceView:
    return voices.view(actor, get_settings())


def register() -> None:
    @page("/try-voice")
    async def opened(request: Request) -> Response | None:
        desk = Desk(request)
        view = await desk.open(seen)
        if view is None:
            return desk.to_login()
        with desk.page("Voice", "settings"):
            page_header("Voice", "Who reads the questions.")
            with card("Speech out"):
                choice = VoiceChoice(view)

                async def save() -> None:
                    actor, stored = await desk.who(), desk.state.stored
                    seen_stamp = (await stored.views(actor))[voices.SETTING].stamp
                    try:
                        await stored.save(actor, {voices.SETTING: choice.value}, {voices.SETTING: seen_stamp})
                    except FieldsRejected as refused:
                        choice.error = refused.fields[voices.SETTING]
                        return
                    toast("Saved")

                button("Save", desk.act(save), kind="primary")
        return None


if __name__ == "__main__":
    app = create_app()
    register()
    serve(app, get_settings())
