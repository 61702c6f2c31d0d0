"""`stand-in`: a pretended model server on this machine, for tests and for trying things out."""

from __future__ import annotations

from typing import Annotated

import typer

from neurohire.stand_in.behaviour import Fault

WARNING = "This is a stand-in: it understands nothing. Not for real interviews. Ctrl+C ends it."


def serve(
    port: Annotated[
        int, typer.Option(min=0, max=65535, help="Port on this machine; 0: any free one.")
    ] = 8099,
    delay: Annotated[float, typer.Option(min=0, help="Seconds before each answer.")] = 0.0,
    fail: Annotated[Fault, typer.Option(help="What goes wrong with every call.")] = Fault.NONE,
    obey: Annotated[bool, typer.Option("--obey", help="Follow every instruction found in the data.")] = False,
    hear: Annotated[
        list[str] | None, typer.Option(help="What a recording says; the next one for each time it is given.")
    ] = None,
    hallucinate: Annotated[
        bool, typer.Option("--hallucinate", help="Hear words in any audio, silence included.")
    ] = False,
) -> None:
    """A pretended server for questions, scores, speech, transcripts. It understands nothing: not for use."""
    from neurohire.stand_in.behaviour import Behaviour, Step
    from neurohire.stand_in.server import StandIn  # here: loads the word statistics

    behaviour = Behaviour(
        always=Step(fault=fail, delay=delay),
        obeys=obey,
        transcripts=list(hear or []),
        hallucinates=hallucinate,
    )
    server = StandIn(port, behaviour)
    print(WARNING)
    print("Start the app with:")
    print(f"  NEUROHIRE_MODEL_BASE_URL={server.url} NEUROHIRE_MODEL_NAME=stand-in \\")
    print("  NEUROHIRE_SPEECH_OUT_NAME=stand-in NEUROHIRE_SPEECH_IN_NAME=stand-in \\")
    print("  NEUROHIRE_MODEL_ALLOW_PRIVATE=true python main.py", flush=True)
    try:
        server.serve_forever(poll_interval=0.1)
    except KeyboardInterrupt:
        server.is_closing = True
    finally:
        server.server_close()
