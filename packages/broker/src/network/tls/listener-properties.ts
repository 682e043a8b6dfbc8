import { type Files, readFile } from "@millrace/files";
import { MillraceError } from "@millrace/kit";
import type { ClientAuthentication, TlsProperties } from "@millrace/security/tls";
import { trimmed } from "../../config/java-text.ts";
import type { BrokerSettings } from "../../config/settings.ts";
import type { Listener } from "../listener.ts";

const clientAuth = "ssl.client.auth";
const choices: readonly string[] = ["none", "requested", "required"] satisfies ClientAuthentication[];

/** A listener's settings of TLS: its own, `listener.name.<listener>.<config>`, go before those of all listeners. */
export function tlsPropertiesOf({ properties, values }: BrokerSettings, listener: Listener, files: Files): TlsProperties {
  const nameOf = (name: string) => (properties[ownName(listener, name)] === undefined ? name : ownName(listener, name));
  return {
    nameOf,
    value: (name) => {
      const own = properties[ownName(listener, name)];
      return own === undefined ? (values.get(name)?.text ?? undefined) : trimmed(own);
    },
    readFile: (path) => readFile(files, path),
  };
}

/** Whether clients show a certificate. Where they have passwords, they do only if the listener itself says so (KIP-684). */
export function clientAuthenticationOf(
  { properties, values }: BrokerSettings,
  listener: Pick<Listener, "name" | "securityProtocol">,
): ClientAuthentication {
  const own = properties[ownName(listener, clientAuth)];
  const general = listener.securityProtocol === "SSL" ? values.get(clientAuth)?.text : undefined;
  const chosen = own === undefined ? (general ?? "none") : trimmed(own);
  if (choices.includes(chosen)) return chosen as ClientAuthentication;
  throw new MillraceError("CONFIG_INVALID", `${ownName(listener, clientAuth)}: expected one of ${choices.join(", ")}, got ${chosen}`);
}

function ownName({ name }: Pick<Listener, "name">, config: string): string {
  return `listener.name.${name.toLowerCase()}.${config}`;
}
