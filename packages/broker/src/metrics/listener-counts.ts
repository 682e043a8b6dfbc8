/** The traffic of one listener since the broker started. */
export class ListenerCounts {
  connectionsCreated = 0;
  connectionsClosed = 0;
  /** Closed because nothing had come for `connections.max.idle.ms`. */
  connectionsExpired = 0;
  requests = 0;
  responses = 0;
  bytesIn = 0;
  bytesOut = 0;

  get connections(): number {
    return this.connectionsCreated - this.connectionsClosed;
  }
}
