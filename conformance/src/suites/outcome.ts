import { messageOf } from "@millrace/kit";
import type { Verdict } from "../verdicts.ts";

/** The fields that the clients' errors may have. */
interface ClientError {
  readonly type?: string;
  readonly apiId?: string;
  readonly code?: string;
  readonly errors?: readonly ClientError[];
  readonly cause?: ClientError;
  readonly groups?: readonly { readonly error?: ClientError }[];
}

/** Kafka's name of the error that a client wraps, if it says it anywhere. */
function protocolName(error: ClientError): string | undefined {
  const own = error.apiId ?? error.type;
  if (own !== undefined && /^[A-Z_]{4,}$/.test(own)) return own;
  const wrapped = [...(error.errors ?? []), ...(error.groups ?? []).map((group) => group.error), error.cause];
  for (const inner of wrapped) {
    const found = inner === undefined ? undefined : protocolName(inner);
    if (found !== undefined) return found;
  }
  return undefined;
}

/** "ok" or what an action gives if that is plain JSON, or the name of the error that it ends with. */
export async function outcomeOf(action: () => Promise<unknown>): Promise<Verdict> {
  try {
    return ((await action()) as Verdict | undefined) ?? "ok";
  } catch (thrown) {
    return { error: protocolName(thrown as ClientError) ?? messageOf(thrown) };
  }
}

/** Resolves when `look` gives something; looks again and again for a while. */
export async function eventually<T>(what: string, look: () => Promise<T | undefined>): Promise<T> {
  for (let attempt = 0; attempt < 800; attempt += 1) {
    const found = await look();
    if (found !== undefined) return found;
    await new Promise((resolve) => setTimeout(resolve, 50));
  }
  throw new Error(`it did not come about that ${what}`);
}
