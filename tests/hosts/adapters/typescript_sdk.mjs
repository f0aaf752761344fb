// The protocol's own SDK for TypeScript, version 1.
import { Client } from "@modelcontextprotocol/sdk/client/index.js";
import { StdioClientTransport } from "@modelcontextprotocol/sdk/client/stdio.js";
import { DEFAULT_REQUEST_TIMEOUT_MSEC } from "@modelcontextprotocol/sdk/shared/protocol.js";
import { ElicitRequestSchema } from "@modelcontextprotocol/sdk/types.js";
import { args, command, env, ofBlocks, run } from "./scenario.mjs";

const client = new Client({ name: "hosts", version: "1" }, { capabilities: { elicitation: {} } });
const host = {
  package: "@modelcontextprotocol/sdk",
  limit: `${DEFAULT_REQUEST_TIMEOUT_MSEC / 1000} s; \`callTool(…, …, { timeout, resetTimeoutOnProgress })\``,
  progress: [],
  questions: [],
  async open() {
    client.setRequestHandler(ElicitRequestSchema, async (request) => {
      host.questions.push(request.params.message);
      return { action: "accept", content: { confirm: true } };
    });
    await client.connect(new StdioClientTransport({ command, args, env }));
  },
  async tools() {
    return (await client.listTools()).tools.map((tool) => tool.name);
  },
  async call(name, given) {
    const first = name === "transcribe" && !host.progress.length;
    const options = first ? { onprogress: (one) => host.progress.push(one) } : {};
    const result = await client.callTool({ name, arguments: given }, undefined, options);
    return ofBlocks(result.content);
  },
};
await run(host);
