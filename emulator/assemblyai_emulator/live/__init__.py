"""Live speech: the sockets `/v3/ws` and `/v2/realtime/ws`.

A session reads a client's messages (session), a listener turns its audio into messages (listener), in a process of its
own (worker, worker_process), and a scenario may stand in for it (scenario_stream).
https://www.assemblyai.com/docs/streaming/universal-streaming/message-sequence
"""
