import type { Duplex } from "node:stream";
import { type Clock, type Logger, messageOf } from "@millrace/kit";
import { ProtocolError, Writer } from "@millrace/protocol";
import type { Dispatcher, Request } from "../api/dispatcher.ts";
import { CloseConnection, type ConnectionFacts, Dispatched, noReply } from "../api/handler.ts";
import type { BufferPool } from "./buffer-pool.ts";
import { FrameCutter } from "./frame-cutter.ts";

/** Requests of one connection whose order is fixed and whose answers are still to come. */
const dispatchedMax = 128;
/** Unsent answers, in bytes, above which no further request of the connection is looked at. */
const unsentBytesMax = 1 << 20;

/** Up to here answers are copied into Node's slab of small buffers, which is cheaper than new memory for the writer. */
const copiedBytesMax = 2048;

/** A request's place in the order of answers. */
interface Turn {
  readonly request: Request;
  reply: unknown;
  finished: boolean;
}

/**
 * One client's stream. Requests are served in the order in which they come, answers leave in that order, and a client that does
 * not read its answers, or has too much under way, is not read from.
 */
export class Connection {
  readonly facts: ConnectionFacts;
  readonly #stream: Duplex;
  readonly #dispatcher: Dispatcher;
  readonly #logger: Logger;
  readonly #clock: Clock;
  readonly #pool: BufferPool;
  readonly #cutter: FrameCutter;
  readonly #writer = new Writer();
  readonly #turns: Turn[] = [];
  /** A request that those behind it have to wait for. */
  #blocking: Turn | undefined;
  /** Memory of replies that are in the writer and not yet with the stream. */
  #lentUntilSent: Buffer[] = [];
  #receiving = false;
  #lastReceivedMs: number;
  #closed = false;
  #paused = false;

  constructor(options: {
    stream: Duplex;
    facts: ConnectionFacts;
    dispatcher: Dispatcher;
    logger: Logger;
    clock: Clock;
    pool: BufferPool;
    frameBytesMax: number;
  }) {
    this.facts = options.facts;
    this.#stream = options.stream;
    this.#dispatcher = options.dispatcher;
    this.#logger = options.logger;
    this.#clock = options.clock;
    this.#lastReceivedMs = options.clock.monotonicMs();
    this.#pool = options.pool;
    this.#cutter = new FrameCutter(options.frameBytesMax, options.pool, (buffer, start, end) => this.#onFrame(buffer, start, end));
    options.stream.on("drain", () => this.#goOn());
    options.stream.on("error", (error) => this.close(messageOf(error), "debug"));
    options.stream.on("close", () => this.close("the client closed it", "debug"));
  }

  /** Takes what came from the client; the memory is only lent. */
  receive(chunk: Buffer, length: number): void {
    this.#lastReceivedMs = this.#clock.monotonicMs();
    this.#guarded(() => this.#cutter.push(chunk, length));
  }

  /** Since when nothing has come from the client and nothing is under way; the clock's monotonic milliseconds. */
  get idleSinceMs(): number {
    return this.#turns.length === 0 ? this.#lastReceivedMs : Number.POSITIVE_INFINITY;
  }

  /** Ends the connection; answers not yet sent are dropped. */
  close(reason: string, level: "debug" | "warn" = "warn"): void {
    if (this.#closed) return;
    this.#closed = true;
    this.#turns.length = 0;
    this.#cutter.close();
    this.#stream.destroy();
    this.#logger[level]("connection closed", { connection: this.facts.id, remote: this.facts.remoteHost, reason });
  }

  /** Runs `work` on frames, then sends the answers that it gave rise to at one go. */
  #guarded(work: () => void): void {
    if (this.#closed) return;
    this.#receiving = true;
    try {
      work();
    } catch (error) {
      this.#fail(error);
    }
    this.#receiving = false;
    this.#flush();
    this.#regulate();
  }

  #fail(error: unknown): void {
    if (error instanceof ProtocolError) {
      this.close(error.message);
      return;
    }
    this.#logger.error("a request failed", { connection: this.facts.id, error: error instanceof Error ? error.stack : error });
    this.close("a request failed");
  }

  #onFrame(buffer: Buffer, start: number, end: number): boolean {
    const request = this.#dispatcher.open(buffer, start, end);
    const outcome = this.#dispatcher.handle(request, this.facts);
    if (outcome instanceof CloseConnection) this.close(outcome.reason, "debug");
    else if (outcome instanceof Promise) this.#later(request, outcome, true);
    else if (outcome instanceof Dispatched) this.#later(request, outcome.done, false);
    else if (this.#turns.length === 0) this.#encode(request, outcome);
    else this.#turns.push({ request, reply: outcome, finished: true });
    return this.#mayGoOn();
  }

  #later(request: Request, done: Promise<unknown>, blocking: boolean): void {
    const turn: Turn = { request, reply: undefined, finished: false };
    this.#turns.push(turn);
    if (blocking) this.#blocking = turn;
    done.then(
      (reply) => this.#finish(turn, reply),
      (error) => this.#fail(error),
    );
  }

  #finish(turn: Turn, reply: unknown): void {
    if (this.#closed) return;
    if (reply instanceof CloseConnection) {
      this.close(reply.reason, "debug");
      return;
    }
    turn.reply = reply;
    turn.finished = true;
    if (this.#blocking === turn) this.#blocking = undefined;
    try {
      this.#encodeFinished();
    } catch (error) {
      this.#fail(error);
    }
    if (this.#receiving || this.#closed) return;
    this.#flush();
    this.#goOn();
  }

  #encodeFinished(): void {
    while (this.#turns[0]?.finished) {
      const turn = this.#turns.shift() as Turn;
      this.#encode(turn.request, turn.reply);
    }
  }

  #encode(request: Request, reply: unknown): void {
    if (reply !== noReply) this.#dispatcher.encode(this.#writer, request, reply);
    for (const buffer of request.lent) this.#lentUntilSent.push(buffer);
  }

  #mayGoOn(): boolean {
    if (this.#closed || this.#blocking !== undefined || this.#turns.length >= dispatchedMax) return false;
    return this.#stream.writableLength + this.#writer.size <= unsentBytesMax;
  }

  #goOn(): void {
    if (this.#closed || !this.#mayGoOn()) return;
    if (this.#cutter.stopped) this.#guarded(() => this.#cutter.resume());
    else this.#regulate();
  }

  /** Reads from the client only while its frames can be looked at. */
  #regulate(): void {
    if (this.#closed || this.#paused === this.#cutter.stopped) return;
    this.#paused = this.#cutter.stopped;
    if (this.#paused) this.#stream.pause();
    else this.#stream.resume();
  }

  #flush(): void {
    if (this.#closed || this.#writer.size === 0) return;
    const chunks = this.#takeWritten();
    const last = chunks.pop();
    this.#stream.cork();
    for (const chunk of chunks) this.#stream.write(chunk);
    const lent = this.#lentUntilSent;
    if (lent.length === 0) this.#stream.write(last);
    else {
      this.#lentUntilSent = [];
      this.#stream.write(last, () => this.#release(lent));
    }
    this.#stream.uncork();
  }

  #release(lent: readonly Buffer[]): void {
    for (const buffer of lent) this.#pool.release(buffer);
  }

  /** What has been written, safe from being written over. */
  #takeWritten(): Buffer[] {
    const chunks = this.#writer.finish();
    const [only] = chunks;
    if (chunks.length === 1 && only !== undefined && only.length <= copiedBytesMax) {
      const copy = Buffer.from(only);
      this.#writer.reset();
      return [copy];
    }
    this.#writer.detach();
    return chunks;
  }
}
