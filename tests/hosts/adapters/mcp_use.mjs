// mcp-use for JavaScript: its client's session.
import { MCPClient } from "mcp-use/client";
import { args, command, env, ofBlocks, run } from "./scenario.mjs";

let session;
const host = {
  package: "mcp-use",
  limit: "60 s (that of the TypeScript SDK); `callTool(…, …, { timeout, resetTimeoutOnProgress })`",
  progress: [],
  questions: [],
  async open() {
    const client = new MCPClient(
      { mcpServers: { assemblyai: { command, args, env } } },
      {
        onElicitation: async (params) => {
          host.questions.push(params.message);
          return { action: "accept", content: { confirm: true } };
        },
      },
    );
    session = await client.createSession("assemblyai");
  },
  async tools() {
    return (await session.listTools()).map((tool) => tool.name);
  },
  async call(name, given) {
    const first = name === "transcribe" && !host.progress.length;
    const options = first ? { onprogress: (one) => host.progress.push(one) } : {};
    return ofBlocks((await session.callTool(name, given, options)).content);
  },
};
await run(host);
