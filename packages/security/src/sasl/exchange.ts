/** Who a client has proved to be. */
export interface SaslIdentity {
  readonly name: string;
  /** Proved by a delegation token (KIP-48). */
  readonly byToken?: boolean;
  /** When what proved it is no longer good, in milliseconds since 1970. */
  readonly expiresAtMs?: number;
}

/** What the server's end of a mechanism makes of a client's message. */
export type ServerStep =
  /** More is to come. */
  | { readonly outcome: "challenge"; readonly message: Buffer }
  | { readonly outcome: "authenticated"; readonly message: Buffer; readonly identity: SaslIdentity }
  /** `tell` is what the client may be told; without it, it learns only that something is wrong. */
  | { readonly outcome: "refused"; readonly tell?: string }
  /** The client gets no answer at all: Kafka stumbles over what it says. */
  | { readonly outcome: "cut off" };

/** The server's end of one exchange. Nothing may be said to it after it has authenticated or refused the client. */
export interface SaslServer {
  step(message: Buffer): ServerStep | Promise<ServerStep>;
}

/** What the client's end of a mechanism says next; `undefined` if it has nothing more to say. */
export interface SaslClient {
  /** The first message. */
  begin(): Buffer;
  /**
   * Answers what the server said. Throws AUTHENTICATION_FAILED if the server refuses, or is not the one that it has to be.
   */
  answer(challenge: Buffer): Buffer | undefined;
}

export const nothing: Buffer = Buffer.alloc(0);

export const refused: ServerStep = { outcome: "refused" };
export const cutOff: ServerStep = { outcome: "cut off" };

/** Refuses a client and says why. Care is needed: whoever asks is not known. */
export function refusedBecause(tell: string): ServerStep {
  return { outcome: "refused", tell };
}
