// The OpenAI Agents SDK for JavaScript: the function tools that it makes of a server.
import { MCPServerStdio, RunContext, getAllMcpTools } from "@openai/agents";
import { answer, args, command, env, run } from "./scenario.mjs";

const server = new MCPServerStdio({ command, args, env });
let tools;
const host = {
  package: "@openai/agents",
  limit: `${(server.timeout ?? server.underlying.timeout) / 1000} s; \`new MCPServerStdio({ timeout })\``,
  progress: "no setting for it",
  questions: [],
  async open() {
    await server.connect();
    tools = await getAllMcpTools([server]);
  },
  async tools() {
    return tools.map((tool) => tool.name);
  },
  async call(name, given) {
    const tool = tools.find((one) => one.name === name);
    const output = await tool.invoke(new RunContext(), JSON.stringify(given));
    const parts = [output].flat().map((part) => (typeof part === "string" ? { type: "text", text: part } : part));
    return answer(parts.map((part) => part.text ?? "").join(""), parts.map((part) => part.type));
  },
};
await run(host);
