import type { Files } from "@millrace/files";

/** Who the platform is, and what clients have been given to know it and to log in with. */
const kept: ReadonlySet<string> = new Set(["meta.properties", "secrets", "kubernetes", "kubernetes/credentials.json"]);

/** Removes all from a data directory but the identity and the credentials. */
export function emptyDirectory(files: Files, directory: string): void {
  const empty = (within: string) => {
    for (const name of files.list(`${directory}/${within}`)) {
      const path = `${within}${name}`;
      if (!kept.has(path)) removeAll(files, `${directory}/${path}`);
      else if (path === "kubernetes") empty(`${path}/`);
    }
  };
  empty("");
}

function removeAll(files: Files, path: string): void {
  if (files.stat(path)?.kind === "directory") for (const name of files.list(path)) removeAll(files, `${path}/${name}`);
  files.remove(path);
}
