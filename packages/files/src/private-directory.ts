import type { Files } from "./files.ts";

/** Makes a directory that only the user of this process can look into, before anything is in it. One that exists keeps the rights that it has. */
export function makePrivateDirectory(files: Files, path: string): void {
  if (files.stat(path) !== undefined) return;
  files.makeDirectory(path);
  files.restrict(path);
}
