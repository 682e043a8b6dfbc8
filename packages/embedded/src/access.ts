/** All that a client needs to log in as a user. */
export interface ClientAccess {
  readonly bootstrapServers: string;
  readonly securityProtocol: "SASL_PLAINTEXT" | "SASL_SSL" | "SSL";
  /** As Kafka knows the user. */
  readonly user: string;
  readonly scram: { readonly mechanism: "SCRAM-SHA-512"; readonly password: string; readonly jaasConfig: string } | undefined;
  /** PEM: the user's certificate and its key. */
  readonly certificate: { readonly chain: string; readonly key: string } | undefined;
  /** PEM: the certificates by which the broker is known; undefined if that is not up to this platform, or there is no TLS. */
  readonly trusted: string | undefined;
}
