import { get } from "node:http";
import { metricsPort } from "../model/listeners/names.ts";

/** What Kafka's metric `BrokerState` counts (org.apache.kafka.metadata.BrokerState). */
export const recoveryState = 2;
const answerBytesMax = 1_000_000;
const timeoutMs = 2_000;

/**
 * What a broker does, as its metrics tell it; undefined where they can't be had. One that reads its logs after a hard end must not be ended for that
 * it serves nobody yet.
 */
export async function brokerStateOf(podIp: string): Promise<number | undefined> {
  const host = podIp.includes(":") ? `[${podIp}]` : podIp;
  const text = await answerOf(`http://${host}:${metricsPort.port}/metrics?name[]=kafka_server_kafkaserver_brokerstate`);
  const state = /^kafka_server_kafkaserver_brokerstate(?:\{[^}]*\})? ([\d.]+)/im.exec(text ?? "")?.[1];
  return state === undefined ? undefined : Number(state);
}

function answerOf(url: string): Promise<string | undefined> {
  return new Promise((resolve) => {
    const request = get(url, { timeout: timeoutMs, signal: AbortSignal.timeout(timeoutMs) }, (response) => {
      let text = "";
      response.setEncoding("utf8");
      response.on("data", (part: string) => {
        text += part;
        if (text.length > answerBytesMax) response.destroy();
      });
      response.on("end", () => resolve(text));
      response.on("close", () => resolve(undefined));
    });
    request.on("error", () => resolve(undefined));
  });
}
