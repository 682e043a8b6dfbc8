import type { Duplex } from "node:stream";
import { type Clock, type Logger, messageOf } from "@millrace/kit";
import { ProtocolError, Writer } from "@millrace/protocol";
import { type Dispatcher, type Request, UnreadableRequest } from "../api/dispatcher.ts";
import { CloseConnection, type ConnectionFacts, Dispatched, LastAnswer, noReply, Parked } from "../api/handler.ts";
import type { ListenerCounts } from "../metrics/listener-counts.ts";
import type { BufferPool } from "./buffer-pool.ts";
import { FrameCutter } from "./frame-cutter.ts";
import { HoldUp } from "./hold-up.ts";
import type { RequestMemory } from "./request-memory.ts";

/** Requests of one connection whose order is fixed and whose answers are still to come. */
const dispatchedMax = 128;
/** Unsent answers, in bytes, above which no further request of the connection is looked at. */
const unsentBytesMax = 1 << 20;

/** Up to here answers are copied into Node's slab of small buffers, which is cheaper than new memory for the writer. */
const copiedBytesMax = 2048;

/** A request's place in the order of answers. */
interface Turn {
  readonly request: Request;
  readonly receivedMs: number;
  readonly startedMs: number;
  readonly handledMs: number;
  readonly abandon: (() => void) | undefined;
  reply: unknown;
  finished: boolean;
}

/**
 * One client's stream. Requests are served in the order in which they come, answers leave in that order, and a client that does
 * not read its answers, or has too much under way, is not read from. While a request holds up those behind it the stream is read on until
 * something is kept, so that the end of a client that only waits is seen.
 */
export class Connection {
  readonly facts: ConnectionFacts;
  readonly #stream: Duplex;
  readonly #dispatcher: Dispatcher;
  readonly #logger: Logger;
  readonly #clock: Clock;
  readonly #memory: RequestMemory;
  readonly #counts: ListenerCounts;
  readonly #cutter: FrameCutter;
  readonly #writer = new Writer();
  readonly #turns: Turn[] = [];
  readonly #holdUp: HoldUp;
  /** A request that those behind it have to wait for. */
  #blocking: Turn | undefined;
  /** Memory of replies that are in the writer and not yet with the stream. */
  #lentUntilSent: Buffer[] = [];
  #receiving = false;
  #lastActiveMs: number;
  #receivedMs: number;
  /** When the work on the last request ended that was looked at. */
  #workedUntilMs = 0;
  #heldBytes = 0;
  #closed = false;
  /** Not read from: at first, until `regulate`. */
  #paused = true;
  /** Why the connection ends once the answers to what came before are sent. Nothing is looked at any more. */
  #ending: string | undefined;

