import { MillraceError, messageOf } from "@millrace/kit";
import { isRecord, KubeRequestError, statusOf } from "./errors.ts";
import { parseJson } from "./json.ts";
import type { KubeObject, Stored } from "./kube-object.ts";

/** What a watch tells. A bookmark only says how far the watch has come. */
export type WatchEvent<T extends KubeObject> =
  | { readonly type: "ADDED" | "MODIFIED" | "DELETED"; readonly object: Stored<T> }
  | { readonly type: "BOOKMARK"; readonly resourceVersion: string; readonly endsInitialEvents: boolean };

/** One line of a watch; more is no object that an API server would have taken. */
const lineBytesMax = 16 << 20;
const newline = 0x0a;

/** The lines of a stream, whatever pieces it comes in. */
export async function* lines(chunks: AsyncIterable<Buffer>): AsyncGenerator<string> {
  let rest: Buffer[] = [];
  let restBytes = 0;
  for await (const chunk of chunks) {
    let from = 0;
    for (let to = chunk.indexOf(newline); to >= 0; to = chunk.indexOf(newline, from)) {
      const end = chunk.subarray(from, to);
      yield restBytes === 0 ? end.toString() : Buffer.concat([...rest, end]).toString();
      rest = [];
      restBytes = 0;
      from = to + 1;
    }
    if (from === chunk.length) continue;
    rest.push(chunk.subarray(from));
    restBytes += chunk.length - from;
    if (restBytes > lineBytesMax) throw new MillraceError("PROTOCOL_VIOLATION", `a line of a watch is longer than ${lineBytesMax} bytes`);
  }
}

/** Reads a line of a watch. Throws KubeRequestError for a line that tells an error, such as 410, and PROTOCOL_VIOLATION. */
export function watchEvent<T extends KubeObject>(line: string): WatchEvent<T> {
  const { type, object } = eventOf(line);
  if (type === "ERROR") throw new KubeRequestError(statusOf(Number(object.code ?? 500), object, line), "the watch ended");
  const metadata = isRecord(object.metadata) ? object.metadata : {};
  if (type === "BOOKMARK") {
    const annotations = isRecord(metadata.annotations) ? metadata.annotations : {};
    const endsInitialEvents = annotations["k8s.io/initial-events-end"] === "true";
    return { type, resourceVersion: String(metadata.resourceVersion), endsInitialEvents };
  }
  if (type !== "ADDED" && type !== "MODIFIED" && type !== "DELETED") throw unreadable(`its type is ${type}`);
  return { type, object: object as unknown as Stored<T> };
}

function eventOf(line: string): { readonly type: unknown; readonly object: Readonly<Record<string, unknown>> } {
  let event: unknown;
  try {
    event = parseJson(line);
  } catch (cause) {
    throw unreadable(messageOf(cause));
  }
  if (!isRecord(event) || !isRecord(event.object)) throw unreadable("it has no object");
  return { type: event.type, object: event.object };
}

const unreadable = (why: string): MillraceError =>
  new MillraceError("PROTOCOL_VIOLATION", `a watch told something that can't be read: ${why}`);
