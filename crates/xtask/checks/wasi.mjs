// Runs a WebAssembly program of the command line kind (WASI) in Node: node wasi.mjs PROGRAM.wasm
import { readFile } from "node:fs/promises";
import { WASI } from "node:wasi";

const [path] = process.argv.slice(2);
const wasi = new WASI({ version: "preview1", args: [path], env: {} });
const module = await WebAssembly.compile(await readFile(path));
const instance = await WebAssembly.instantiate(module, wasi.getImportObject());
process.exitCode = wasi.start(instance);
