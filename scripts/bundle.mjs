// Makes packages/cli/dist: the command and the library with everything that it is made of, split so that each subcommand loads only its own
// parts. What has native code stays a dependency, which npm fetches for the platform at hand.
import { copyFileSync, mkdirSync, readdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { build } from "esbuild";

const root = fileURLToPath(new URL("..", import.meta.url));
const cli = join(root, "packages/cli");
const dist = join(cli, "dist");
const { dependencies } = JSON.parse(readFileSync(join(cli, "package.json"), "utf8"));

/** The package of `node_modules` that a file belongs to: its directory. Undefined for our own files. */
function packageOf(file) {
  const [, directory] = /^(.*node_modules\/(?:@[^/]+\/)?[^/]+)\//.exec(file) ?? [];
  return directory;
}

/** What the licenses of the packages inside the bundle ask for: their texts. */
function licenses(inputs) {
  const directories = [...new Set(inputs.map(packageOf).filter(Boolean))].sort();
  return directories.map((directory) => {
    const { name, version, license } = JSON.parse(readFileSync(join(root, directory, "package.json"), "utf8"));
    const file = readdirSync(join(root, directory)).find((each) => /^licen[cs]e/i.test(each));
    if (file === undefined) throw new Error(`${name} has no license file`);
    return `${name} ${version} (${license})\n\n${readFileSync(join(root, directory, file), "utf8").trim()}\n`;
  });
}

mkdirSync(dist, { recursive: true });
for (const file of readdirSync(dist)) if (file.endsWith(".js")) rmSync(join(dist, file));

const { metafile } = await build({
  absWorkingDir: root,
  entryPoints: ["packages/cli/src/main.ts", "packages/cli/src/library.ts"],
  outdir: dist,
  bundle: true,
  splitting: true,
  format: "esm",
  platform: "node",
  target: "node24",
  conditions: ["source"],
  external: Object.keys(dependencies),
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

writeFileSync(join(dist, "third-party-licenses.txt"), licenses(Object.keys(metafile.inputs)).join(`\n${"-".repeat(80)}\n\n`));
copyFileSync(join(root, "LICENSE"), join(cli, "LICENSE"));
