import type { Server } from "node:http";
import type { Server as SecureServer } from "node:https";

/** Has a server listen; the port that it got. Rejects with Node's error if it can't. */
export function listen(
  server: Server | SecureServer,
  { host, port }: { readonly host: string | undefined; readonly port: number },
): Promise<number> {
  return new Promise((resolve, reject) => {
    server.on("error", reject);
    server.listen(host === undefined ? { port } : { host, port }, () => {
      const address = server.address();
      resolve(typeof address === "object" && address !== null ? address.port : port);
    });
  });
}

/** Ends a server with its connections. */
export function close(server: Server | SecureServer): Promise<void> {
  return new Promise((resolve) => {
    server.close(() => resolve());
    server.closeAllConnections();
  });
}

/** What came as a body; undefined if it is larger than `bytesMax`, and the rest of it is not read then. */
export async function bodyOf(request: AsyncIterable<Buffer>, bytesMax: number): Promise<string | undefined> {
  const chunks: Buffer[] = [];
  let bytes = 0;
  for await (const chunk of request) {
    bytes += chunk.length;
    if (bytes > bytesMax) return undefined;
    chunks.push(chunk);
  }
  return Buffer.concat(chunks).toString();
}
