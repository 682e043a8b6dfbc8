import { once } from "node:events";
import { connect, type Socket } from "node:net";

/** So many connections to a broker, made at the same time; those that are refused are closed. */
export async function openSockets(bootstrapServers: string, count: number): Promise<Socket[]> {
  const [host = "", port = ""] = bootstrapServers.split(":");
  const sockets = Array.from({ length: count }, () => connect({ host, port: Number(port) }).on("error", () => {}));
  await Promise.all(sockets.map((socket) => Promise.race([once(socket, "connect"), once(socket, "close")])));
  return sockets;
}
