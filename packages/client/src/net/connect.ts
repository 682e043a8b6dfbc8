import { connect as connectSocket } from "node:net";
import type { Duplex } from "node:stream";
import { addressText, type Clock, MillraceError, systemCodeOf } from "@millrace/kit";
import type { Address } from "./address.ts";

/**
 * Opens a stream of bytes to a broker. Whatever gives a duplex stream will do: a socket, one end of a pair in memory.
 * Throws CONNECTION_FAILED.
 */
export type Connect = (address: Address, timeoutMs: number) => Promise<Duplex>;

const hints: Record<string, string> = {
  ECONNREFUSED: "nothing listens there: is the broker running, and is the port right?",
  ENOTFOUND: "the host name is not known: is it spelt right?",
  EAI_AGAIN: "the host name could not be looked up: is the network up?",
  EHOSTUNREACH: "there is no route to that host: is the network up?",
};

const hintOtherwise = "is the broker running, and is the address right?";

/** Connects over TCP, without TLS. */
export function tcpConnect(clock: Clock): Connect {
  return (address, timeoutMs) =>
    new Promise((resolve, reject) => {
      const socket = connectSocket({ host: address.host, port: address.port, noDelay: true, keepAlive: true });
      const fail = (reason: string, hint: string, cause?: unknown): void => {
        socket.destroy();
        reject(new MillraceError("CONNECTION_FAILED", `could not connect to ${addressText(address)}: ${reason}`, { hint, cause }));
      };
      const cancel = clock.after(timeoutMs, () =>
        fail(`no answer in ${timeoutMs} ms`, "is the address right, and does a firewall let it through?"),
      );
      socket.once("error", (cause) => {
        cancel();
        const code = systemCodeOf(cause) ?? "";
        fail(code === "ECONNREFUSED" ? "connection refused" : cause.message, hints[code] ?? hintOtherwise, cause);
      });
      socket.once("connect", () => {
        cancel();
        socket.removeAllListeners("error");
        resolve(socket);
      });
    });
}
