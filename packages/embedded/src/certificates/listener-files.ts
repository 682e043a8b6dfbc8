import { type Files, makePrivateDirectory, readFile, replaceFile } from "@millrace/files";

const directoryName = "tls";

/**
 * Keys and certificates as the broker reads them: files in PEM that only the user of this process can read. It reads them again when they
 * change, so what is the same already is not written.
 */
export class ListenerFiles {
  readonly #files: Files;
  readonly #directory: string;

  constructor(files: Files, dataDirectory: string) {
    this.#files = files;
    this.#directory = `${dataDirectory}/${directoryName}`;
  }

  /** Writes a file and returns its path. */
  async put(name: string, content: string): Promise<string> {
    makePrivateDirectory(this.#files, this.#directory);
    const path = `${this.#directory}/${name}`;
    const known = this.#files.stat(path) === undefined ? undefined : readFile(this.#files, path).toString();
    if (known !== content) await replaceFile(this.#files, path, Buffer.from(content), { secret: true });
    return path;
  }
}
