// LangChain.js: its adapters for servers; the message for the model.
import { MultiServerMCPClient } from "@langchain/mcp-adapters";
import { answer, args, command, env, run } from "./scenario.mjs";

let tools, reported;
const host = {
  package: "@langchain/mcp-adapters",
  limit: "60 s (that of the TypeScript SDK); `defaultToolTimeout` of the server's settings",
  progress: [],
  questions: [],
  async open() {
    const client = new MultiServerMCPClient({
      mcpServers: { assemblyai: { transport: "stdio", command, args, env } },
      onProgress: (one) => {
        if (reported) host.progress.push(one);
      },
    });
    tools = await client.getTools();
  },
  async tools() {
    return tools.map((tool) => tool.name);
  },
  async call(name, given) {
    reported = name === "transcribe" && !host.progress.length;
    const tool = tools.find((one) => one.name === name);
    try {
      const message = await tool.invoke({ type: "tool_call", id: "1", name, args: given });
      const content = message.content;
      const blocks = typeof content === "string" ? [{ type: "text", text: content }] : content;
      return answer(blocks.map((block) => block.text ?? "").join(""), blocks.map((block) => block.type));
    } catch (error) {
      return answer(error.message);
    }
  },
};
await run(host);
