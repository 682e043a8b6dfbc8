import type { Socket } from "node:net";
import type { Clock } from "@millrace/kit";
import { clientAddress } from "./address-overrides.ts";
import type { ConnectionLimits } from "./connection-limits.ts";
import type { Listener } from "./listener.ts";

/** Accepted sockets that wait for their turn, or for their end, unread; those beyond are closed. */
const waitingMax = 1024;
/** Timers may come so much too early. */
const earlyMs = 1;

/** An accepted socket that nobody reads from yet. */
interface Waiting {
  readonly socket: Socket;
  readonly listener: () => Listener;
  /** It has been counted among those that come in a second. */
  isCounted: boolean;
}

/** What limits connections, and what is done with them. */
interface Reception {
  readonly limits: ConnectionLimits;
  readonly serve: (socket: Socket, listener: Listener, address: string) => void;
  /** Is told of one that is closed. */
  readonly refused: (listener: Listener, address: string, reason: string) => void;
}

/** Where accepted sockets are until they are served or turned away. */
export class WaitingRoom {
  readonly #clock: Clock;
  readonly #waiting: Waiting[] = [];
  /** Those that came too often from one address. */
  readonly #refusedLater = new Set<Socket>();
  #reception: Reception | undefined;

  constructor(clock: Clock) {
    this.#clock = clock;
  }

  /** Takes a socket. Before `open` all wait. */
  enter(socket: Socket, listener: () => Listener): void {
    this.#admit({ socket, listener, isCounted: false });
  }

  open(reception: Reception): void {
    this.#reception = reception;
    this.admitWaiting();
  }

  /** Looks at those who wait again: there may be room now. */
  admitWaiting(): void {
    for (const waiting of this.#waiting.splice(0)) this.#admit(waiting);
  }

  close(): void {
    for (const { socket } of this.#waiting.splice(0)) socket.destroy();
    for (const socket of this.#refusedLater) socket.destroy();
  }

  #admit(waiting: Waiting): void {
    const reception = this.#reception;
    if (reception === undefined) {
      this.#wait(waiting);
      return;
    }
    const [listener, address] = [waiting.listener(), clientAddress(waiting.socket.remoteAddress ?? "")];
    const candidate = { listener: listener.name, address, isCounted: waiting.isCounted };
    const admission = reception.limits.enter(candidate, Math.floor(this.#clock.monotonicMs()));
    switch (admission.outcome) {
      case "serve":
        reception.serve(waiting.socket, listener, address);
        break;
      case "wait":
        waiting.isCounted = admission.isCounted;
        if (admission.waitMs > 0) this.#clock.after(admission.waitMs + earlyMs, () => this.admitWaiting());
        this.#wait(waiting);
        break;
      case "refuse":
        this.#refuse(waiting, "the address has max.connections.per.ip");
        break;
      case "refuse later":
        this.#refuseLater(waiting, admission.waitMs);
    }
  }

  #wait(waiting: Waiting): void {
    if (this.#waiting.length < waitingMax) this.#waiting.push(waiting);
    else this.#refuse(waiting, "max.connections are open, or more come in a second than may, and many wait");
  }

  #refuse({ socket, listener }: Waiting, reason: string): void {
    this.#reception?.refused(listener(), clientAddress(socket.remoteAddress ?? ""), reason);
    socket.destroy();
  }

  /** Whoever is turned away at once would come again at once. */
  #refuseLater(waiting: Waiting, waitMs: number): void {
    const { socket } = waiting;
    const reason = "the address has its connection_creation_rate";
    if (this.#refusedLater.size >= waitingMax) {
      this.#refuse(waiting, reason);
      return;
    }
    this.#refusedLater.add(socket);
    this.#clock.after(waitMs, () => {
      this.#refusedLater.delete(socket);
      this.#refuse(waiting, reason);
    });
  }
}
