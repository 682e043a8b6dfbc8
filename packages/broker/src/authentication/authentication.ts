import { assert, type Clock } from "@millrace/kit";
import { type Api, type Draft, errors, ProtocolError, type SaslAuthenticateResponse, type SaslHandshakeResponse } from "@millrace/protocol";
import type { SaslIdentity, SaslServer, ServerStep } from "@millrace/security";
import { type Principal, textOf } from "@millrace/security";
import type { Failure } from "../api/error-replies.ts";
import { LastAnswer, noReply } from "../api/handler.ts";
import type { ListenerCounts } from "../metrics/listener-counts.ts";
import type { SaslListener } from "./sasl-listener.ts";

/**
 * Where a client stands: it may ask for the versions once (`asked` from then on), then it names a mechanism, then both ends of that
 * talk. `spoilt` is a client that wants to authenticate itself anew by another mechanism: whatever it says next ends it.
 */
type State = "initial" | "asked" | "exchange" | "spoilt" | "complete" | "failed";

const apiKeys = { saslHandshake: 17, apiVersions: 18, saslAuthenticate: 36 } as const;
/** Requests that are looked at in a state. What else is decoded but not served is told so; before a mechanism is named nothing else is decoded. */
const served: Readonly<Record<State, readonly number[]>> = {
  initial: [apiKeys.apiVersions, apiKeys.saslHandshake],
  asked: [apiKeys.saslHandshake],
  exchange: [apiKeys.saslAuthenticate],
  spoilt: [],
  complete: [],
  failed: [],
};
/** As in Kafka no client authenticates itself anew more often. */
const reauthenticationMsMin = 1000;
/** Clients choose the names of users and mechanisms: no line of the log grows with them. */
const reasonLengthMax = 250;

/** One login: what a client had proved before, if it is not the first one. */
interface Before {
  readonly mechanism: string;
  readonly principal: Principal;
}

interface Exchange {
  readonly mechanism: string;
  readonly server: SaslServer;
  /** Messages come in SaslAuthenticate requests, not bare (KIP-152). */
  readonly inRequests: boolean;
}

interface Options {
  readonly listener: SaslListener;
  readonly clock: Clock;
  readonly counts: ListenerCounts;
  /** Told who the client is. */
  readonly onPrincipal: (principal: Principal) => void;
}

type Reply<Response> = Draft<Response> | Promise<Draft<Response> | LastAnswer>;

/** Who the client of one connection is: asked before anything else, and again when its login ends (KIP-368). */
export class Authentication {
  readonly #listener: SaslListener;
  readonly #clock: Clock;
  readonly #counts: ListenerCounts;
  readonly #onPrincipal: Options["onPrincipal"];
  readonly #openedMs: number;
  #state: State = "initial";
  #exchange: Exchange | undefined;
  #before: Before | undefined;
  #principal: Principal | undefined;
  /** When the login ends; the clock's monotonic milliseconds. Undefined: never. */
  #endsMs: number | undefined;
  #lastBegunMs = Number.NEGATIVE_INFINITY;
  #knowsReauthentication = false;

  constructor({ listener, clock, counts, onPrincipal }: Options) {
    this.#listener = listener;
    this.#clock = clock;
    this.#counts = counts;
    this.#onPrincipal = onPrincipal;
    this.#openedMs = clock.monotonicMs();
  }

  get complete(): boolean {
    return this.#state === "complete";
  }

  /** How long the client has been connected without ever having authenticated itself, in milliseconds. */
  get unknownForMs(): number {
    return this.#principal === undefined ? this.#clock.monotonicMs() - this.#openedMs : 0;
  }

  /** Largest frame that is taken now; undefined: as on other connections. */
  get frameBytesMax(): number | undefined {
    return this.complete ? undefined : this.#listener.settings.receiveBytesMax;
  }

  /** Whether the next frame is no request but a message of the mechanism. */
  get takesMessages(): boolean {
    return this.#state === "spoilt" || (this.#state === "exchange" && this.#exchange?.inRequests === false);
  }

