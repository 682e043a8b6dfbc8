/** How records of the metadata log, and Kafka's metrics, number the protocols. */
export const securityProtocolIds = { PLAINTEXT: 0, SSL: 1, SASL_PLAINTEXT: 2, SASL_SSL: 3 } as const;

/** What a listener speaks below Kafka's own protocol. */
export type SecurityProtocol = keyof typeof securityProtocolIds;

export function hasTls(protocol: SecurityProtocol): boolean {
  return protocol === "SSL" || protocol === "SASL_SSL";
}

export function hasSasl(protocol: SecurityProtocol): boolean {
  return protocol === "SASL_PLAINTEXT" || protocol === "SASL_SSL";
}
