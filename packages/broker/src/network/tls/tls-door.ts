import type { X509Certificate } from "node:crypto";
import type { Socket } from "node:net";
import { createServer, type Server, type TLSSocket } from "node:tls";
import type { Cancel, Clock } from "@millrace/kit";
import {
  answerToNoTls,
  clientRefusal,
  fatalAlert,
  type HandshakeState,
  handshakeFailure,
  type Refusal,
  secureContextOptions,
  type TlsServerSettings,
} from "@millrace/security/tls";

/** A handshake takes a few round trips; whoever needs longer holds a place for nothing. Kafka waits for `connections.max.idle.ms`. */
const handshakeMsMax = 30_000;
/** For a client to read why it is refused before the connection is cut. */
const refusalMs = 1_000;

/** Exactly one of the two is called, unless the door is closed first. */
interface Outcome {
  /** `certificate` is the client's, which has been verified; undefined if it showed none. */
  readonly secured: (stream: TLSSocket, certificate: X509Certificate | undefined) => void;
  /** The socket is closed by then, or about to be. */
  readonly failed: (reason: string) => void;
}

/** A socket whose handshake is under way. */
interface Pending {
  readonly socket: Socket;
  readonly outcome: Outcome;
  readonly cancel: Cancel;
  reason: string | undefined;
}

/** The TLS of one listener, over sockets that it is handed. The server in it binds nothing: it is Node's public way to have TLS on a socket. */
export class TlsDoor {
  readonly #clock: Clock;
  readonly #server: Server;
  readonly #pending = new Map<string, Pending>();
  /** Of clients that are to show certificates: the keys of an alert. */
  readonly #secrets = new WeakMap<TLSSocket, Buffer>();
  #settings: TlsServerSettings;

  constructor(settings: TlsServerSettings, clock: Clock) {
    this.#clock = clock;
    this.#settings = settings;
    const asks = settings.clientAuthentication !== "none";
    // A client without a certificate, or with a bad one, is refused here and not by Node, which would not tell it why.
    this.#server = createServer({ ...secureContextOptions(settings), requestCert: asks, rejectUnauthorized: false });
    this.#server.on("secureConnection", (stream) => this.#secured(stream));
    this.#server.on("tlsClientError", (error, stream) => this.#failed(stream, error));
    if (asks) this.#server.on("keylog", (line, stream) => this.#keepSecret(line, stream));
  }

  get settings(): TlsServerSettings {
    return this.#settings;
  }

  /** Takes other certificates from now on. Connections that are open, and their handshakes, go on with the old ones. */
  renew(settings: TlsServerSettings): void {
    this.#server.setSecureContext(secureContextOptions(settings));
    this.#settings = settings;
  }

  open(socket: Socket, outcome: Outcome): void {
    const key = keyOf(socket);
    const cancel = this.#clock.after(handshakeMsMax, () => {
      pending.reason ??= `the handshake was not over after ${handshakeMsMax / 1000} seconds`;
      socket.destroy();
    });
    const pending: Pending = { socket, outcome, cancel, reason: undefined };
    this.#pending.set(key, pending);
    socket.once("close", () => this.#closed(key, pending));
    this.#server.emit("connection", socket);
  }

  close(): void {
    for (const { socket, cancel } of this.#pending.values()) {
      cancel();
      socket.destroy();
    }
    this.#pending.clear();
  }

  #secured(stream: TLSSocket): void {
    const key = keyOf(stream);
    const pending = this.#pending.get(key);
    if (pending === undefined) return void stream.destroy();
    const certificate = stream.getPeerX509Certificate();
    const { authorized, authorizationError } = stream;
    const asked = this.#settings.clientAuthentication;
    const refusal = clientRefusal({ asked, hasCertificate: certificate !== undefined, authorized, authorizationError });
    if (refusal !== undefined) {
      this.#refuse(stream, pending, refusal);
      return;
    }
    this.#pending.delete(key);
    this.#secrets.delete(stream);
    pending.cancel();
    pending.outcome.secured(stream, certificate);
  }

  /**
   * Past Node's TLS: nothing of its side has been sent since the client's certificate came, so the alert is what comes next. What OpenSSL has
   * ready behind it, tickets with the same record numbers, must never leave: the end of the connection is ordered before them.
   */
  #refuse(stream: TLSSocket, pending: Pending, { reason, alert }: Refusal): void {
    pending.reason = reason;
    stream.on("error", () => {}); // whatever else goes wrong with it
    const state = this.#handshakeState(stream);
    const record = state === undefined ? undefined : fatalAlert(state, alert);
    if (record === undefined) return void stream.destroy();
    pending.socket.end(record);
    // It has not left at once: then neither does the end, and tickets could follow.
    if (pending.socket.writableLength > 0) return void stream.destroy();
    stream.resume(); // so that the client's end is seen
    this.#clock.after(refusalMs, () => stream.destroy());
  }

  #handshakeState(stream: TLSSocket): HandshakeState | undefined {
    if (stream.getProtocol() === "TLSv1.2") return { protocol: "TLSv1.2" };
    const secret = this.#secrets.get(stream);
    return secret === undefined ? undefined : { protocol: "TLSv1.3", suite: stream.getCipher().standardName, secret };
  }

  /** A line of NSS's key log: a label, the client's random, the secret. */
  #keepSecret(line: Buffer, stream: TLSSocket): void {
    const [label, , secret = ""] = line.toString("latin1").trim().split(" ");
    if (label === "SERVER_TRAFFIC_SECRET_0") this.#secrets.set(stream, Buffer.from(secret, "hex"));
  }

  #failed(stream: TLSSocket, error: unknown): void {
    const pending = this.#pending.get(keyOf(stream));
    const answer = answerToNoTls(error);
    if (pending !== undefined && answer !== undefined) pending.socket.write(answer);
    if (pending !== undefined) pending.reason ??= handshakeFailure(error);
    stream.destroy();
  }

  #closed(key: string, pending: Pending): void {
    if (this.#pending.get(key) !== pending) return;
    this.#pending.delete(key);
    pending.cancel();
    pending.outcome.failed(pending.reason ?? "the client closed the connection during the handshake");
  }
}

/** Both ends' addresses: no two open connections have the same. */
function keyOf({ remoteAddress, remotePort, localAddress, localPort }: Socket): string {
  return `${remoteAddress} ${remotePort} ${localAddress} ${localPort}`;
}
