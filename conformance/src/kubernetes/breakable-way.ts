import { connect, createServer, type Socket } from "node:net";
import type { ApiServer } from "./api-server.ts";

/** A way to an API server that breaks when it is told to. TLS passes through it untouched. */
export interface BreakableWay {
  /** `https://127.0.0.1:PORT` */
  readonly url: string;
  /** Drops all connections, without a word, and lets nobody through. */
  cut(): void;
  /** Lets through again. */
  mend(): void;
  close(): Promise<void>;
}

export async function breakableWay({ url }: Pick<ApiServer, "url">): Promise<BreakableWay> {
  const sockets = new Set<Socket>();
  let isCut = false;
  const keep = (socket: Socket, other: Socket): void => {
    sockets.add(socket);
    socket.on("error", () => {});
    socket.on("close", () => {
      sockets.delete(socket);
      other.destroy();
    });
  };
  const port = Number(new URL(url).port);
  const way = createServer((incoming) => {
    if (isCut) {
      incoming.resetAndDestroy();
      return;
    }
    const outgoing = connect(port, "127.0.0.1");
    keep(incoming, outgoing);
    keep(outgoing, incoming);
    incoming.pipe(outgoing).pipe(incoming);
  });
  await new Promise<void>((resolve) => way.listen(0, "127.0.0.1", resolve));
  const address = way.address();
  const cut = (): void => {
    isCut = true;
    for (const socket of sockets) socket.resetAndDestroy();
  };
  return {
    url: `https://127.0.0.1:${typeof address === "object" && address !== null ? address.port : 0}`,
    cut,
    mend() {
      isCut = false;
    },
    async close() {
      const closed = new Promise((resolve) => way.close(resolve));
      cut();
      await closed;
    },
  };
}
