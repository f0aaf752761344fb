// Milliseconds after which a host that does not answer is given up: the service may take a while for ten hours.
const PATIENCE = 90_000;

// JSON-RPC over postMessage with the host of an MCP App, which is the parent of this frame; nobody else is heard.
export class Bridge {
  constructor(handlers) {
    this.handlers = handlers;
    this.waiting = new Map();
    this.last = 0;
    this.target = "*";
    this.listen = (event) => event.source === window.parent && this.hear(event);
    window.addEventListener("message", this.listen);
  }

  request(method, params = {}) {
    this.last += 1;
    const id = this.last;
    return new Promise((resolve, reject) => {
      const timer = setTimeout(() => this.settle(id, { error: { message: "The chat did not answer." } }), PATIENCE);
      this.waiting.set(id, { resolve, reject, timer });
      this.post({ id, method, params });
    });
  }

  notify(method, params = {}) {
    this.post({ method, params });
  }

  post(message) {
    window.parent.postMessage({ jsonrpc: "2.0", ...message }, this.target);
  }

  hear({ data, origin }) {
    if (data?.jsonrpc !== "2.0") return;
    // From the first answer on, only who gave it is told anything. A frame without an origin cannot be named.
    if (this.target === "*" && origin !== "null") this.target = origin;
    if (data.method === undefined) this.settle(data.id, data);
    else if (data.id === undefined) this.handlers[data.method]?.(data.params ?? {});
    else this.answer(data);
  }

  answer({ id, method, params }) {
    const handler = this.handlers[method];
    if (handler) this.post({ id, result: handler(params ?? {}) ?? {} });
    else this.post({ id, error: { code: -32601, message: `There is no method ${method}.` } });
  }

  settle(id, { result, error }) {
    const asked = this.waiting.get(id);
    if (!asked) return;
    this.waiting.delete(id);
    clearTimeout(asked.timer);
    if (error) asked.reject(new Error(error.message ?? "The chat refused this."));
    else asked.resolve(result ?? {});
  }

  close() {
    window.removeEventListener("message", this.listen);
    for (const id of [...this.waiting.keys()]) this.settle(id, { error: { message: "The chat closed this page." } });
  }
}