  /** Throws ProtocolError if a request of this API may not even be decoded: the connection has to be closed. */
  admit(apiKey: number): void {
    if (this.complete) {
      if (this.#endsMs === undefined || this.#clock.monotonicMs() <= this.#endsMs) return;
      if (apiKey === apiKeys.saslHandshake && this.#mayBeginAnew()) return;
      this.#counts.connectionsExpired++;
      throw new ProtocolError("the client's login has ended, and it did not authenticate itself anew");
    }
    if (this.#state === "exchange" || served[this.#state].includes(apiKey)) return;
    this.#state = "failed";
    throw new ProtocolError("the client has to authenticate itself before it may ask for that: is it configured for SASL?");
  }

  /** The last answer to a request that a client may not send now; undefined if it may. */
  refusal({ key, name }: Pick<Api, "key" | "name">, refuse: (failure: Failure) => unknown): Promise<LastAnswer> | undefined {
    if (this.complete || this.takesMessages || served[this.#state].includes(key)) return undefined;
    const constant = name.replaceAll(/(?<=[a-z])(?=[A-Z])/g, "_").toUpperCase();
    const message = `Unexpected Kafka request of type ${constant} during SASL authentication.`;
    return this.#fail(message, refuse({ code: errors.ILLEGAL_SASL_STATE.code, message }));
  }

  /** ApiVersions was answered. */
  versionsTold(): void {
    if (this.#state === "initial") this.#state = "asked";
  }

  /** The client names the mechanism that it wants. */
  handshake(mechanism: string, version: number): Reply<SaslHandshakeResponse> {
    if (this.complete && !this.#beginAnew()) return { errorCode: errors.ILLEGAL_SASL_STATE.code };
    const { mechanisms } = this.#listener;
    const server = this.#listener.serverOf(mechanism);
    if (server === undefined && this.#before !== undefined) {
      // Kafka has nobody left to tell it to.
      this.#state = "failed";
      return Promise.resolve(new LastAnswer(`Unsupported SASL mechanism ${mechanism}`.slice(0, reasonLengthMax), noReply));
    }
    if (server === undefined) {
      const reply = { errorCode: errors.UNSUPPORTED_SASL_MECHANISM.code, mechanisms };
      return this.#fail(`Unsupported SASL mechanism ${mechanism}`, reply);
    }
    this.#exchange = { mechanism, server, inRequests: version >= 1 };
    this.#state = this.#before === undefined || this.#before.mechanism === mechanism ? "exchange" : "spoilt";
    return { mechanisms };
  }

  /** A message of the mechanism in a request. */
  async authenticate(message: Buffer, version: number): Promise<Draft<SaslAuthenticateResponse> | LastAnswer> {
    const exchange = this.#exchange;
    assert(exchange !== undefined, "a mechanism is named before its messages come");
    if (version > 0) this.#knowsReauthentication = true;
    const step = await this.#step(exchange, message);
    if (step.outcome === "cut off") return this.#cutOff(exchange);
    if (step.outcome !== "refused") return { authBytes: step.message, sessionLifetimeMs: this.#lifetimeMs(step) };
    const errorMessage = step.tell ?? this.#invalidCredentials(exchange);
    return this.#fail(errorMessage, { errorCode: errors.SASL_AUTHENTICATION_FAILED.code, errorMessage });
  }

  /** A bare message of the mechanism. */
  async message(message: Buffer): Promise<Buffer | LastAnswer> {
    const exchange = this.#exchange;
    if (exchange === undefined || this.#state === "spoilt") {
      return this.#fail(
        `SASL mechanism '${exchange?.mechanism}' is not supported for re-authentication of mechanism '${this.#before?.mechanism}'`,
      );
    }
    const step = await this.#step(exchange, message);
    if (step.outcome === "cut off") return this.#cutOff(exchange);
    if (step.outcome === "refused") return this.#fail(step.tell ?? this.#invalidCredentials(exchange));
    this.#lifetimeMs(step);
    return step.message;
  }

  async #step({ server, mechanism }: Exchange, message: Buffer): Promise<ServerStep> {
    const step = await server.step(message);
    if (step.outcome !== "authenticated") return step;
    const principal = principalOf(step.identity);
    const before = this.#before?.principal;
    if (before !== undefined && textOf(before) !== textOf(principal)) {
      const change = `from ${before.type}.${before.name}: ${principal.type}.${principal.name}`;
      return { outcome: "refused", tell: `Cannot change principals during re-authentication ${change}` };
    }
    this.#authenticated(mechanism, principal);
    return step;
  }

  #authenticated(mechanism: string, principal: Principal): void {
    this.#state = "complete";
    this.#principal = principal;
    this.#onPrincipal(principal);
    if (this.#before === undefined) {
      this.#counts.authentications++;
      if (!this.#knowsReauthentication) this.#counts.authenticationsWithoutReauthentication++;
    } else {
      this.#counts.reauthentications++;
    }
    this.#before = { mechanism, principal };
  }

  /** Notes when a login ends. How long that is, as the client is told; 0 if it never does, or if it is not done yet. */
  #lifetimeMs(step: ServerStep): number {
    if (step.outcome !== "authenticated" || this.#exchange === undefined) return 0;
    const { expiresAtMs } = step.identity;
    const maxReauthMs = this.#listener.maxReauthMs(this.#exchange.mechanism);
    const limits = [...(expiresAtMs === undefined ? [] : [expiresAtMs - this.#clock.now()]), ...(maxReauthMs > 0 ? [maxReauthMs] : [])];
    if (limits.length === 0) {
      this.#endsMs = undefined;
      return 0;
    }
    const lifetimeMs = Math.max(0, Math.min(...limits));
    this.#endsMs = this.#clock.monotonicMs() + lifetimeMs;
    return lifetimeMs;
  }

  #mayBeginAnew(): boolean {
    return this.#endsMs !== undefined && this.#clock.monotonicMs() - this.#lastBegunMs >= reauthenticationMsMin;
  }

  #beginAnew(): boolean {
    if (!this.#mayBeginAnew()) return false;
    this.#lastBegunMs = this.#clock.monotonicMs();
    this.#state = "initial";
    return true;
  }

  #invalidCredentials({ mechanism }: Exchange): string {
    const during = this.#before === undefined ? "authentication" : "re-authentication";
    return `Authentication failed during ${during} due to invalid credentials with SASL mechanism ${mechanism}`;
  }

  /** As Kafka does where it fails itself: the client is told nothing, and nobody counts it. */
  #cutOff({ mechanism }: Exchange): LastAnswer {
    this.#state = "failed";
    return new LastAnswer(`a message of ${mechanism} is not as it has to be`, noReply);
  }

  /** The last answer, late: so that nobody can try many passwords quickly. */
  #fail(reason: string, reply: unknown = noReply): Promise<LastAnswer> {
    if (this.#before === undefined) this.#counts.authenticationsFailed++;
    else this.#counts.reauthenticationsFailed++;
    this.#state = "failed";
    const answer = new LastAnswer(reason.slice(0, reasonLengthMax), reply);
    const { failedDelayMs } = this.#listener.settings;
    return new Promise((resolve) => {
      if (failedDelayMs === 0) resolve(answer);
      else this.#clock.after(failedDelayMs, () => resolve(answer));
    });
  }
}

function principalOf({ name, byToken }: SaslIdentity): Principal {
  return { type: "User", name, ...(byToken ? { tokenAuthenticated: true } : {}) };
}
