import type { Api, Draft } from "@millrace/protocol";
import type { Principal } from "@millrace/security";
import type { Authentication } from "../authentication/authentication.ts";
import type { Access } from "../authorization/access.ts";
import type { Need } from "../authorization/needs.ts";
import type { BrokerParts } from "../broker-parts.ts";
import type { Lender } from "../fetch/fetch-read.ts";
import type { Listener } from "../network/listener.ts";
import type { RequestMeter } from "../quotas/request-meter.ts";

/** What is known about the connection that a request came over. */
export interface ConnectionFacts {
  readonly id: number;
  readonly listener: Listener;
  readonly remoteHost: string;
  /** Undefined inside this process. */
  readonly remotePort: number | undefined;
  /** This process itself, which declares what others may do: it needs no leave. */
  readonly inProcess: boolean;
  /** Anonymous until the client has said who it is and proved it; the same from then on. */
  principal: Principal;
  /** From ApiVersions 3 and later (KIP-511); empty until then. */
  softwareName: string;
  softwareVersion: string;
  /** Where clients have to say who they are before anything else. */
  readonly authentication?: Authentication;
}

/** A request's surroundings, handed to its handler. */
export interface RequestContext {
  readonly apiVersion: number;
  readonly clientId: string | null;
  readonly connection: ConnectionFacts;
  /** What whoever asks may do. */
  readonly access: Access;
  readonly broker: BrokerParts;
  /** Its memory is used again once the reply has been sent. */
  readonly lender: Lender;
  /** Undefined where no quota binds the client. */
  readonly meter: RequestMeter | undefined;
  /** How large the records in a reply should be at most, so that clients that don't read their answers can't fill the memory. */
  readonly recordBytesMax: number;
}

/** Answers nothing: a Produce request with `acks=0`. */
export const noReply: unique symbol = Symbol("no reply");

/** Ends the connection instead of answering. */
export class CloseConnection {
  readonly reason: string;
  /** What would have been answered: its errors count. */
  readonly reply: Draft<unknown>;

  constructor(reason: string, reply: Draft<unknown>) {
    this.reason = reason;
    this.reply = reply;
  }
}

/** Answers, or ends without an answer, and ends the connection behind that. */
export class LastAnswer {
  readonly reason: string;
  readonly reply: unknown;

  constructor(reason: string, reply: unknown) {
    this.reason = reason;
    this.reply = reply;
  }
}

/**
 * The second of a handler's two stages: what fixes the order (an append, a place in a group) has happened, the answer comes
 * later. Requests behind it on the connection go ahead; replies still leave in request order.
 */
export class Dispatched<Response> {
  readonly done: Promise<Draft<Response>>;

  constructor(done: Promise<Draft<Response>>) {
    this.done = done;
  }
}

/** An answer that waits for something to come. Requests behind it wait too; if the client goes away first, `abandon` ends the waiting. */
export class Parked<Response> {
  readonly done: Promise<Draft<Response>>;
  readonly abandon: () => void;

  constructor(done: Promise<Draft<Response>>, abandon: () => void) {
    this.done = done;
    this.abandon = abandon;
  }
}

/**
 * What a handler gives back: the answer; a promise of it or `Parked`, for which the requests behind on the same connection wait; or
 * `Dispatched`, for which they do not.
 */
export type Handled<Response> = Answer<Response> | Promise<Answer<Response>> | Parked<Response> | Dispatched<Response>;

/** What a request comes to. */
export type Answer<Response> = Draft<Response> | typeof noReply | CloseConnection | LastAnswer;

/** One API: what it serves and how. */
export interface Handler<Request, Response> {
  readonly api: Api<Request, Response>;
  /** First and last version served. */
  readonly versions: readonly [first: number, last: number];
  /** First version that ApiVersions names, where it is not the first one served. */
  readonly advertisedFrom?: number;
  /**
   * True when `handle` keeps no slice of the request after it has returned, so that the frame may be parsed where it was
   * received, without a copy.
   */
  readonly borrowsFrame?: boolean;
  /** What one has to be allowed to do. Who isn't is answered with the error of the first that lacks, before anything else is looked at. */
  readonly needs?: (request: Request, context: RequestContext) => readonly Need[];
  /** Why Kafka would take the frame for no request, though it can be read: the connection is closed. */
  readonly malformed?: (request: Request) => string | undefined;
  handle(request: Request, context: RequestContext): Handled<Response>;
}

/** Keeps a handler's request and response types while the table holds them all. */
export type AnyHandler = Handler<never, unknown>;

export function handler<Request, Response>(definition: Handler<Request, Response>): Handler<Request, Response> {
  return definition;
}
