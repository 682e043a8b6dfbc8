/** A mechanism of SCRAM (RFC 5802, RFC 7677) as Kafka has it. */
export interface ScramMechanism {
  readonly name: "SCRAM-SHA-256" | "SCRAM-SHA-512";
  /** In records and requests. */
  readonly id: number;
  /** As `node:crypto` calls it. */
  readonly hash: "sha256" | "sha512";
  /** Rounds that a credential must have at least. */
  readonly iterationsMin: number;
}

export const scramMechanisms: readonly ScramMechanism[] = [
  { name: "SCRAM-SHA-256", id: 1, hash: "sha256", iterationsMin: 4096 },
  { name: "SCRAM-SHA-512", id: 2, hash: "sha512", iterationsMin: 4096 },
];

/** Rounds that a credential may have at most. */
export const scramIterationsMax = 16_384;

export function scramMechanismOf(idOrName: number | string): ScramMechanism | undefined {
  return scramMechanisms.find(({ id, name }) => id === idOrName || name === idOrName);
}

/** The mechanisms that both ends speak here. */
export const saslMechanisms = ["PLAIN", "SCRAM-SHA-256", "SCRAM-SHA-512", "OAUTHBEARER"] as const;
export type SaslMechanism = (typeof saslMechanisms)[number];

export function isSaslMechanism(name: string): name is SaslMechanism {
  return (saslMechanisms as readonly string[]).includes(name);
}

/** The class that a mechanism's JAAS config names in Kafka. */
export const loginModules: Readonly<Record<SaslMechanism, string>> = {
  PLAIN: "org.apache.kafka.common.security.plain.PlainLoginModule",
  "SCRAM-SHA-256": "org.apache.kafka.common.security.scram.ScramLoginModule",
  "SCRAM-SHA-512": "org.apache.kafka.common.security.scram.ScramLoginModule",
  OAUTHBEARER: "org.apache.kafka.common.security.oauthbearer.OAuthBearerLoginModule",
};
