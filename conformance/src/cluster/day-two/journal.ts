import { open } from "node:fs/promises";
import { MillraceError } from "@millrace/kit";
import type { Seen } from "./tally.ts";

/** One line of a journal, of the program that is called so: see LoadJournal.java. Throws PROTOCOL_VIOLATION for another one. */
export function readLine(program: string, line: string): Seen {
  const [what, time, ...rest] = line.split(" ");
  const ms = Number(time);
  if (what === "acked") {
    const [partition, number] = rest.map(Number);
    if (partition !== undefined && number !== undefined) return { type: "acked", producer: program, ms, partition, number };
  }
  if (what === "read") {
    const [partition, offset, producer, number] = rest;
    if (producer !== undefined)
      return { type: "read", group: program, ms, partition: Number(partition), offset: Number(offset), producer, number: Number(number) };
  }
  if (what === "failed") return { type: "failed", program, ms, text: rest.join(" ") };
  throw new MillraceError("PROTOCOL_VIOLATION", `${program} has written ${JSON.stringify(line)}`);
}

const chunkBytes = 1 << 20;

/** A journal that is written meanwhile, read from where reading ended before. */
export class Journal {
  readonly #program: string;
  readonly #path: string;
  #position = 0;
  #rest = "";

  constructor(program: string, path: string) {
    this.#program = program;
    this.#path = path;
  }

  /** What has come since. A line that is still being written is left for the next time. */
  async *news(): AsyncIterable<Seen> {
    const file = await open(this.#path, "r").catch(() => undefined); // its program has only just begun
    if (file === undefined) return;
    try {
      for (;;) {
        const { bytesRead, buffer } = await file.read(Buffer.alloc(chunkBytes), 0, chunkBytes, this.#position);
        if (bytesRead === 0) return;
        this.#position += bytesRead;
        const lines = (this.#rest + buffer.toString("latin1", 0, bytesRead)).split("\n");
        this.#rest = lines.pop() ?? "";
        for (const line of lines) yield readLine(this.#program, line);
      }
    } finally {
      await file.close();
    }
  }
}
