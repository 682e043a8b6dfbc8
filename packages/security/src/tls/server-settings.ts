import { constants, type X509Certificate } from "node:crypto";
import type { SecureContextOptions } from "node:tls";
import { keyStoreProblem } from "./chain-problems.ts";
import { cipherSuites } from "./cipher-suites.ts";
import { type ProtocolVersions, protocolVersions } from "./protocol-versions.ts";
import { type KeyStore, keysAndCertificates, readKeyStore, readTrustStore } from "./stores.ts";
import { refusedProperty, type TlsProperties } from "./tls-properties.ts";

export type ClientAuthentication = "none" | "requested" | "required";

/** How a listener speaks TLS. */
export interface TlsServerSettings extends ProtocolVersions {
  readonly keyStore: KeyStore;
  /** Whose certificates clients may show; undefined: anybody's whom the world trusts, as Java has it. */
  readonly trusted: readonly X509Certificate[] | undefined;
  readonly clientAuthentication: ClientAuthentication;
  readonly ciphers: string;
}

/** Reads and checks what a listener is given. Throws CONFIG_INVALID, naming the setting. */
export function tlsServerSettings(properties: TlsProperties, clientAuthentication: ClientAuthentication, nowMs: number): TlsServerSettings {
  const keyStore = readKeyStore(properties);
  if (keyStore === undefined)
    throw refusedProperty(properties, "ssl.keystore.location", "a listener with TLS needs a certificate and its key");
  const problem = keyStoreProblem(keyStore, nowMs);
  if (problem !== undefined) {
    const isInline = properties.value("ssl.keystore.certificate.chain") !== undefined;
    throw refusedProperty(properties, isInline ? "ssl.keystore.certificate.chain" : "ssl.keystore.location", problem);
  }
  const trusted = readTrustStore(properties);
  return { keyStore, trusted, clientAuthentication, ...protocolVersions(properties), ciphers: cipherSuites(properties) };
}

/** The same for `node:tls`. */
export function secureContextOptions(settings: TlsServerSettings): SecureContextOptions {
  const { keyStore, trusted, ciphers, minVersion, maxVersion } = settings;
  return {
    ...keysAndCertificates(keyStore),
    ...(trusted === undefined ? {} : { ca: trusted.map(String) }),
    // Java trusts whatever is in the store, also where it is no root.
    allowPartialTrustChain: true,
    ciphers,
    minVersion,
    maxVersion,
    honorCipherOrder: true,
    secureOptions: constants.SSL_OP_NO_RENEGOTIATION,
    ...(/(^|:)DHE/.test(ciphers) ? { dhparam: "auto" } : {}),
  };
}
