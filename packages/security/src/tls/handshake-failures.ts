import { messageOf, systemCodeOf } from "@millrace/kit";
import { alerts, fatalAlert } from "./alert.ts";
import type { ClientAuthentication } from "./server-settings.ts";

const versions = "the client speaks none of the versions of TLS that this listener speaks";
const notTls = "what came is not TLS: the client's security.protocol has to be SSL or SASL_SSL";

/** What is behind the codes of OpenSSL's errors that say something about the client. */
const reasons: Readonly<Record<string, string>> = {
  ECONNRESET: "the client closed the connection during the handshake",
  ERR_SSL_HTTP_REQUEST: "what came is HTTP, not TLS",
  ERR_SSL_WRONG_VERSION_NUMBER: notTls,
  ERR_SSL_UNSUPPORTED_PROTOCOL: versions,
  ERR_SSL_VERSION_TOO_LOW: versions,
  ERR_SSL_NO_SHARED_CIPHER: "the client has no cipher suite in common with this listener, or takes no key of its kind",
};

/** Why a handshake failed, for the log. */
export function handshakeFailure(error: unknown): string {
  const code = systemCodeOf(error) ?? "";
  const [, alert] = /ALERT_(.*)$/.exec(code) ?? [];
  if (alert !== undefined) return `the client refused this listener's certificate or settings: ${alert.toLowerCase().replaceAll("_", " ")}`;
  const known = reasons[code];
  if (known !== undefined) return known;
  return error instanceof Error && "reason" in error ? String(error.reason) : messageOf(error);
}

/** Why a client's certificate is refused: what is logged, and the alert that Java's server sends then. */
export interface Refusal {
  readonly reason: string;
  readonly alert: number;
}

/** What is known of a client whose handshake is over. */
export interface ClientProof {
  readonly asked: ClientAuthentication;
  readonly hasCertificate: boolean;
  /** What Node says; the error is that of OpenSSL's verification, such as `CERT_HAS_EXPIRED`. */
  readonly authorized: boolean;
  readonly authorizationError: unknown;
}

/** Why a client may not go on; undefined if it may. */
export function clientRefusal({ asked, hasCertificate, authorized, authorizationError }: ClientProof): Refusal | undefined {
  if (asked === "none") return undefined;
  // Asked first: Node calls whoever resumes a session of TLS 1.3 authorized, also one in which no certificate was ever shown.
  if (!hasCertificate) return asked === "required" ? certificateMissing : undefined;
  return authorized ? undefined : certificateRefusal(String(authorizationError));
}

const certificateMissing: Refusal = { reason: "the client has no certificate", alert: alerts.badCertificate };

/** The alert is the same for all, as that of Java's server is. */
function certificateRefusal(code: string): Refusal {
  const finding = code.toLowerCase().replaceAll("_", " ");
  return { reason: `the client's certificate can't be trusted: ${finding}`, alert: alerts.certificateUnknown };
}

const notTlsCodes: readonly string[] = ["ERR_SSL_HTTP_REQUEST", "ERR_SSL_WRONG_VERSION_NUMBER"];

/**
 * What Java's server answers to bytes that are no TLS, and OpenSSL doesn't: clients that expect none tell by it where they are. Undefined for
 * everything else.
 */
export function answerToNoTls(error: unknown): Buffer | undefined {
  return notTlsCodes.includes(systemCodeOf(error) ?? "") ? fatalAlert({ protocol: "TLSv1.2" }, alerts.internalError) : undefined;
}
