import { type ConnectionOptions, createSecureContext } from "node:tls";
import { cipherSuites } from "./cipher-suites.ts";
import { protocolVersions } from "./protocol-versions.ts";
import { keysAndCertificates, readKeyStore, readTrustStore } from "./stores.ts";
import { refusedProperty, type TlsProperties } from "./tls-properties.ts";

const identification = "ssl.endpoint.identification.algorithm";

/** Settings of TLS that a client has; others of Kafka's say something to Java. */
export const tlsClientProperties: readonly string[] = [
  "ssl.protocol",
  "ssl.enabled.protocols",
  "ssl.cipher.suites",
  "ssl.key.password",
  "ssl.keystore.type",
  "ssl.keystore.location",
  "ssl.keystore.password",
  "ssl.keystore.key",
  "ssl.keystore.certificate.chain",
  "ssl.truststore.type",
  "ssl.truststore.location",
  "ssl.truststore.password",
  "ssl.truststore.certificates",
  identification,
];

/** How a client speaks TLS, for `node:tls`. Reads the files that are named. Throws CONFIG_INVALID, naming the setting. */
export function tlsClientOptions(properties: TlsProperties): ConnectionOptions {
  const trusted = readTrustStore(properties);
  const { minVersion, maxVersion } = protocolVersions(properties);
  return {
    secureContext: createSecureContext({
      ...keyStore(properties),
      // Without a store of one's own, whom the world trusts.
      ...(trusted === undefined ? {} : { ca: trusted.map(String) }),
      // Java trusts whatever is in the store, also where it is no root.
      allowPartialTrustChain: true,
      ciphers: cipherSuites(properties),
      minVersion,
      maxVersion,
    }),
    ...(checksHost(properties) ? {} : { checkServerIdentity: () => undefined }),
  };
}

function keyStore(properties: TlsProperties) {
  const store = readKeyStore(properties);
  return store === undefined ? {} : keysAndCertificates(store);
}

/** Whether a broker's certificate has to be for the name that it was asked for by. */
function checksHost(properties: TlsProperties): boolean {
  const algorithm = properties.value(identification) ?? "https";
  if (algorithm === "" || algorithm.toLowerCase() === "https") return algorithm !== "";
  throw refusedProperty(properties, identification, `there is no algorithm ${algorithm}; it is https, or empty for none`);
}
