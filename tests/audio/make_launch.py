"""Makes launch.ogg: the two turns of the sample meeting that name a task and the date of the launch."""

from pathlib import Path

import av

HERE = Path(__file__).parent
MEETING = HERE.parents[1] / "plugin" / "assemblyai_tools" / "cli" / "meeting.ogg"
START, END = 25, 34
"""Seconds of the meeting."""


def main() -> None:
    """Copy the packets between the two times: nothing is encoded again."""
    with av.open(str(MEETING)) as meeting, av.open(str(HERE / "launch.ogg"), "w", format="ogg") as launch:
        (stream,) = meeting.streams.audio
        copy = launch.add_stream_from_template(stream)
        first, last = (round(seconds / stream.time_base) for seconds in (START, END))
        for packet in meeting.demux(stream):
            if packet.pts is not None and first <= packet.pts < last:
                packet.pts = packet.dts = packet.pts - first
                packet.stream = copy
                launch.mux(packet)


if __name__ == "__main__":
    main()
