import type { SecurityProtocol } from "@millrace/security";

/** A door of the broker, as Kafka's `listeners` and `advertised.listeners` name it. */
export interface Listener {
  readonly name: string;
  readonly securityProtocol: SecurityProtocol;
  /** The address that is bound. */
  readonly host: string;
  /** The port that is bound. */
  readonly port: number;
  /** What clients are told to connect to. */
  readonly advertisedHost: string;
  readonly advertisedPort: number;
}
