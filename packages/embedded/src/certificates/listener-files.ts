import { createHash } from "node:crypto";
import { type Files, makePrivateDirectory, replaceFile } from "@millrace/files";

const directoryName = "tls";
const fingerprintCharacters = 16;

/**
 * Keys and certificates as the broker reads them: files in PEM that only the user of this process can read. They are called by what they hold, so
 * that other keys are another setting: the broker takes it while it runs, or refuses it and goes on with the file that it has.
 */
export class ListenerFiles {
  readonly #files: Files;
  readonly #directory: string;

  constructor(files: Files, dataDirectory: string) {
    this.#files = files;
    this.#directory = `${dataDirectory}/${directoryName}`;
  }

  /** Writes a file, unless it is there, and returns its path. */
  async put(name: string, content: string): Promise<string> {
    makePrivateDirectory(this.#files, this.#directory);
    const fingerprint = createHash("sha256").update(content).digest("hex").slice(0, fingerprintCharacters);
    const path = `${this.#directory}/${name}-${fingerprint}.pem`;
    if (this.#files.stat(path) === undefined) await replaceFile(this.#files, path, Buffer.from(content), { secret: true });
    return path;
  }

  /** Removes all but these. */
  retain(paths: ReadonlySet<string>): void {
    if (this.#files.stat(this.#directory) === undefined) return;
    for (const name of this.#files.list(this.#directory)) {
      const path = `${this.#directory}/${name}`;
      if (!paths.has(path)) this.#files.remove(path);
    }
  }
}
