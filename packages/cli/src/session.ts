import { type Admin, type ClientOptions, openAdmin } from "@millrace/client";
import type { ConnectionOptions } from "./options.ts";

export function clientOptions({ bootstrapServer, timeout }: ConnectionOptions): ClientOptions {
  return { bootstrapServers: bootstrapServer, operationTimeoutMs: timeout, connectTimeoutMs: timeout, requestTimeoutMs: timeout };
}

/** Runs `task` on a cluster and closes the connection to it. Fails at once if no broker answers. */
export async function withAdmin(options: ConnectionOptions, task: (admin: Admin) => Promise<number>): Promise<number> {
  const admin = openAdmin(clientOptions(options));
  try {
    await admin.connect();
    return await task(admin);
  } finally {
    await admin.close();
  }
}
