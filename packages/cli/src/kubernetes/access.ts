import { KubeClient, KubeRequestError } from "@millrace/kube";
import { ApiBrowser } from "@millrace/kube/browse";
import { type AccessOptions, findApi } from "./find-platform.ts";

/** An API server that a command works on. */
export interface Api {
  readonly client: KubeClient;
  readonly browser: ApiBrowser;
  /** Namespace of what names none. */
  readonly namespace: string;
}

/** Runs `task` on an API server and closes the way to it. What it refuses is told in kubectl's words. */
export async function withApi(options: AccessOptions, task: (api: Api) => Promise<number>): Promise<number> {
  const way = await findApi(options);
  const asked = { transport: way.transport, onWarning: (text: string) => void process.stderr.write(`Warning: ${text}\n`) };
  try {
    const client = new KubeClient(asked);
    return await task({ client, browser: new ApiBrowser(asked), namespace: options.namespace ?? way.namespace });
  } catch (thrown) {
    if (!(thrown instanceof KubeRequestError)) throw thrown;
    return printRefusal(thrown);
  } finally {
    await way.close();
  }
}

/** As kubectl tells what an API server refuses. Gives the exit code. */
export function printRefusal({ status: { reason, message } }: KubeRequestError): number {
  const why = reason === "Unknown" || reason === "" ? "" : ` (${reason})`;
  process.stderr.write(`Error from server${why}: ${message}\n`);
  return 1;
}
