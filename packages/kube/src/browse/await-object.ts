import type { Clock } from "@millrace/kit";
import type { KubeClient } from "../client/client.ts";
import { isGone } from "../client/errors.ts";
import type { KubeKind, KubeObject, ObjectName, Stored } from "../client/kube-object.ts";

export interface AwaitOptions<T extends KubeObject> {
  readonly client: KubeClient;
  readonly kind: KubeKind<T>;
  readonly name: ObjectName;
  /** Asked of each state of the object, undefined while there is none. What it throws ends the wait. */
  readonly holds: (object: Stored<T> | undefined) => boolean;
  /** Undefined: for as long as it takes. */
  readonly timeoutMs: number | undefined;
  readonly clock: Clock;
}

/** How long one watch goes on; another follows. */
const watchSeconds = 240;

/** Resolves as soon as something is true of an object; false if the time is over before. Throws what KubeClient throws. */
export async function awaitObject<T extends KubeObject>(options: AwaitOptions<T>): Promise<boolean> {
  const over = new AbortController();
  const { clock, timeoutMs } = options;
  const cancel = timeoutMs === undefined ? () => {} : clock.after(timeoutMs, () => over.abort());
  try {
    while (!(await holdsMeanwhile(options, over.signal)));
    return true;
  } catch (thrown) {
    if (over.signal.aborted) return false;
    throw thrown;
  } finally {
    cancel();
  }
}

/** False when a watch came to its end. */
async function holdsMeanwhile<T extends KubeObject>(options: AwaitOptions<T>, signal: AbortSignal): Promise<boolean> {
  const { client, kind, name, holds } = options;
  const fieldSelector = `metadata.name=${name.name}`;
  const where = { namespace: name.namespace, fieldSelector };
  const { items, resourceVersion } = await client.list(kind, where, signal);
  if (holds(items[0])) return true;
  const times = { timeoutSeconds: watchSeconds, silenceMs: (watchSeconds + 30) * 1000 };
  try {
    for await (const event of client.watch(kind, { ...where, ...times, resourceVersion, signal })) {
      if (event.type !== "BOOKMARK" && holds(event.type === "DELETED" ? undefined : event.object)) return true;
    }
  } catch (thrown) {
    if (!isGone(thrown)) throw thrown;
  }
  return false;
}
