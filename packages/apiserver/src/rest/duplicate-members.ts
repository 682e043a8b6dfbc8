/** Paths of members that a JSON text has more than once in one object, as strict decoding names them: `spec.config.a`, `items[0].b`. */
export function duplicateMembers(text: string): string[] {
  const reader = new MemberReader();
  let at = 0;
  while (at < text.length) {
    const character = text[at] ?? "";
    if (character !== '"') {
      reader.sign(character);
      at++;
      continue;
    }
    const end = endOfString(text, at);
    // In an object, a text that a colon follows is a name.
    if (/^\s*:/.test(text.slice(end, end + 64))) reader.name(text.slice(at, end));
    at = end;
  }
  return [...reader.found];
}

interface Container {
  /** Undefined: a list. */
  readonly names: Set<string> | undefined;
  readonly path: string;
  index: number;
  member: string;
}

/** Follows a JSON text sign by sign. */
class MemberReader {
  readonly found = new Set<string>();
  readonly #open: Container[] = [];

  sign(character: string): void {
    const inside = this.#open.at(-1);
    if (character === "{" || character === "[") {
      this.#open.push({ names: character === "{" ? new Set() : undefined, path: pathOf(inside), index: 0, member: "" });
    } else if (character === "}" || character === "]") this.#open.pop();
    else if (character === "," && inside !== undefined) inside.index++;
  }

  name(quoted: string): void {
    const inside = this.#open.at(-1);
    if (inside?.names === undefined) return;
    const name: string = JSON.parse(quoted);
    inside.member = inside.path === "" ? name : `${inside.path}.${name}`;
    if (inside.names.has(name)) this.found.add(inside.member);
    inside.names.add(name);
  }
}

/** Of what comes next in a container. */
function pathOf(inside: Container | undefined): string {
  if (inside === undefined) return "";
  return inside.names === undefined ? `${inside.path}[${inside.index}]` : inside.member;
}

function endOfString(text: string, start: number): number {
  let at = start + 1;
  while (at < text.length && text[at] !== '"') at += text[at] === "\\" ? 2 : 1;
  return at + 1;
}
