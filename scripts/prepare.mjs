// Runs before `npm start` and `npm test`, on whatever Node is there: installs what package-lock.json names if that
// has not been done, and bundles the command if a source is newer than the bundle.
import { spawnSync } from "node:child_process";
import { createHash } from "node:crypto";
import { existsSync, readdirSync, readFileSync, statSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { fileURLToPath } from "node:url";

const root = fileURLToPath(new URL("..", import.meta.url));
process.chdir(root);

const installedMark = "node_modules/.millrace-installed";
const bundle = "packages/cli/dist/main.js";

function run(command, args) {
  const { status, error } = spawnSync(command, args, { stdio: ["ignore", 2, 2], shell: process.platform === "win32" });
  if (error) console.error(`error: can't run ${command}: ${error.message}`);
  if (status !== 0) process.exit(status ?? 1);
}

function install() {
  const lock = createHash("sha256").update(readFileSync("package-lock.json")).update(process.arch).digest("hex");
  if (existsSync(installedMark) && readFileSync(installedMark, "utf8") === lock) return;
  console.error("millrace: installing dependencies (once)…");
  run("npm", ["ci", "--no-audit", "--no-fund", "--loglevel=error"]);
  writeFileSync(installedMark, lock);
}

/** When the newest source below a folder was written, in milliseconds since the epoch. */
function newest(folder) {
  let latest = 0;
  for (const entry of readdirSync(folder, { withFileTypes: true })) {
    if (["node_modules", "dist", "test"].includes(entry.name)) continue;
    const path = join(folder, entry.name);
    latest = Math.max(latest, entry.isDirectory() ? newest(path) : statSync(path).mtimeMs);
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
