import { apis } from "@millrace/protocol";
import { QuotaKeeper } from "../differential/cases/quota-keeper.ts";
import { batch, Talk } from "../differential/talk.ts";
import type { Peer } from "../peers/peer.ts";
import type { Verdict } from "../verdicts.ts";
import { scrape } from "./prometheus-text.ts";

const names =
  /^kafka_server_((produce|fetch|request|controllermutation)_queue_size|request_exempt_request_time|socket_server_metrics_\w*connection_accept_(rate|throttle_time))$/;
const clientId = "greedy";
const address = "127.0.0.32";

/** The listener that both have, whatever it is called, and an address that has a limit. */
const isOwn = ({ listener, ip }: Readonly<Record<string, string>>) =>
  !listener?.startsWith("CONTROLLER") && (ip === undefined || ip === address);

async function told(peer: Peer): Promise<Verdict> {
  const families = [...(await scrape(peer.metricsUrl))].filter(([name]) => names.test(name));
  const sorted = families.sort(([left], [right]) => (left < right ? -1 : 1));
  return Object.fromEntries(
    sorted.map(([name, { type, samples }]) => {
      const own = samples.filter(({ labels }) => isOwn(labels));
      const forms = own.map(({ labels }) => Object.keys(labels).sort().join(","));
      const queued = name.endsWith("_queue_size") ? { queued: own.map(({ value }) => value) } : {};
      return [name, { type, labels: [...new Set(forms)].sort(), ...queued }];
    }),
  );
}

/** What quotas tell while one client is held back and an address has a limit. */
export async function quotaMetrics(peer: Peer): Promise<Verdict> {
  const talk = new Talk(peer.bootstrapServers);
  const [greedy, limited] = [new Talk(peer.bootstrapServers), new Talk(peer.bootstrapServers, address)];
  const keeper = new QuotaKeeper(talk);
  try {
    await talk.createTopic("metered");
    await keeper.set({ "client-id": clientId }, { producer_byte_rate: 1_000 });
    await keeper.set({ ip: address }, { connection_creation_rate: 1_000 });
    await limited.call(apis.apiVersions, 0, {});
    const topicData = [{ name: "metered", partitionData: [{ index: 0, records: batch(["x".repeat(500_000)]) }] }];
    const produced = await greedy.ask(apis.produce, 9, { acks: -1, timeoutMs: 10_000, topicData }, { clientId });
    return { isThrottled: typeof produced === "object" && produced.throttleTimeMs > 0, told: await told(peer) };
  } finally {
    await keeper.clear();
    for (const each of [talk, greedy, limited]) each.close();
  }
}
