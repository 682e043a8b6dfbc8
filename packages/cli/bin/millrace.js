#!/usr/bin/env node
// Says what is missing before any newer syntax is read; the command itself is the bundle. Its compiled form is kept in Node's cache
// (NODE_COMPILE_CACHE, or a folder for temporary files): the next start is quicker by what compiling takes.
import module from "node:module";

const major = Number(process.versions.node.split(".")[0]);
if (major < 24) {
  process.stderr.write(`error: Millrace needs Node 24 or newer, this is ${process.version}\nhint: see https://nodejs.org\n`);
  process.exitCode = 1;
} else {
  module.enableCompileCache();
  await import("../dist/main.js");
}
