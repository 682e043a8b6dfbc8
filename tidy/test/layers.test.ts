import assert from "node:assert/strict";
import { existsSync, globSync, readFileSync } from "node:fs";
import { test } from "node:test";
import { type Room, rooms, sourcesOfTimeAndChance, timeAndChance } from "../src/layers.ts";
import { importsOf, root, sources } from "../src/sources.ts";

const all = sources();
const scope = "@millrace/";

function nothing(problems: readonly string[]): void {
  assert.equal(problems.length, 0, `\n${problems.join("\n")}`);
}

/** The package in what an import names: what stands behind is one of its doors. */
function packageOf(module: string): string {
  return module.slice(scope.length).split("/")[0] ?? "";
}

/** Whether a package's `exports` name this part of it. */
function isDoor(module: string): boolean {
  const name = packageOf(module);
  const path = `${root}/packages/${name}/package.json`;
  const door = `.${module.slice(scope.length + name.length)}`;
  return !existsSync(path) || Object.hasOwn(JSON.parse(readFileSync(path, "utf8")).exports ?? {}, door);
}

/** What of Node a file may have, if it is to be pure. */
function purityOf(path: string, room: Room | undefined): readonly string[] | undefined {
  const folder = Object.keys(room?.pureFolders ?? {}).find((name) => path.includes(`/src/${name}/`));
  return folder === undefined ? room?.pure : room?.pureFolders?.[folder];
}

test("every package is a room of the table", () => {
  const packages = globSync("packages/*/package.json", { cwd: root }).map((path) => path.split("/")[1] ?? "");
  nothing(packages.filter((name) => rooms[name] === undefined).map((name) => `packages/${name} is not in tidy/src/layers.ts`));
});

test("the table's edges go down", () => {
  const up = Object.entries(rooms).flatMap(([name, room]) =>
    room.imports
      .filter((other) => (rooms[other]?.layer ?? Number.POSITIVE_INFINITY) >= room.layer)
      .map((other) => `${name} may not import ${other}: it is not on a lower layer`),
  );
  nothing(up);
});

test("imports go only along the table's edges", () => {
  const wrong = all.flatMap((source) =>
    importsOf(source)
      .filter(({ module }) => module.startsWith(scope))
      .map(({ line, module }) => ({ line, other: packageOf(module) }))
      .filter(({ other }) => !rooms[source.room]?.imports.includes(other))
      .map(({ line, other }) => `${source.path}:${line}: ${source.room} may not import ${other}; see tidy/src/layers.ts`),
  );
  nothing(wrong);
});

test("no import reaches into another package's files", () => {
  const wrong = all.flatMap((source) =>
    importsOf(source)
      .filter(({ module }) => (module.startsWith(scope) ? !isDoor(module) : /^(?:\.\.\/)+[^.]+\/src\//.test(module)))
      .map(({ line, module }) => `${source.path}:${line}: import ${module} by its package`),
  );
  nothing(wrong);
});

test("pure rooms import nothing of Node but what they are allowed", () => {
  const wrong = all.flatMap((source) => {
    const allowed = purityOf(source.path, rooms[source.room]);
    if (allowed === undefined) return [];
    return importsOf(source)
      .filter(({ module }) => module.startsWith("node:") && !allowed.includes(module))
      .map(({ line, module }) => `${source.path}:${line}: ${source.room} is pure and may not import ${module}`);
  });
  nothing(wrong);
});

test("only kit asks the machine for time or chance", () => {
  const wrong = all
    .filter(({ path }) => !sourcesOfTimeAndChance.includes(path))
    .flatMap(({ path, text }) =>
      text
        .split("\n")
        .map((line, at) => ({ line, at }))
        .filter(({ line }) => timeAndChance.test(line) && !/^\s*(?:\/\/|\*|\/\*)/.test(line))
        .map(({ line, at }) => `${path}:${at + 1}: take it from kit's Clock or Random: ${line.trim()}`),
    );
  nothing(wrong);
});

test("each package's dependencies and references are the imports it has", () => {
  const wrong = Object.keys(rooms)
    .filter((name) => existsSync(`${root}/packages/${name}/package.json`))
    .flatMap((name) => {
      const manifest = JSON.parse(readFileSync(`${root}/packages/${name}/package.json`, "utf8"));
      const declared = new Set(
        Object.keys({ ...manifest.dependencies, ...manifest.devDependencies }).filter((other) => other.startsWith(scope)),
      );
      const used = new Set(
        all
          .filter(({ room }) => room === name)
          .flatMap((source) => importsOf(source).map(({ module }) => module))
          .filter((module) => module.startsWith(scope))
          .map((module) => scope + packageOf(module)),
      );
      return [
        ...[...used].filter((other) => !declared.has(other)).map((other) => `packages/${name}/package.json lacks ${other}`),
        ...[...declared]
          .filter((other) => !used.has(other))
          .map((other) => `packages/${name}/package.json names ${other}, which nothing imports`),
      ];
    });
  nothing(wrong);
});
