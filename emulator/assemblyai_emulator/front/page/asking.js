// Asks the emulator, with the key if it demands one. The key stays in this tab and is never part of an address.
const KEY = "assemblyai-emulator-key";
const PREFIX = "/_page/";

export class Refusal extends Error {
  constructor(status, text) {
    super(text);
    this.status = status;
  }
}

export const key = {
  get: () => sessionStorage.getItem(KEY),
  set: (value) => sessionStorage.setItem(KEY, value),
  forget: () => sessionStorage.removeItem(KEY),
};

export const GONE = "The emulator does not answer. Is it still running?";

function authorization() {
  return key.get() ? { Authorization: key.get() } : {};
}

function reason(status, text) {
  try {
    return JSON.parse(text).error;
  } catch {
    return text || `The emulator replied with status ${status}.`;
  }
}

// The reply, also to a 304. Throws a Refusal, with status 0 if there was no reply.
export async function ask(path, { headers = {}, ...options } = {}) {
  let reply;
  try {
    reply = await fetch(PREFIX + path, { cache: "no-store", ...options, headers: { ...authorization(), ...headers } });
  } catch {
    throw new Refusal(0, GONE);
  }
  if (!reply.ok && reply.status !== 304) throw new Refusal(reply.status, reason(reply.status, await reply.text()));
  return reply;
}

export async function order(body) {
  return (await ask("recordings", { method: "POST", body: JSON.stringify(body) })).json();
}

// Sends a file and gives its upload_url. `progress` is called with the share that was sent; `signal` stops it.
// fetch does not say how much it has sent.
export function send(file, progress, signal) {
  const request = new XMLHttpRequest();
  return new Promise((resolve, reject) => {
    request.open("POST", `${PREFIX}uploads`);
    for (const [name, value] of Object.entries(authorization())) request.setRequestHeader(name, value);
    request.upload.addEventListener("progress", (event) => event.lengthComputable && progress(event.loaded / event.total));
    request.addEventListener("load", () => {
      if (request.status === 200) resolve(JSON.parse(request.responseText).upload_url);
      else reject(new Refusal(request.status, reason(request.status, request.responseText)));
    });
    request.addEventListener("error", () => reject(new Refusal(0, `${file.name} could not be sent. ${GONE}`)));
    request.addEventListener("abort", () => reject(signal.reason));
    signal.addEventListener("abort", () => request.abort());
    request.send(file);
  });
}
