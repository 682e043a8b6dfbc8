import { createServer } from "node:net";
import type { ListenerSpec } from "@millrace/broker";
import { MillraceError, messageOf } from "@millrace/kit";

/** Throws ADDRESS_IN_USE if one of these can't be opened now: then nothing that runs need be stopped to find out. */
export async function checkPortsFree(specs: readonly ListenerSpec[]): Promise<void> {
  for (const { name, host, port } of specs) {
    const { promise, resolve, reject } = Promise.withResolvers<void>();
    const server = createServer();
    server.once("error", reject);
    server.listen({ host, port }, () => server.close(() => resolve()));
    await promise.catch((cause: unknown) => {
      throw new MillraceError("ADDRESS_IN_USE", `the listener ${name} can't be opened: ${messageOf(cause)}`, { cause });
    });
  }
}
