import { Socket } from "node:net";
import type { Duplex } from "node:stream";

/** One read's worth, for all connections together: whoever is called takes what it needs before it returns. */
const readBytes = 256 * 1024;
let lentMemory: Buffer | undefined;

/** What libuv's stream handles have had since Node 12; not public, so its presence is checked. */
interface StreamHandle {
  useUserBuffer(buffer: Uint8Array): void;
}

function handleOf(socket: Socket): StreamHandle | undefined {
  const handle: unknown = Reflect.get(socket, "_handle");
  return typeof handle === "object" && handle !== null && "useUserBuffer" in handle ? (handle as StreamHandle) : undefined;
}

/**
 * Reads an accepted socket into memory that all connections share, instead of the 64 KiB that Node allocates for each read. `onread`
 * is public for outgoing sockets only; an accepted one's handle is moved into a new Socket that has it. Where Node's insides
 * are not as expected, the socket's own `data` events serve, only slower. Nothing is read before `resume`. `onBytes` may not keep the chunk.
 */
export function readInto(socket: Socket, onBytes: (chunk: Buffer, length: number) => void): Socket {
  const handle = handleOf(socket);
  if (handle === undefined) {
    readFrom(socket, onBytes);
    return socket;
  }
  lentMemory ??= Buffer.allocUnsafeSlow(readBytes);
  const memory = lentMemory;
  const onread = {
    buffer: memory,
    callback: (length: number) => {
      onBytes(memory, length);
      return true;
    },
  };
  Reflect.set(socket, "_handle", null);
  socket.destroy(); // the empty shell, so that the server does not count it as open
  return new Socket({ handle, onread, readable: true, writable: true, pauseOnCreate: true } as object);
}

/** Reads any stream by its `data` events. */
export function readFrom(stream: Duplex, onBytes: (chunk: Buffer, length: number) => void): void {
  stream.on("data", (chunk: Buffer) => onBytes(chunk, chunk.length));
}
