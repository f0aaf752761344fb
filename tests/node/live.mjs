// Streams a file of samples to EMULATOR_HOST with the live clients of AssemblyAI's Node SDK; prints what they saw.
import { readFileSync } from "node:fs";
import { RealtimeTranscriber, StreamingTranscriber } from "assemblyai";

const host = process.env.EMULATOR_HOST;
const audio = readFileSync(process.argv[2]);
const chunks = [];
for (let start = 0; start + 3200 <= audio.length; start += 3200) chunks.push(audio.subarray(start, start + 3200));

const opened = (extra) =>
  new StreamingTranscriber({
    apiKey: "node-live",
    websocketBaseUrl: `wss://${host}/v3/ws`,
    sampleRate: 16_000,
    speechModel: "u3-rt-pro",
    connectTimeout: 20_000,
    ...extra,
  });

const v3 = { partial: 0, final: [] };
const streaming = opened({});
streaming.on("turn", (turn) => (turn.end_of_turn ? v3.final.push(turn.transcript) : (v3.partial += 1)));
v3.begun = (await streaming.connect()).id.length;
chunks.forEach((chunk) => streaming.sendAudio(chunk));
streaming.forceEndpoint();
await streaming.close(true, 40_000);

const v2 = { final: [] };
const realtime = new RealtimeTranscriber({ apiKey: "node-live", realtimeUrl: `wss://${host}/v2/realtime/ws` });
realtime.on("transcript.final", (message) => v2.final.push(message.text));
realtime.on("session_information", (message) => (v2.seconds = message.audio_duration_seconds));
v2.begun = (await realtime.connect()).sessionId.length;
chunks.forEach((chunk) => realtime.sendAudio(chunk));
await realtime.close(true, 40_000);

const failing = opened({});
const refused = new Promise((resolve) => failing.on("error", (error) => resolve(error.message)));
await failing.connect();
failing.sendAudio(audio.subarray(0, 800));

console.log(JSON.stringify({ v3, v2, refused: await refused }));
process.exit(0);
