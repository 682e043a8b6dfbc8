import type { ClientAccess } from "@millrace/embedded";

/**
 * The properties with which Kafka's clients and tools log in, and this command by --command-config. Certificates and keys stand in it as
 * PEM (KIP-651), so that it is one file and needs no keystore.
 */
export function clientProperties(access: ClientAccess): string {
  const { bootstrapServers, securityProtocol, user, scram, certificate, trusted } = access;
  const properties: ReadonlyArray<readonly [name: string, value: string]> = [
    ["bootstrap.servers", bootstrapServers],
    ["security.protocol", securityProtocol],
    ...(scram === undefined
      ? []
      : ([
          ["sasl.mechanism", scram.mechanism],
          ["sasl.jaas.config", scram.jaasConfig],
        ] as const)),
    ...(trusted === undefined
      ? []
      : ([
          ["ssl.truststore.type", "PEM"],
          ["ssl.truststore.certificates", trusted],
        ] as const)),
    ...(certificate === undefined
      ? []
      : ([
          ["ssl.keystore.type", "PEM"],
          ["ssl.keystore.certificate.chain", certificate.chain],
          ["ssl.keystore.key", certificate.key],
        ] as const)),
  ];
  const lines = properties.map(([name, value]) => `${name}=${propertyText(value)}\n`);
  return `# How ${user} logs in. Whoever can read this can do so too.\n${lines.join("")}`;
}

/** A value as `java.util.Properties` reads it: in ISO 8859-1, with escapes. */
function propertyText(value: string): string {
  return value
    .replace(/\n$/, "")
    .replaceAll("\\", "\\\\")
    .replaceAll("\r", "")
    .replaceAll("\n", "\\n")
    .replaceAll(/[^\x20-\x7e]/g, (character) => `\\u${character.charCodeAt(0).toString(16).padStart(4, "0")}`);
}
