export { fatalAlert, type HandshakeState } from "./alert.ts";
export { tlsClientOptions, tlsClientProperties } from "./client-settings.ts";
export { subjectText } from "./distinguished-name.ts";
export { answerToNoTls, certificateMissing, certificateRefusal, handshakeFailure, type Refusal } from "./handshake-failures.ts";
export { pemBlocks } from "./pem.ts";
export { principalMapping } from "./principal-mapping.ts";
export { type ClientAuthentication, secureContextOptions, type TlsServerSettings, tlsServerSettings } from "./server-settings.ts";
export { storeChangeProblem } from "./store-changes.ts";
export type { TlsProperties } from "./tls-properties.ts";
