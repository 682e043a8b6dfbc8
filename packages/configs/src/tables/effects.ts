/** A config that does here what its documentation says. */
export const works = null;

/** A config that must be given: it has no default. */
export const required = undefined;

// Why a config has no effect here: the end of a sentence in its documentation.
export const appendOnly = "segments grow as they are written";
export const buffers = "no write buffer is kept between two writes";
export const linger = "what the coordinator has to write goes out at once, in one batch";
export const loading = "this is fixed";
export const loggingIn = "this node logs in nowhere, and Kerberos is not served";
export const metadataLog = "the metadata log is written when metadata changes, one batch for each change";
export const metrics = "no metrics are handed to plugins";
export const noLevels = "the broker compresses with the codec's own default";
export const noPurgatory = "what has stopped waiting leaves its list at once";
export const oneAssignor = "there is no other assignor for share groups";
export const oneDirectory = "there is one data directory";
export const oneNode = "this is one node for good, which holds the only replica of everything";
export const oneReplica = "there is one replica, and Kafka never waits for more replicas than there are";
export const oneThread = "the work is not spread over threads";
export const openssl = "OpenSSL does what security providers do in Java";
export const operatingSystem = "the operating system chooses";
export const ownRecovery = "the logs' housekeeping has a schedule of its own";
export const plainOffsets = "the coordinator's records are stored plain";
export const plugin = "Java plugins can't be loaded";
export const queued = "requests are served as they are read; none waits in a queue";
export const quorum = "there is no quorum of controllers: this node keeps the metadata itself";
export const released = "only released versions are served";
export const startOrder = "all listeners accept connections when the broker is ready";
export const tiered = "there is no remote tier, everything stays in the data directory";
