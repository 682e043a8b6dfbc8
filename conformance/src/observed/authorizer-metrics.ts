import { systemClock } from "@millrace/kit";
import { apis } from "@millrace/protocol";
import { aclOperations, patternTypes, permissionTypes, resourceTypes } from "@millrace/security";
import { createAcls } from "../authorization/preparation.ts";
import { Talk } from "../differential/talk.ts";
import type { Peer } from "../peers/peer.ts";
import type { Verdict } from "../verdicts.ts";
import { type Family, scrape } from "./prometheus-text.ts";

const deadlineMs = 20_000;

/** Of one plugin: Kafka's controller has an authorizer of its own, which is the broker's here. */
const ofBroker = ({ samples }: Family) => samples.filter(({ labels }) => labels.role === "broker");

async function told(peer: Peer): Promise<Record<string, { type: string; labels: Record<string, string>; value: number }[]>> {
  const families = [...(await scrape(peer.metricsUrl))].filter(([name]) => name.startsWith("kafka_server_plugins_"));
  return Object.fromEntries(
    families.map(([name, family]) => [name, ofBroker(family).map(({ labels, value }) => ({ type: family.type, labels, value }))]),
  );
}

const aclsTotal = "kafka_server_plugins_acls_total_count";
const isCount = (name: string) => name === aclsTotal;

/** What an authorizer tells of itself, before and after it was asked a few times; of rates, whether there is one. */
export async function authorizerMetrics(peer: Peer): Promise<Verdict> {
  const administrator = new Talk(peer.bootstrapServers);
  const stranger = new Talk(peer.bootstrapServers, "127.0.0.9");
  const before = (await told(peer))[aclsTotal]?.[0]?.value ?? 0;
  const acl = { resourceType: resourceTypes.TOPIC, principal: "User:x", host: "*", operation: aclOperations.READ };
  await createAcls(
    administrator,
    ["one", "two"].map((resourceName) => ({
      ...acl,
      resourceName: `metered-${resourceName}`,
      resourcePatternType: patternTypes.LITERAL,
      permissionType: permissionTypes.ALLOW,
    })),
  );
  const ask = (name: string) =>
    stranger.call(apis.listOffsets, 7, { replicaId: -1, topics: [{ name, partitions: [{ partitionIndex: 0, timestamp: -1 }] }] });
  try {
    const endMs = systemClock.monotonicMs() + deadlineMs;
    for (;;) {
      // One is allowed, as there is no ACL for it, and one denied.
      await ask("metered-open");
      await ask("metered-one");
      const seen = await told(peer);
      const rates = Object.entries(seen).filter(([name]) => !isCount(name));
      const isDone = rates.length > 0 && rates.every(([, samples]) => samples.every(({ value }) => value > 0));
      if (isDone || systemClock.monotonicMs() > endMs) return verdictOf(seen, before);
    }
  } finally {
    administrator.close();
    stranger.close();
  }
}

function verdictOf(seen: Awaited<ReturnType<typeof told>>, before: number): Verdict {
  return Object.fromEntries(
    Object.entries(seen)
      .sort(([left], [right]) => (left < right ? -1 : 1))
      .map(([name, samples]) => [
        name,
        // The third ACL is the one that tells that the others are known.
        samples.map(({ type, labels, value }) => ({ type, labels, value: isCount(name) ? value - before : value > 0 ? "some" : "none" })),
      ]),
  );
}
