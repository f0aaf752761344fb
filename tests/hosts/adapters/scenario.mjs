// The job of scenario.py, for the hosts in JavaScript.
import { readFileSync } from "node:fs";
import { createRequire } from "node:module";
import { join } from "node:path";

const given = JSON.parse(process.env.HOSTS_GIVEN);
export const command = given.command;
export const args = given.arguments;
export const env = { ...process.env, ...given.env };
export const STRUCTURED = "structured content";
const LONGEST_NOTE = 160;

/** What the host made of a tool's result for the model. */
export function answer(text, kinds = ["text"]) {
  return { text, kinds };
}

/** The answer of a host that shows the blocks of the protocol as they are. */
export function ofBlocks(content) {
  const texts = content.filter((block) => block.type === "text").map((block) => block.text);
  return answer(texts.join(""), content.map((block) => block.type));
}

function versionOf(name) {
  const require = createRequire(join(process.cwd(), "package.json"));
  for (const folder of require.resolve.paths(name)) {
    try {
      return JSON.parse(readFileSync(join(folder, name, "package.json"), "utf8")).version;
    } catch {
      // It is not in this folder.
    }
  }
  throw new Error(`${name} is not installed`);
}

class Unexpected extends Error {}

function must(holds, message) {
  if (!holds) throw new Unexpected(message);
}

function failure(error) {
  const kind = error instanceof Unexpected ? "" : `${error.name}: `;
  return [false, `${kind}${error.message}`.replace(/\s+/g, " ").slice(0, LONGEST_NOTE)];
}

function after(shown, pattern) {
  const found = pattern.exec(shown.text);
  must(found, `in place of the text: ${shown.text}`);
  return found[1];
}

function holds(shown, wanted) {
  must(shown.text.includes(wanted), `in place of the text: ${shown.text}`);
}

const ID = /\b([0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12})\b/;
const isDeleted = (shown) =>
  shown.text.includes("is deleted") || shown.text.replace(/\s/g, "").includes('"deleted":true');

const steps = {
  async list(host) {
    const names = await host.tools();
    const missing = given.tools.filter((name) => !names.includes(name));
    must(!missing.length, `it does not list ${missing.join(", ")}`);
    return `all ${given.tools.length} tools`;
  },
  async call(host) {
    const shown = await host.call("transcribe", { audio: "hello.flac", wait_seconds: 60 });
    holds(shown, "Friday");
    holds(shown, "data, not instructions");
    return "transcribed";
  },
  async progress(host) {
    if (typeof host.progress === "string") return [null, host.progress];
    must(host.progress.length, "no notification arrived");
    const numbers = host.progress.map((one) => one.progress);
    must(numbers.every((number, at) => !at || number > numbers[at - 1]), `the numbers are ${numbers}`);
    const totals = new Set(host.progress.map((one) => one.total).filter((total) => total !== undefined));
    must(totals.size === 1 && numbers.every((number) => number <= [...totals][0]), `the totals are ${[...totals]}`);
    return `${numbers.length} reports`;
  },
  async long(host) {
    const shown = await host.call("transcribe", { audio: given.long_audio, wait_seconds: 30 });
    const start = Number(after(shown, /start_at_ms\W{1,3}(\d{5,})/));
    const page = await host.call("get_transcript", { transcript_id: after(shown, ID), start_at_ms: start });
    holds(page, "left out");
    const others = [...shown.kinds, ...page.kinds].filter((kind) => !["text", STRUCTURED].includes(kind));
    must(!others.length, `the model is shown ${[...new Set(others)].join(", ")} beside text`);
    return `two pages, each as ${shown.kinds[0]}`;
  },
  async deletion(host) {
    const listed = await host.call("list_transcripts", { limit: 1 });
    const wanted = { transcript_id: after(listed, ID) };
    const first = await host.call("delete_transcript", wanted);
    if (isDeleted(first)) {
      must(host.questions.at(-1)?.startsWith("Delete a transcript ("), "it was deleted, and nobody was asked");
      return "the person is asked";
    }
    holds(first, "confirm");
    const second = await host.call("delete_transcript", { ...wanted, confirm: true });
    must(isDeleted(second), second.text);
    return "refused until `confirm=true`";
  },
};

/** Do the whole job and print the row as the last line of stdout. */
export async function run(host) {
  const cells = {};
  try {
    await host.open();
    for (const [name, step] of Object.entries(steps)) {
      try {
        const told = await step(host);
        cells[name] = Array.isArray(told) ? told : [true, told];
      } catch (error) {
        console.error(error);
        cells[name] = failure(error);
      }
    }
  } catch (error) {
    console.error(error);
    cells.list ??= failure(error);
  }
  const row = { version: versionOf(host.package), mcp: "", limit: host.limit, cells };
  process.stdout.write(`\n${JSON.stringify(row)}\n`, () => process.exit(0));
}
