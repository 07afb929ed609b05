// WebAssembly's door, seen from JavaScript (crates/live/src/page.rs is the other side). Also used by the tests in Node.

/** @typedef {import('./types').Request} Request */
/** @typedef {import('./types').Answer} Answer */

/** The code that was compiled here, or came so.
 * @type {WebAssembly.Module | undefined} */
let code;
/** For another worker, which need not compile it again, and begins with what has become fast here. */
export const shared = () => code;

/** Loads the module, unless it comes compiled, and returns a function that answers requests.
 * @param {string | WebAssembly.Module} source
 * @returns {Promise<(request: Request) => Answer>} */
export async function instance(source) {
  code = typeof source === 'string' ? await compiled(source) : source;
  return answering(code);
}

/** @param {string} address */
async function compiled(address) {
  const response = await fetch(address);
  if (!response.ok) throw new Error(await refusal(address, response));
  return response.headers.get('content-type') === 'application/wasm'
    ? WebAssembly.compileStreaming(response)
    : WebAssembly.compile(await response.arrayBuffer());
}

/** Why a server gave nothing: in its own words, if it has some, which name the chapter's line where that does not compile.
 * @param {string} address
 * @param {Response} response */
export async function refusal(address, response) {
  const words = response.headers.get('content-type')?.startsWith('text/plain') ? (await response.text()).trim() : '';
  return `${new URL(address).pathname}: ${response.status} ${words.slice(0, 300)}`.trim();
}

/** @param {WebAssembly.Module} compiled
 * @returns {Promise<(request: Request) => Answer>} */
export async function answering(compiled) {
  let exports = await start(compiled);
  return (request) => {
    try {
      return ask(exports, request);
    } catch (error) {
      // A trap: a panic, or the stack's end. What it says is still in its memory; then it is of no more use.
      const answer = said(exports, exports.failure());
      exports = new WebAssembly.Instance(compiled, imports(compiled)).exports;
      if (!answer.failure) throw error;
      return answer;
    }
  };
}

/** @param {WebAssembly.Module} compiled
 * @returns {Promise<any>} */
async function start(compiled) {
  const { exports } = await WebAssembly.instantiate(compiled, imports(compiled));
  for (const door of ['memory', 'request', 'run', 'answer_at', 'failure']) {
    if (!(door in exports)) throw new Error(`the module has no ${door}`);
  }
  return exports;
}

/** A library that we use (plotters) can also draw on a page's canvas, and asks for the page's functions. We never call that part.
 * @param {WebAssembly.Module} compiled */
function imports(compiled) {
  /** @type {Record<string, Record<string, () => never>>} */
  const all = {};
  for (const { module, name } of WebAssembly.Module.imports(compiled)) {
    (all[module] ??= {})[name] = () => {
      throw new Error(`${name} was called`);
    };
  }
  return all;
}

/** @param {any} exports
 * @param {Request} request
 * @returns {Answer} */
function ask(exports, request) {
  const bytes = new TextEncoder().encode(JSON.stringify(request));
  const at = exports.request(bytes.length);
  new Uint8Array(exports.memory.buffer, at, bytes.length).set(bytes);
  return said(exports, exports.run());
}

/** @param {any} exports
 * @param {number} length
 * @returns {Answer} */
function said(exports, length) {
  return JSON.parse(new TextDecoder().decode(new Uint8Array(exports.memory.buffer, exports.answer_at(), length)));
}
