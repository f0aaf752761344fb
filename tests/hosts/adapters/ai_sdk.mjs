// Vercel's AI SDK: generateText with a model that is a script; what is checked is the tool result that the model gets.
import { createMCPClient, ElicitationRequestSchema } from "@ai-sdk/mcp";
import { Experimental_StdioMCPTransport } from "@ai-sdk/mcp/mcp-stdio";
import { generateText, isStepCount } from "ai";
import { MockLanguageModelV4 } from "ai/test";
import { STRUCTURED, answer, args, command, env, run } from "./scenario.mjs";

const usage = { inputTokens: { total: 1 }, outputTokens: { total: 1 } };
let client, tools;
const host = {
  package: "@ai-sdk/mcp",
  limit: "none; `generateText({ abortSignal })` ends a call",
  progress: "no setting for it",
  questions: [],
  async open() {
    const transport = new Experimental_StdioMCPTransport({ command, args, env });
    client = await createMCPClient({ transport, capabilities: { elicitation: {} } });
    client.onElicitationRequest(ElicitationRequestSchema, async (request) => {
      host.questions.push(request.params.message);
      return { action: "accept", content: { confirm: true } };
    });
    tools = await client.tools();
  },
  async tools() {
    return Object.keys(tools);
  },
  async call(name, given) {
    let shown;
    const model = new MockLanguageModelV4({
      async doGenerate({ prompt }) {
        const result = prompt.at(-1).role === "tool" ? prompt.at(-1).content[0] : undefined;
        shown = result?.output;
        const call = { type: "tool-call", toolCallId: "1", toolName: name, input: JSON.stringify(given) };
        const content = result ? [{ type: "text", text: "Done." }] : [call];
        return { content, finishReason: { unified: result ? "stop" : "tool-calls" }, usage, warnings: [] };
      },
    });
    await generateText({ model, tools, prompt: "Go.", stopWhen: isStepCount(2) });
    if (shown.type === "content") {
      const texts = shown.value.filter((part) => part.type === "text").map((part) => part.text);
      return answer(texts.join(""), shown.value.map((part) => part.type));
    }
    const text = typeof shown.value === "string" ? shown.value : JSON.stringify(shown.value);
    return answer(text, [typeof shown.value === "string" ? "text" : STRUCTURED]);
  },
};
await run(host);
