import { systemCodeOf } from "@millrace/kit";

/** What the other end has against this client, if it says so by an alert of TLS. With TLS 1.3 that comes only after the handshake. */
export function tlsAlert(cause: unknown): { readonly reason: string; readonly hint: string } | undefined {
  const [, alert] = /^ERR_SSL_.*ALERT_(.*)$/.exec(systemCodeOf(cause) ?? "") ?? [];
  if (alert === undefined) return undefined;
  const hint = "does it ask for a certificate, or for another one? see ssl.keystore.location";
  return { reason: `the broker refuses this client by TLS: ${alert.toLowerCase().replaceAll("_", " ")}`, hint };
}
