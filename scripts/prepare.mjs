// Runs before `npm start` and `npm test`, on whatever Node is there: installs what package-lock.json names if that
// has not been done, and bundles the command if a source is newer than the bundle.
import { spawnSync } from "node:child_process";
import { existsSync, readdirSync, statSync } from "node:fs";
import { join } from "node:path";
import { fileURLToPath } from "node:url";

const root = fileURLToPath(new URL("..", import.meta.url));
process.chdir(root);

const bundle = "packages/cli/dist/main.js";

function run(command, args) {
  const { status, error } = spawnSync(command, args, { stdio: ["ignore", 2, 2], shell: process.platform === "win32" });
  if (error) console.error(`error: can't run ${command}: ${error.message}`);
  if (status !== 0) process.exit(status ?? 1);
}

/** npm notes in this file what it has installed. */
const installed = "node_modules/.package-lock.json";

function install() {
  const upToDate = existsSync(installed) && statSync(installed).mtimeMs >= statSync("package-lock.json").mtimeMs;
  if (upToDate && existsSync("node_modules/.bin/node")) return;
  console.error("millrace: installing dependencies (once)…");
  run("npm", ["ci", "--no-audit", "--no-fund", "--loglevel=error"]);
}

/** When the newest source below a folder was written, in milliseconds since the epoch. */
function newest(folder) {
  let latest = 0;
  for (const entry of readdirSync(folder, { withFileTypes: true })) {
    if (["node_modules", "dist", "test"].includes(entry.name)) continue;
    const path = join(folder, entry.name);
    if (entry.isDirectory()) latest = Math.max(latest, newest(path));
    else if (/\.(ts|js|json)$/.test(entry.name)) latest = Math.max(latest, statSync(path).mtimeMs);
  }
  return latest;
}

function build() {
  const sources = Math.max(newest("packages"), statSync("scripts/bundle.mjs").mtimeMs, statSync("package-lock.json").mtimeMs);
  if (existsSync(bundle) && statSync(bundle).mtimeMs > sources) return;
  console.error("millrace: building…");
  run(process.platform === "win32" ? "npx.cmd" : "node_modules/.bin/node", ["scripts/bundle.mjs"]);
}

install();
build();