  constructor(options: {
    stream: Duplex;
    facts: ConnectionFacts;
    dispatcher: Dispatcher;
    logger: Logger;
    clock: Clock;
    pool: BufferPool;
    memory: RequestMemory;
    counts: ListenerCounts;
    frameBytesMax: number;
  }) {
    this.facts = options.facts;
    this.#stream = options.stream;
    this.#dispatcher = options.dispatcher;
    this.#logger = options.logger;
    this.#clock = options.clock;
    this.#memory = options.memory;
    this.#counts = options.counts;
    this.#holdUp = new HoldUp(options.clock, () => this.#goOn());
    this.#receivedMs = options.clock.monotonicMs();
    this.#lastActiveMs = this.#receivedMs;
    const { authentication } = options.facts;
    const frameBytesMax = () => authentication?.frameBytesMax ?? options.frameBytesMax;
    this.#cutter = new FrameCutter(frameBytesMax, options.pool, (buffer, start, end) => this.#onFrame(buffer, start, end));
    options.stream.pause();
    options.stream.on("drain", () => {
      this.#lastActiveMs = this.#clock.monotonicMs();
      this.#goOn();
    });
    options.stream.on("end", () => this.#end());
    options.stream.on("error", (error) => this.close(messageOf(error)));
    options.stream.on("close", () => this.close("the client closed it"));
    this.#counts.connectionsCreated++;
    this.#logger.debug("connection opened", {
      connection: this.facts.id,
      remote: this.facts.remoteHost,
      listener: this.facts.listener.name,
    });
  }

  /** Takes what came from the client; the memory is only lent. */
  receive(chunk: Buffer, length: number): void {
    if (this.#ending !== undefined) return;
    this.#receivedMs = this.#clock.monotonicMs();
    this.#lastActiveMs = this.#receivedMs;
    this.#workedUntilMs = this.#receivedMs;
    this.#counts.bytesIn += length;
    this.#guarded(() => this.#cutter.push(chunk, length));
  }

  /** When something last moved in either direction; the clock's monotonic milliseconds. A request under way moves nothing, as in Kafka. */
  get lastActiveMs(): number {
    return this.#lastActiveMs;
  }

  /** The client sends no more. Answers that are there still go out; nobody waits for others. */
  #end(): void {
    this.#ending ??= "the client closed it";
    if (this.#turns.length > 0) this.close(this.#ending);
    else this.#settle();
  }

  /** Ends the connection; answers not yet sent are dropped. */
  close(reason: string): void {
    if (this.#closed) return;
    this.#closed = true;
    this.#holdUp.cancel();
    this.#dropTurns();
    this.#dispatcher.left(this.facts);
    this.#dispatcher.giveBack(this.#lentUntilSent.splice(0));
    this.#cutter.close();
    this.#hold(0);
    this.#counts.connectionsClosed++;
    this.#stream.destroy();
    this.#logger.debug("connection closed", { connection: this.facts.id, remote: this.facts.remoteHost, reason });
  }

  #dropTurns(): void {
    for (const { request, abandon } of this.#turns.splice(0)) {
      abandon?.();
      request.meter?.settle(false);
      this.#dispatcher.giveBack(request.lent.splice(0));
    }
  }

  /** Reads from the client only while its frames can be looked at, or be kept. */
  regulate(): void {
    const isFull = this.#cutter.stopped ? this.#cutter.keptBytes > 0 : this.#heldBytes === 0 && this.#memory.exhausted;
    if (this.#closed || this.#paused === isFull) return;
    this.#paused = isFull;
    if (isFull) this.#stream.pause();
    else this.#stream.resume();
  }

  /** Runs `work` on frames, then sends the answers that it gave rise to at one go. */
  #guarded(work: () => void): void {
    if (this.#closed) return;
    this.#receiving = true;
    try {
      work();
    } catch (error) {
      this.#unreadable(error);
    }
    this.#receiving = false;
    this.#settle();
  }

  /** Sends what was written, keeps no more than has to be kept, and ends what is to end. */
  #settle(): void {
    this.#flush();
    if (this.#ending !== undefined) this.#cutter.close();
    this.#hold(this.#closed ? 0 : this.#cutter.heldBytes);
    this.regulate();
    if (this.#ending === undefined || this.#closed || this.#turns.length > 0 || this.#stream.writableEnded) return;
    const reason = this.#ending;
    if (this.#stream.writableLength === 0) this.close(reason);
    else this.#stream.end(() => this.close(reason));
  }

  #hold(bytes: number): void {
    const before = this.#heldBytes;
    this.#heldBytes = bytes;
    this.#memory.change(before, bytes);
  }

  /** What came is no request: nothing behind it makes sense. What came before is answered all the same, as by Kafka. */
  #unreadable(error: unknown): void {
    const reason = error instanceof ProtocolError ? error.message : `a request failed: ${(error as Error).stack ?? messageOf(error)}`;
    this.#dispatcher.watch.closed(this.facts, reason, error instanceof UnreadableRequest ? error.about : undefined);
    this.#ending ??= reason;
  }

  #onFrame(buffer: Buffer, start: number, end: number): boolean {
    const request = this.#dispatcher.open(buffer, start, end, this.facts.authentication);
    this.#counts.requests++;
    const startedMs = this.#workedUntilMs;
    const outcome = this.#dispatcher.handle(request, this.facts, startedMs);
    const handledMs = this.#clock.monotonicMs();
    this.#workedUntilMs = handledMs;
    request.meter?.pause(handledMs);
    if (outcome instanceof Promise) this.#later(this.#turn(request, startedMs), outcome, true);
    else if (outcome instanceof Parked) this.#later(this.#turn(request, startedMs, outcome.abandon), outcome.done, true);
    else if (outcome instanceof Dispatched) this.#later(this.#turn(request, startedMs), outcome.done, false);
    else if (this.#turns.length === 0) this.#encode(request, outcome, this.#receivedMs, startedMs, handledMs, handledMs);
    else this.#finished(this.#turn(request, startedMs), outcome);
    return this.#mayGoOn();
  }

  #turn(request: Request, startedMs: number, abandon?: () => void): Turn {
    const times = { receivedMs: this.#receivedMs, startedMs, handledMs: this.#workedUntilMs };
    const turn: Turn = { request, ...times, abandon, reply: undefined, finished: false };
    this.#turns.push(turn);
    return turn;
  }

  #later(turn: Turn, done: Promise<unknown>, blocking: boolean): void {
    if (blocking) this.#blocking = turn;
    done.then(
      (reply) => this.#finish(turn, reply),
      (error) => this.#finish(turn, this.#dispatcher.failed(turn.request, this.facts, error)),
    );
  }

  #finish(turn: Turn, reply: unknown): void {
    if (this.#closed) return;
    this.#finished(turn, reply);
    this.#encodeFinished();
    if (this.#receiving || this.#closed) return;
    this.#settle();
    this.#goOn();
  }

  #finished(turn: Turn, reply: unknown): void {
    turn.reply = reply;
    turn.finished = true;
    if (isLast(reply)) this.#blocking = turn;
    else if (this.#blocking === turn) this.#blocking = undefined;
  }

  #encodeFinished(): void {
    const nowMs = this.#clock.monotonicMs();
    while (this.#turns[0]?.finished) {
      const { request, reply, receivedMs, startedMs, handledMs } = this.#turns.shift() as Turn;
      this.#encode(request, reply, receivedMs, startedMs, handledMs, nowMs);
    }
  }

  #encode(request: Request, reply: unknown, receivedMs: number, startedMs: number, handledMs: number, doneMs: number): void {
    this.#lastActiveMs = doneMs;
    const { watch } = this.#dispatcher;
    // Of a connection that closes instead nobody waits for the answer, but it was one.
    const answer = isLast(reply) ? reply.reply : reply;
    if (!this.#answer(request, answer, answer !== noReply && !(reply instanceof CloseConnection))) return;
    watch.answered(request, this.facts, answer, receivedMs, startedMs, handledMs, doneMs);
    for (const buffer of request.lent) this.#lentUntilSent.push(buffer);
    if (!isLast(reply)) return;
    watch.closed(this.facts, reply.reason, { client: request.clientId, api: request.handler.api.name, version: request.version });
    this.#ending ??= reply.reason;
    this.#dropTurns();
  }

  /** False if it can't be done: half an answer stands where others have to go, and there is nothing left but to end. */
  #write(request: Request, reply: unknown): boolean {
    try {
      this.#dispatcher.encode(this.#writer, request, reply);
      this.#counts.responses++;
      return true;
    } catch (error) {
      const reason = `an answer can't be sent: ${(error as Error).stack ?? messageOf(error)}`;
      this.#dispatcher.giveBack(request.lent.splice(0));
      this.#dispatcher.watch.closed(this.facts, reason);
      this.close(reason);
      return false;
    }
  }

  /**
   * Writes the answer if there is one. It goes out at once, whatever quotas say, and tells for how long nothing more is read from the
   * client (KIP-219). False if the connection can't go on.
   */
  #answer(request: Request, answer: unknown, isSent: boolean): boolean {
    const { meter } = request;
    if (meter === undefined) return !isSent || this.#write(request, answer);
    const throttleTimeMs = meter.settle(isSent);
    if (throttleTimeMs > 0) {
      this.#holdUp.begin(throttleTimeMs);
      this.#cutter.stop();
      this.#dispatcher.watch.throttled(request, throttleTimeMs, this.#clock.monotonicMs());
    }
    if (!isSent) return true;
    const beganMs = this.#clock.monotonicMs();
    const isWritten = this.#write(request, throttleTimeMs > 0 ? { ...(answer as object), throttleTimeMs } : answer);
    meter.workedLate(beganMs);
    return isWritten;
  }

  #mayGoOn(): boolean {
    if (
      this.#closed ||
      this.#holdUp.isOn ||
      this.#ending !== undefined ||
      this.#blocking !== undefined ||
      this.#turns.length >= dispatchedMax
    )
      return false;
    return this.#stream.writableLength + this.#writer.size <= unsentBytesMax;
  }

  #goOn(): void {
    if (this.#closed || !this.#mayGoOn()) return;
    if (!this.#cutter.stopped) {
      this.regulate();
      return;
    }
    this.#workedUntilMs = this.#clock.monotonicMs();
    this.#guarded(() => this.#cutter.resume());
  }

  #flush(): void {
    if (this.#closed || this.#writer.size === 0) return;
    this.#counts.bytesOut += this.#writer.size;
    const chunks = this.#takeWritten();
    const last = chunks.pop();
    this.#stream.cork();
    for (const chunk of chunks) this.#stream.write(chunk);
    const lent = this.#lentUntilSent;
    if (lent.length === 0) this.#stream.write(last);
    else {
      this.#lentUntilSent = [];
      this.#stream.write(last, () => this.#dispatcher.giveBack(lent));
    }
    this.#stream.uncork();
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

/** Nothing behind it is looked at. */
function isLast(reply: unknown): reply is CloseConnection | LastAnswer {
  return reply instanceof CloseConnection || reply instanceof LastAnswer;
}
