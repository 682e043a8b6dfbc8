import type { SecurityProtocol } from "@millrace/security";

export interface PasswordCredentials {
  readonly mechanism: "PLAIN" | "SCRAM-SHA-256" | "SCRAM-SHA-512";
  readonly username: string;
  readonly password: string;
  /** The user is a delegation token's id, the password its secret in base64 (KIP-48). */
  readonly byToken?: boolean;
}

export interface TokenCredentials {
  readonly mechanism: "OAUTHBEARER";
  readonly token: string;
  /** A file that holds the same token. */
  readonly file: string;
}

/** How a client says who it is. */
export type SaslCredentials = PasswordCredentials | TokenCredentials;

/** What a client is given. Paths of files in PEM, or of stores of Java. */
export interface Credentials {
  readonly protocol: SecurityProtocol;
  /** Whom it trusts. */
  readonly trusted: string;
  /** Its key with its certificate. */
  readonly own?: string;
  /** Then both are stores of Java, with this password. */
  readonly storePassword?: string;
  readonly checksHost: boolean;
  readonly version?: "TLSv1.2" | "TLSv1.3";
  readonly sasl?: SaslCredentials;
}
