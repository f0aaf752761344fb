"""An agent that listens, offline: python examples/voice_agent.py [recording] [--microphone] [--model NAME].

A recording is its microphone, and what it says is printed; a text-to-speech service would make it heard. A scripted
model decides what it says, so the example needs no key. With --model openai:gpt-5-mini (or any other name that
LangChain's init_chat_model accepts) a real model decides. With --microphone it hears you, until Ctrl-C.
"""

import asyncio
from argparse import ArgumentParser
from collections.abc import AsyncIterator
from contextlib import suppress
from pathlib import Path
from typing import Any

from langchain.agents import create_agent  # pyright: ignore[reportUnknownVariableType] - its generics
from langchain_core.runnables import RunnableGenerator
from stand_ins import SAMPLE, Script, played, promised

from assemblyai_tools import AssemblyAIError, LiveTranscript, Settings, Turn, microphone
from assemblyai_tools.langchain import AssemblyAISteps, live_tools
from assemblyai_tools.offline import emulator

JOB = "You hear a meeting, turn by turn. If somebody promises something, say what; to all else say only: -"


async def listen(settings: Settings, audio: Any, model: Any) -> None:
    live, steps = LiveTranscript(), AssemblyAISteps(settings)
    agent: Any = create_agent(  # pyright: ignore[reportUnknownVariableType] - likewise
        model, live_tools(live, settings=settings), system_prompt=JOB
    )

    async def answers(turns: AsyncIterator[Turn]) -> AsyncIterator[str]:
        async for turn in turns:  # while the agent thinks, the next turns are heard
            print(f"Heard: {turn.transcript}")
            state = await agent.ainvoke({"messages": [("user", turn.transcript)]})
            yield state["messages"][-1].text

    hear = steps.listen(speech_model="u3-rt-pro", sample_rate=16_000, transcript=live)
    async for answer in (hear | RunnableGenerator(answers)).astream(audio):
        if answer != "-":
            print(f"Agent: {answer}")

    view = await steps.ask("When is the launch?", quotes=True).ainvoke(live)
    print(f"\nA question about all that was said:\n{view.answers[0].render()}")


if __name__ == "__main__":
    given = ArgumentParser(description="An agent that listens, offline.")
    given.add_argument("recording", nargs="?", default=SAMPLE, type=Path)
    given.add_argument("--microphone", action="store_true")
    given.add_argument("--model", default=Script(answer=promised))
    chosen = given.parse_args()
    if not chosen.recording.is_file():
        given.error(f"there is no file {chosen.recording}")
    try:
        sound = microphone() if chosen.microphone else played(chosen.recording)
        with emulator() as offline, suppress(KeyboardInterrupt):
            asyncio.run(listen(offline, sound, chosen.model))
    except AssemblyAIError as error:  # such as a machine without a microphone
        given.error(str(error))
