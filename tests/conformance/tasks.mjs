// Runs the TypeScript client of the Tasks extension against the server at a URL: a file is transcribed as a task, which a
// second session takes over; then the transcript is deleted, once a person has agreed. Prints what the client saw.
import { Client, StreamableHTTPClientTransport } from "@modelcontextprotocol/client";
import { createTaskSessionFromClient, resultFromTaskOutcome } from "@modelcontextprotocol/ext-tasks/client";

const [, , url, audio] = process.argv;
const protocolVersion = "2026-07-28";
const clientInfo = { name: "tasks-test", version: "1" };
const clientCapabilities = { elicitation: { form: {} } };
const sent = [];
const questions = [];

// The SDK's client does not know tasks, so the extension asks its host to send such requests.
async function rawDispatch({ method, params }, options) {
  sent.push(method);
  const response = await fetch(url, {
    method: "POST",
    signal: options?.signal,
    headers: {
      "Content-Type": "application/json",
      Accept: "application/json, text/event-stream",
      "MCP-Protocol-Version": protocolVersion,
      "Mcp-Method": method,
      "Mcp-Name": params.taskId ?? params.name,
    },
    body: JSON.stringify({ jsonrpc: "2.0", id: sent.length, method, params }),
  });
  const text = await response.text();
  const streamed = response.headers.get("content-type").startsWith("text/event-stream");
  const answer = JSON.parse(streamed ? text.match(/^data: (.*)$/m)[1] : text);
  return answer.error ? { kind: "error", error: answer.error } : { kind: "result", result: answer.result };
}

async function session() {
  const client = new Client(clientInfo, {
    capabilities: clientCapabilities,
    versionNegotiation: { mode: { pin: protocolVersion } },
  });
  await client.connect(new StreamableHTTPClientTransport(new URL(url)));
  return createTaskSessionFromClient(client, {
    endpointId: "assemblyai",
    rawDispatch,
    v2RequestFraming: { protocolVersion, clientInfo, clientCapabilities },
    async onInputRequest(request) {
      questions.push(request.params.message);
      return { action: "accept", content: { confirm: true } };
    },
  });
}

async function settled(execution) {
  const states = [];
  const { outcome } = await execution.settle({
    onEvent: (event) => void (event.task && states.push(event.task.statusMessage ?? event.task.status)),
  });
  return { kind: execution.kind, states, result: resultFromTaskOutcome(outcome) };
}

const first = await session();
const begun = await first.callTool("transcribe", { audio });
let reference;
await begun.handoff((kept) => void (reference = kept)); // closing the session would cancel the task

const second = await session();
const transcribed = await settled(await second.resumeTask(reference));
const { id } = transcribed.result.structuredContent;
const deleted = await settled(await second.callTool("delete_transcript", { transcript_id: id }));
const refused = await settled(await second.callTool("get_transcript", { transcript_id: "nowhere", wait_seconds: 5 }));
await second.close();
console.log(JSON.stringify({ reference, transcribed, deleted, refused, questions, sent }));
