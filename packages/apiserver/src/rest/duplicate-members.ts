/** Paths of members that a JSON text has more than once in one object, as strict decoding names them: `spec.config.a`, `items[0].b`. */
export function duplicateMembers(text: string): string[] {
  const found: string[] = [];
  const open: Array<{ readonly names: Set<string> | undefined; readonly path: string; index: number; member: string }> = [];
  let at = 0;
  while (at < text.length) {
    const character = text[at];
    const inside = open.at(-1);
    if (character === '"') {
      const end = endOfString(text, at);
      // In an object, a text that a colon follows is a name.
      if (inside?.names !== undefined && /^\s*:/.test(text.slice(end, end + 64))) {
        const name = JSON.parse(text.slice(at, end)) as string;
        inside.member = inside.path === "" ? name : `${inside.path}.${name}`;
        if (inside.names.has(name)) found.push(inside.member);
        inside.names.add(name);
      }
      at = end;
      continue;
    }
    if (character === "{" || character === "[") {
      const path = inside === undefined ? "" : inside.names === undefined ? `${inside.path}[${inside.index}]` : inside.member;
      open.push({ names: character === "{" ? new Set() : undefined, path, index: 0, member: "" });
    } else if (character === "}" || character === "]") open.pop();
    else if (character === "," && inside !== undefined) inside.index++;
    at++;
  }
  return [...new Set(found)];
}

function endOfString(text: string, start: number): number {
  let at = start + 1;
  while (at < text.length && text[at] !== '"') at += text[at] === "\\" ? 2 : 1;
  return at + 1;
}
