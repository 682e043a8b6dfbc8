// Bundles programs with everything that they are made of, split so that each loads only its own parts: the command and the library into
// packages/cli/dist, and the operator, with the program that prepares Kafka's pods, into packages/operator/dist/bundle. What has native code
// stays a dependency of the command, which npm fetches for the platform at hand; the operator does without.
import { copyFileSync, mkdirSync, readdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { build } from "esbuild";

const root = fileURLToPath(new URL("..", import.meta.url));
const { dependencies } = JSON.parse(readFileSync(join(root, "packages/cli/package.json"), "utf8"));
const native = Object.keys(dependencies);

/** The package of `node_modules` that a file belongs to: its directory. Undefined for our own files. */
function packageOf(file) {
  const [, directory] = /^(.*node_modules\/(?:@[^/]+\/)?[^/]+)\//.exec(file) ?? [];
  return directory;
}

/** Directories of the packages inside a bundle. */
const packagesIn = (inputs) => [...new Set(inputs.map(packageOf).filter(Boolean))].sort();

/** What the licenses of the packages inside a bundle ask for: their texts. */
function licenses(directories) {
  return directories.map((directory) => {
    const { name, version, license } = JSON.parse(readFileSync(join(root, directory, "package.json"), "utf8"));
    const file = readdirSync(join(root, directory)).find((each) => /^licen[cs]e/i.test(each));
    if (file === undefined) throw new Error(`${name} has no license file`);
    return `${name} ${version} (${license})\n\n${readFileSync(join(root, directory, file), "utf8").trim()}\n`;
  });
}

/** Returns the directories of the packages inside. */
async function bundle(folder, entryPoints) {
  const outdir = join(root, folder);
  mkdirSync(outdir, { recursive: true });
  for (const file of readdirSync(outdir)) if (file.endsWith(".js")) rmSync(join(outdir, file));
  const { metafile } = await build({
    ...{ absWorkingDir: root, entryPoints, outdir },
    bundle: true,
    splitting: true,
    format: "esm",
    platform: "node",
    target: "node24",
    conditions: ["source"],
    external: native,
    // Packages in CommonJS ask for Node's modules by require.
    banner: {
      js: 'import { createRequire as millraceCreateRequire } from "node:module";\nconst require = millraceCreateRequire(import.meta.url);',
    },
    chunkNames: "[name]-[hash]",
    legalComments: "none",
    // Names stay, for readable stack traces.
    minifySyntax: true,
    minifyWhitespace: true,
    metafile: true,
    logLevel: "warning",
  });
  const packages = packagesIn(Object.keys(metafile.inputs));
  writeFileSync(join(outdir, "third-party-licenses.txt"), licenses(packages).join(`\n${"-".repeat(80)}\n\n`));
  return packages;
}

async function bundleCommand() {
  await bundle("packages/cli/dist", ["packages/cli/src/main.ts", "packages/cli/src/library.ts"]);
  copyFileSync(join(root, "LICENSE"), join(root, "packages/cli/LICENSE"));
}

/** Beside it, a package.json says what the bundle is made of, by the places in package-lock.json. */
async function bundleOperator() {
  const folder = "packages/operator/dist/bundle";
  const entryPoints = { main: "packages/operator/src/process/main.ts", init: "packages/operator/src/init/main.ts" };
  const bundled = await bundle(folder, entryPoints);
  const { name, version, license, type } = JSON.parse(readFileSync(join(root, "packages/operator/package.json"), "utf8"));
  writeFileSync(join(root, folder, "package.json"), `${JSON.stringify({ name, version, license, type, bundled }, undefined, 2)}\n`);
  copyFileSync(join(root, "LICENSE"), join(root, folder, "LICENSE"));
}

// Both, unless one is named.
const bundles = { command: bundleCommand, operator: bundleOperator };
for (const [name, make] of Object.entries(bundles)) if (process.argv.length < 3 || process.argv.includes(name)) await make();
