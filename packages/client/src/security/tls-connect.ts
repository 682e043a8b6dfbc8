import { isIP } from "node:net";
import { type ConnectionOptions, connect } from "node:tls";
import { addressText, type Clock, MillraceError, systemCodeOf } from "@millrace/kit";
import type { Connect } from "../net/connect.ts";
import { tlsAlert } from "../net/tls-alert.ts";

interface Failure {
  readonly code: "CONNECTION_FAILED" | "AUTHENTICATION_FAILED";
  readonly reason: string;
  readonly hint: string;
}

const trustHint = "ssl.truststore.certificates or ssl.truststore.location has to have the authority that signed the broker's certificate";
const noTls = "does this listener speak TLS? security.protocol says so";

const untrusted = (reason: string, hint = trustHint): Failure => ({ code: "AUTHENTICATION_FAILED", reason, hint });
const unreached = (reason: string, hint: string): Failure => ({ code: "CONNECTION_FAILED", reason, hint });

/** What is behind the codes of Node's and OpenSSL's errors. */
const failures: Readonly<Record<string, Failure>> = {
  ECONNREFUSED: unreached("connection refused", "nothing listens there: is the broker running, and is the port right?"),
  ENOTFOUND: unreached("the host is not known", "the host name is not known: is it spelt right?"),
  ECONNRESET: unreached("the broker closed it during the handshake", noTls),
  ERR_SSL_WRONG_VERSION_NUMBER: unreached("what comes is not TLS", noTls),
  ERR_SSL_PACKET_LENGTH_TOO_LONG: unreached("what comes is not TLS", noTls),
  CERT_HAS_EXPIRED: untrusted("the broker's certificate has expired", "the broker needs a new one; is this machine's clock right?"),
  CERT_NOT_YET_VALID: untrusted("the broker's certificate is not valid yet", "is this machine's clock right?"),
  ERR_TLS_CERT_ALTNAME_INVALID: untrusted(
    "the broker's certificate is for other hosts",
    "an empty ssl.endpoint.identification.algorithm lets that pass",
  ),
};

function failureOf(error: Error): Failure {
  const code = systemCodeOf(error) ?? "";
  const known = failures[code];
  if (known !== undefined) return known;
  const finding = code.toLowerCase().replaceAll("_", " ");
  if (/CERT|SIGNATURE|ISSUER/.test(code) && !code.startsWith("ERR_SSL_"))
    return untrusted(`the broker's certificate can't be trusted: ${finding}`);
  const alert = tlsAlert(error);
  if (alert !== undefined) return untrusted(alert.reason, alert.hint);
  return unreached(error.message, "is the broker running, and is the address right?");
}

/** Connects with TLS. What is wrong with a certificate does not go away by trying again. */
export function tlsConnect(options: ConnectionOptions, clock: Clock): Connect {
  return (address, timeoutMs) =>
    new Promise((resolve, reject) => {
      const { host, port } = address;
      // An address is no name to ask for (RFC 6066), and is looked for in the certificate by itself.
      const socket = connect({ ...options, host, port, ...(isIP(host) === 0 ? { servername: host } : {}) });
      const fail = ({ code, reason, hint }: Failure, cause?: unknown): void => {
        socket.destroy();
        reject(new MillraceError(code, `could not connect to ${addressText(address)}: ${reason}`, { hint, cause }));
      };
      const cancel = clock.after(timeoutMs, () =>
        fail(unreached(`no answer in ${timeoutMs} ms`, "is the address right, and does a firewall let it through?")),
      );
      socket.once("error", (cause) => {
        cancel();
        fail(failureOf(cause), cause);
      });
      socket.once("secureConnect", () => {
        cancel();
        socket.removeAllListeners("error");
        socket.setNoDelay(true).setKeepAlive(true);
        resolve(socket);
      });
    });
}
