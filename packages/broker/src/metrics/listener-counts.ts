/** The traffic of one listener since the broker started. */
export class ListenerCounts {
  connectionsCreated = 0;
  connectionsClosed = 0;
  /** Closed because the client went on after its login had ended (KIP-368). */
  connectionsExpired = 0;
  authentications = 0;
  /** Of these, those by clients that don't know how to authenticate themselves anew. */
  authenticationsWithoutReauthentication = 0;
  authenticationsFailed = 0;
  reauthentications = 0;
  reauthenticationsFailed = 0;
  requests = 0;
  responses = 0;
  bytesIn = 0;
  bytesOut = 0;

  get connections(): number {
    return this.connectionsCreated - this.connectionsClosed;
  }
}
