// Makes packages/cli/dist/library: the declarations of the published library, with those of what it names and no others. They are what
// `tsc -b` has emitted for our packages; imports between packages lead to the file that declares the name, so that whoever compiles against
// them needs no other package.
import { mkdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { dirname, join, relative } from "node:path";
import { fileURLToPath } from "node:url";

const packages = fileURLToPath(new URL("../packages", import.meta.url));
const target = join(packages, "cli/dist/library");
const entry = join(packages, "embedded/dist/library/index.d.ts");

const statement = /^(import|export)( type)? (\{[^}]*\}|\*) from "([^"]+)";$/gm;

/** The declarations that an import leads to. */
function resolved(from, specifier) {
  if (specifier.startsWith(".")) return join(dirname(from), specifier.replace(/\.[jt]s$/, ".d.ts"));
  const [, name, path] = /^@millrace\/([^/]+)(\/.*)?$/.exec(specifier) ?? [];
  if (name === undefined) throw new Error(`${from} needs ${specifier}: published declarations have to stand alone`);
  const { exports } = JSON.parse(readFileSync(join(packages, name, "package.json"), "utf8"));
  return join(packages, name, exports[`.${path ?? ""}`].default.replace(/\.js$/, ".d.ts"));
}

/** What stands between braces: `[["type A as B", "A", "B"]]`. */
function namesIn(braces) {
  const items = braces
    .slice(1, -1)
    .split(",")
    .map((item) => item.trim());
  return items.filter(Boolean).map((item) => {
    const [inner, outer = inner] = item.replace(/^type /, "").split(" as ");
    return { item, inner, outer };
  });
}

/** The file that declares a name which `file` exports; undefined if none does. */
function declaringFile(file, name) {
  const text = readFileSync(file, "utf8");
  if (new RegExp(`^export (declare )?(interface|type|class|const|function|abstract class) ${name}\\b`, "m").test(text)) return file;
  const exported = [...text.matchAll(statement)].filter(([, kind]) => kind === "export");
  for (const [, , , what, specifier] of exported) {
    if (what === "*") {
      const found = declaringFile(resolved(file, specifier), name);
      if (found !== undefined) return found;
    } else if (namesIn(what).some(({ outer }) => outer === name)) return declaringFile(resolved(file, specifier), name);
  }
  return undefined;
}

const placeOf = (file) => relative(packages, file).replace("/dist/", "/");
const done = new Set();

function publish(file) {
  if (done.has(file)) return;
  done.add(file);
  const text = readFileSync(file, "utf8")
    .replace(/^\/\/# sourceMappingURL=.*$/gm, "")
    .replace(statement, (_, kind, type = "", what, specifier) => {
      if (what === "*") throw new Error(`${file} exports all of ${specifier}: name what is published`);
      const lines = namesIn(what).map(({ item, inner }) => {
        const declaring = declaringFile(resolved(file, specifier), inner);
        if (declaring === undefined) throw new Error(`nobody declares ${inner} of ${specifier}, for ${file}`);
        publish(declaring);
        const path = relative(dirname(placeOf(file)), placeOf(declaring)).replace(/\.d\.ts$/, ".js");
        return `${kind}${type} { ${item} } from "${path.startsWith(".") ? path : `./${path}`}";`;
      });
      return lines.join("\n");
    });
  if (/import\("/.test(text)) throw new Error(`${file} has an import inside a type: name the type`);
  const place = join(target, placeOf(file));
  mkdirSync(dirname(place), { recursive: true });
  writeFileSync(place, text);
}

rmSync(target, { recursive: true, force: true });
publish(entry);
