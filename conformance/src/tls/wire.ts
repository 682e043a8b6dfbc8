import { connect } from "node:net";
import type { Verdict } from "../verdicts.ts";

/** Bytes that are no greeting of TLS, or none that can be answered. */
export const beginnings: Readonly<Record<string, Buffer>> = {
  "a request of Kafka": Buffer.from("0000000a00120000000000010000", "hex"),
  HTTP: Buffer.from("GET / HTTP/1.1\r\n\r\n"),
  zeros: Buffer.alloc(50),
  "half a greeting": Buffer.from("160301000f010000ff0303", "hex"),
};
const silenceMs = 1_500;

/** What comes back, in hexadecimal, and whether the broker cuts the client off. */
export function answerTo(address: string, bytes: Buffer): Promise<Verdict> {
  const [host = "", port = ""] = address.split(":");
  return new Promise((resolve) => {
    let answer = "";
    const socket = connect(Number(port), host, () => socket.write(bytes));
    const end = (outcome: string) => {
      clearTimeout(timer);
      socket.destroy();
      resolve({ answer, outcome });
    };
    const timer = setTimeout(() => end("waits"), silenceMs);
    socket.on("data", (received) => {
      answer += received.toString("hex");
    });
    socket.on("end", () => end("cut off"));
    socket.on("error", () => end("cut off"));
  });
}
