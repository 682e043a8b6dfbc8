import { type Admin, type ClientOptions, openAdmin } from "@millrace/client";
import type { ConnectionOptions } from "./options.ts";

/** What all clients of a command have in common. Throws what `readCommandConfig` throws. */
export async function clientOptions({ bootstrapServer, timeout, commandConfig }: ConnectionOptions): Promise<ClientOptions> {
  const options = { bootstrapServers: bootstrapServer, operationTimeoutMs: timeout, connectTimeoutMs: timeout, requestTimeoutMs: timeout };
  if (commandConfig === undefined) return options;
  const { readCommandConfig } = await import("./command-config.ts");
  return { ...options, ...(await readCommandConfig(commandConfig)) };
}

/** Runs `task` on a cluster and closes the connection to it. Fails at once if no broker answers. */
export async function withAdmin(
  options: ConnectionOptions,
  task: (admin: Admin, client: ClientOptions) => Promise<number>,
): Promise<number> {
  const client = await clientOptions(options);
  const admin = openAdmin(client);
  try {
    await admin.connect();
    return await task(admin, client);
  } finally {
    await admin.close();
  }
}
