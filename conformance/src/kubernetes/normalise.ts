import type { Verdict } from "../verdicts.ts";

type Fields = Readonly<Record<string, Verdict>>;

const uid = /\b[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}(?![0-9a-f])/g;
/** Of these years: what a case writes by itself is older. */
const time = /\b20[2-9]\d-\d\d-\d\dT\d\d:\d\d:\d\d(\.\d{6})?Z/g;
/** As objects have it, and in what is asked and answered about versions. */
const versionOfObject = /(resourceVersion\\*"?: ?\\*"|Resource Version: +)\d+(?=$|[,)&"\\\n])/g;
const versionInText = /(resourceVersion=|resource version: |current: |\()(\d+)(?=$|[,)&"\\\n]| \()/g;
/** What tables say in a column of ages. */
const age = /^\d+[smhdy]\w*$/;
const textLengthMax = 5_000;
const lists = /(?:List|Table)$/;

/**
 * Makes what two servers answered comparable. Ids and versions of objects are numbered in the order in which they appear, so that it
 * counts which of them are the same; times and the versions of lists, which go on by themselves, lose their values. What Kubernetes keeps
 * in no order is sorted.
 */
export class Normaliser {
  readonly #uids = new Map<string, string>();
  readonly #versions = new Map<string, string>();
  readonly #words = new Map<string, string>();
  readonly #generated: RegExp[] = [];

  /** From now on `word` reads `instead`. */
  learn(word: string, instead: string): void {
    this.#words.set(word, instead);
  }

  /** From now on, names that a server makes from `prefix` are numbered. */
  expectNames(prefix: string): void {
    this.#generated.push(new RegExp(`${prefix.replaceAll(/[^a-zA-Z0-9]/g, "\\$&")}[b-df-hj-np-tv-z0-9]{5}\\b`, "g"));
  }

  /** A text that may hold ids, times, versions that are known, and what was learnt. */
  text(text: string): string {
    if (text.length > textLengthMax) return `${this.text(text.slice(0, 200))}… (${Math.round(text.length / 1000)} thousand characters)`;
    let read = withoutManagers(text)
      .replace(uid, (found) => numbered(this.#uids, found, "uid"))
      .replace(time, (_, micros) => (micros ? "<micro time>" : "<time>"));
    for (const name of this.#generated) read = read.replace(name, (found) => numbered(this.#words, found, "generated"));
    for (const [word, instead] of this.#words) read = read.replaceAll(word, instead);
    return read
      .replace(versionOfObject, "$1<version>")
      .replace(versionInText, (_, before: string, version: string) => `${before}${versionWithin(version)}`);
  }

  value(value: Verdict): Verdict {
    if (typeof value === "string") return this.text(value);
    if (Array.isArray(value)) return value.map((item) => this.value(item));
    if (!isObject(value)) return value;
    const { kind } = value;
    if (kind === "APIResourceList") return this.#fields({ ...value, resources: sorted(value.resources, ["name"]) });
    // A step of a JSON patch.
    if (value.path === "/metadata/resourceVersion") return { ...value, value: "<version>" };
    if (kind === "Status") return this.#fields(withoutToken(unordered(value)));
    return lists.test(String(kind)) ? this.#list(value) : this.#fields(value);
  }

  #fields(value: Fields): Verdict {
    return Object.fromEntries(Object.entries(value).map(([key, member]) => [this.text(key), this.#member(key, member)]));
  }

  #member(key: string, member: Verdict): Verdict {
    if (key === "resourceVersion" && typeof member === "string") return numbered(this.#versions, member, "version");
    // They are in the order of their times, which are whole seconds.
    if (key === "managedFields") return this.value(sorted(member, ["manager", "operation", "subresource"]));
    return this.value(member);
  }

  #list(list: Fields): Verdict {
    const { metadata, rows, ...others } = list;
    const read = { ...(this.#fields(others) as Fields), ...(rows !== undefined && { rows: this.#rows(rows) }) };
    if (metadata === undefined || !isObject(metadata)) return read;
    const { resourceVersion, continue: next, ...more } = metadata;
    if (typeof next === "string" && next !== "") this.learn(next, "<continue>");
    const version = resourceVersion === undefined ? {} : { resourceVersion: resourceVersion === "" ? "" : "<version>" };
    const goesOn = next === undefined ? {} : { continue: next === "" ? "" : "<continue>" };
    return { ...read, metadata: { ...(this.#fields(more) as Fields), ...version, ...goesOn } };
  }

  #rows(rows: Verdict): Verdict {
    if (!Array.isArray(rows)) return this.value(rows);
    return rows.map((row: Verdict) => {
      const read = this.value(row);
      if (!isObject(read) || !Array.isArray(read.cells)) return read;
      return { ...read, cells: read.cells.map((cell: Verdict) => (typeof cell === "string" && age.test(cell) ? "<age>" : cell)) };
    });
  }
}

const managersInText = /\bmanagedFields\\*":\[/g;

/** An object within a message has its managers in the order of times, too; they are left out. */
function withoutManagers(text: string): string {
  let read = "";
  let from = 0;
  for (const found of text.matchAll(managersInText)) {
    let at = found.index + found[0].length;
    for (let depth = 1; depth > 0 && at < text.length; at++) depth += text.charAt(at) === "[" ? 1 : text.charAt(at) === "]" ? -1 : 0;
    read += `${text.slice(from, found.index)}${found[0]}…]`;
    from = at;
  }
  return read + text.slice(from);
}

/** The smallest numbers, and very large ones, are what a case made up. */
function versionWithin(version: string): string {
  return version === "0" || version === "1" || version.length > 7 ? version : "<version>";
}

/** What is wrong with an object comes in any order. */
function unordered(status: Fields): Fields {
  const { message, details } = status;
  const causes = details !== undefined && isObject(details) ? details.causes : undefined;
  if (typeof message !== "string" || details === undefined || !Array.isArray(causes) || causes.length < 2) return status;
  const all = `[${causes.map((cause: Fields) => `${cause.field}: ${cause.message}`).join(", ")}]`;
  return {
    ...status,
    message: message.replace(all, "[<all causes>]"),
    details: { ...(details as Fields), causes: sorted(causes, ["field", "message"]) },
  };
}

/** A refusal to go on with a list may say where to go on instead. */
function withoutToken(status: Fields): Fields {
  const { metadata } = status;
  return metadata !== undefined && isObject(metadata) && "continue" in metadata
    ? { ...status, metadata: { ...metadata, continue: "<continue>" } }
    : status;
}

function sorted(items: Verdict | undefined, keys: readonly string[]): Verdict {
  if (!Array.isArray(items)) return items ?? null;
  const rank = (item: Fields): string => keys.map((key) => String(item[key] ?? "")).join("\0");
  return [...items].sort((a: Fields, b: Fields) => (rank(a) < rank(b) ? -1 : 1));
}

function numbered(known: Map<string, string>, found: string, what: string): string {
  const before = known.get(found);
  if (before !== undefined) return before;
  const name = `<${what} ${known.size + 1}>`;
  known.set(found, name);
  return name;
}

function isObject(value: Verdict): value is Fields {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}
