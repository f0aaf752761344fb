// Runs AssemblyAI's official Node SDK against EMULATOR_URL on the audio file it is given; prints what it saw.
import { AssemblyAI } from "assemblyai";

const baseUrl = process.env.EMULATOR_URL;
const client = new AssemblyAI({
  apiKey: "node-sdk-key",
  baseUrl,
  llmGatewayBaseUrl: baseUrl,
  streamingBaseUrl: baseUrl,
});
const polling = { pollingInterval: 100, pollingTimeout: 60_000 };
const [, , audio] = process.argv;

const refusal = async (call) => {
  try {
    await call();
    return null;
  } catch (error) {
    return { message: error.message, status: error.status ?? null, errors: error.errors ?? null };
  }
};

const transcript = await client.transcripts.transcribe(
  {
    audio,
    redact_pii: true,
    redact_pii_audio: true,
    redact_pii_policies: ["date"],
    redact_pii_sub: "entity_name",
  },
  polling,
);
const second = await client.transcripts.transcribe({ audio }, polling);
const { id } = second;

const first = await client.transcripts.list({ limit: 1, status: "completed" });
const older = await client.transcripts.list(first.page_details.prev_url);
const redacted = await client.transcripts.redactedAudioFile(transcript.id);
const messages = [{ role: "user", content: "What about the weather? {{ transcript }}" }];
const [model] = (await client.llmGateway.listModels()).data;
const chat = await client.llmGateway.chatCompletions({ model: model.id, messages, transcript_id: id });
const tasks = { speech_understanding: { request: { action_items: {} } }, transcript_id: id };
const understood = await client.llmGateway.understanding(tasks);
await client.llmGateway.validateUnderstanding(tasks);

const seen = {
  status: second.status,
  text: second.text,
  sentences: (await client.transcripts.sentences(id)).sentences.length,
  paragraphs: (await client.transcripts.paragraphs(id)).paragraphs.length,
  srt: (await client.transcripts.subtitles(id, "srt", 30)).slice(0, 2),
  vtt: (await client.transcripts.subtitles(id, "vtt")).slice(0, 6),
  found: (await client.transcripts.wordSearch(id, ["friday", "weather"])).total_count,
  listed: [first.transcripts[0].id === id, older.transcripts[0].id === transcript.id],
  dated: first.transcripts[0].created instanceof Date,
  redactedText: transcript.text,
  redactedBytes: (await redacted.arrayBuffer()).byteLength,
  model: model.id,
  answered: chat.choices[0].message.content.includes(second.text),
  items: understood.speech_understanding.response.action_items.items.length,
  token: (await client.streaming.createTemporaryToken({ expires_in_seconds: 60 })).length,
  realtimeToken: (await client.realtime.createTemporaryToken({ expires_in: 60 })).length,
  unknown: await refusal(() => client.transcripts.get("none")),
  modelRefused: await refusal(() => client.llmGateway.chatCompletions({ model: "gpt", messages })),
  deleted: (await client.transcripts.delete(id)).text,
};
console.log(JSON.stringify(seen));
