// How a program is pointed at this emulator: what to copy, with this address in it and no key.
import { element } from "./element.js";

const quoted = JSON.stringify;

// The programs stand where the emulator was installed, which need not be on the PATH.
function examples(address, key, programs) {
  const settings = `export ASSEMBLYAI_BASE_URL=${address}
export ASSEMBLYAI_API_KEY=${key}`;
  return [
    ["Shell", `${settings}
${programs}/assemblyai-tools transcribe call.mp3`],
    ["Python", `from assemblyai_tools import Client, Settings, transcribe

settings = Settings(base_url=${quoted(address)}, api_key=${quoted(key)})
with Client(settings) as client:
    transcript = client.run(transcribe(audio="call.mp3", wait_seconds=600))
    print(transcript.render())`],
    ["AssemblyAI’s Python SDK", `import assemblyai as aai

aai.settings.base_url = ${quoted(address)}
aai.settings.api_key = ${quoted(key)}
print(aai.Transcriber().transcribe("call.mp3").text)`],
    ["MCP, in a chat client", JSON.stringify({ mcpServers: { assemblyai: {
      command: `${programs}/assemblyai-mcp`,
      env: { ASSEMBLYAI_BASE_URL: address, ASSEMBLYAI_API_KEY: key, ASSEMBLYAI_ALLOWED_DIRS: "/THE/FOLDER/OF/YOUR/RECORDINGS" },
    } } }, null, 2)],
    ["LangChain", `# with the settings of “Shell”
from langchain.agents import create_agent
from assemblyai_tools.langchain import AssemblyAIToolkit

agent = create_agent("openai:gpt-5-mini", AssemblyAIToolkit().get_tools())
agent.invoke({"messages": [("user", "Who promised what in call.mp3?")]})`],
    ["curl", `curl -H "Authorization: ${key}" --data-binary @call.mp3 ${address}/v2/upload
curl -H "Authorization: ${key}" ${address}/v2/transcript \\
  -d '{"audio_url": "THE upload_url OF THE REPLY"}'
curl -H "Authorization: ${key}" ${address}/v2/transcript/THE_ID_OF_THE_REPLY`],
  ];
}

function copying(name, text, shown, announce) {
  const say = (says) => {
    button.textContent = says;
    announce(`${name}: ${says}`);
    setTimeout(() => { button.textContent = "Copy"; }, 2000);
  };
  const copy = async () => {
    try {
      await navigator.clipboard.writeText(text);
      say("Copied");
    } catch {
      getSelection().selectAllChildren(shown);
      say("Selected");
    }
  };
  const button = element("button", { type: "button", class: "copy", text: "Copy", "aria-label": `Copy: ${name}`, on: { click: copy } });
  return button;
}

export function mountClients(setup, announce) {
  const address = location.origin;
  const key = setup.key_needed ? "YOUR_KEY" : "any";
  const rows = examples(address, key, setup.programs).map(([name, text], place) => {
    const shown = element("pre", {}, element("code", { text }));
    return element("details", { name: "client", open: place === 0 }, element("summary", { text: name }),
      element("div", { class: "example" }, shown, copying(name, text, shown, announce)));
  });
  const which = setup.key_needed
    ? "The key is the one that the emulator was started with; it is not shown here."
    : "Any key will do. Each is an account of its own; recordings that are added here belong to the key “any”.";
  return element("section", { class: "card clients", "aria-labelledby": "clients" },
    element("h2", { id: "clients", text: "Point a program at it" }),
    element("p", {}, "Its address is ", element("code", { text: address }), `. ${which}`), ...rows,
    element("p", { class: "faint", text: `${setup.hearing} Version ${setup.version}.` }));
}
