// Runs a WebAssembly program in Node: cargo's runner for the targets wasm32-wasip1 and
// wasm32-unknown-unknown.
// Without a system under it a program can't print; a test that fails there ends it by a trap,
// which Node reports with its stack.
import { readFileSync } from "node:fs";
import { WASI } from "node:wasi";

const [file, ...args] = process.argv.slice(2);
const module = await WebAssembly.compile(readFileSync(file));
const wanted = WebAssembly.Module.imports(module);
if (wanted.some((one) => one.module === "wasi_snapshot_preview1")) {
    const wasi = new WASI({ version: "preview1", args: [file, ...args], env: {}, preopens: {} });
    process.exit(wasi.start(await WebAssembly.instantiate(module, wasi.getImportObject())));
}
const { exports } = await WebAssembly.instantiate(module, {});
process.exit(exports.main(0, 0));
