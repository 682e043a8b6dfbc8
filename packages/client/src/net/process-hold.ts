import { MessageChannel, type MessagePort } from "node:worker_threads";

/**
 * Keeps the process alive while a client is in use. Open sockets do so by themselves, but between two attempts to connect there is
 * none, and timers (kit's) don't: the process would end in the middle of waiting for a broker that comes back.
 */
export class ProcessHold {
  #port: MessagePort | undefined;

  take(): void {
    if (this.#port !== undefined) return;
    this.#port = new MessageChannel().port1;
    this.#port.ref();
  }

  release(): void {
    this.#port?.close();
    this.#port = undefined;
  }
}
