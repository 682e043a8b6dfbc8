import { connect } from "node:net";
import { connect as connectTls } from "node:tls";
import { type Connect, openSecurity } from "@millrace/client";
import type { KeyPair } from "./trial-certificates.ts";

const answerMsMax = 15_000;

/** Whether something accepts connections. */
export function accepts(host: string, port: number): Promise<boolean> {
  return new Promise((resolve) => {
    const socket = connect(port, host);
    socket.on("connect", () => resolve(true));
    socket.on("error", () => resolve(false));
    socket.on("connect", () => socket.destroy());
  });
}

/** ApiVersions, version 0, of a client without a name: what any listener answers whom it lets in. */
const apiVersions = Buffer.from([0, 0, 0, 10, 0, 18, 0, 0, 0, 0, 0, 1, 0xff, 0xff]);

export interface TlsTrial {
  readonly host: string;
  readonly port: number;
  /** By what name the server's certificate is looked at. */
  readonly serverName: string;
  readonly authority: string;
  /** What the client shows; nothing if it is left out. */
  readonly pair?: KeyPair;
}

/** Whether a listener answers who shows this certificate; the end of the connection, or an error, is a no. */
export function isLetIn({ host, port, serverName, authority, pair }: TlsTrial): Promise<boolean> {
  return new Promise((resolve, reject) => {
    const identity = pair === undefined ? {} : { cert: pair.certificate, key: pair.key };
    const socket = connectTls({ host, port, servername: serverName, ca: authority, ...identity });
    const end = (isIn: boolean): void => {
      socket.destroy();
      resolve(isIn);
    };
    socket.setTimeout(answerMsMax, () => reject(new Error(`${serverName}:${port} neither answers nor closes`)));
    socket.on("secureConnect", () => socket.write(apiVersions));
    socket.on("data", () => end(true));
    socket.on("error", () => end(false));
    socket.on("close", () => end(false));
  });
}

/** How a client of Kafka reaches hosts that no name server knows, with TLS on both ends. */
export async function connectTo(
  addresses: ReadonlyMap<string, string>,
  { authority, pair }: { authority: string; pair: KeyPair },
): Promise<Connect> {
  const { security } = await openSecurity({
    properties: {
      "security.protocol": "SSL",
      "ssl.truststore.type": "PEM",
      "ssl.truststore.certificates": authority,
      "ssl.keystore.type": "PEM",
      "ssl.keystore.certificate.chain": pair.certificate,
      "ssl.keystore.key": pair.key,
      // An address stands for the host.
      "ssl.endpoint.identification.algorithm": "",
    },
  });
  return (address, timeoutMs) => {
    const host = addresses.get(address.host) ?? address.host;
    if (security.connect === undefined) throw new TypeError("security.protocol is SSL");
    return security.connect({ ...address, host }, timeoutMs);
  };
}
