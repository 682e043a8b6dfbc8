import { apis } from "@millrace/protocol";
import { QuotaKeeper } from "../differential/cases/quota-keeper.ts";
import { batch, Talk } from "../differential/talk.ts";
import type { Peer } from "../peers/peer.ts";
import type { Case, Suite } from "../suite.ts";
import { quotaPluginJars } from "../toolchain/quota-plugin.ts";
import type { Verdict } from "../verdicts.ts";
import { loggedIn } from "../wire/login.ts";

const prefix = "client.quota.callback.static.";
const password = "secret";
const excluded = "CN=carol,O=org";
const users = ["alice", "bob", excluded];

/** To the second, so that a few milliseconds more don't count. */
const seconds = (ms: number) => Math.round(ms / 1000);

/** What a client has to wait for, at most, where something was used up before, and nobody can say when exactly. */
const held = (ms: number) => (ms > 0 ? "held back" : "not held back");

class Stage {
  readonly talk: Talk;
  readonly keeper: QuotaKeeper;
  readonly #peer: Peer;
  readonly #talks: Talk[] = [];

  constructor(peer: Peer) {
    this.#peer = peer;
    this.talk = new Talk(peer.bootstrapServers);
    this.#talks.push(this.talk);
    this.keeper = new QuotaKeeper(this.talk);
  }

  as(user: string): Talk {
    const address = this.#peer.listeners.users ?? "";
    const talk = Talk.over(() => loggedIn(address, { mechanism: "PLAIN", username: user, password }));
    this.#talks.push(talk);
    return talk;
  }

  /** For how long a user is held back who produces so much. */
  async produced(user: string, bytes: number, clientId = user): Promise<number> {
    const topicData = [{ name: "t", partitionData: [{ index: 0, records: batch(["x".repeat(bytes)]) }] }];
    const answer = await this.as(user).ask(apis.produce, 9, { acks: -1, timeoutMs: 10_000, topicData }, { clientId });
    if (typeof answer === "string") throw new Error(`Produce: ${answer}`);
    return answer.throttleTimeMs;
  }

  /** For how long a user is held back who fetches what is there. */
  async fetched(user: string): Promise<number> {
    const topics = [{ topic: "t", partitions: [{ partition: 0, fetchOffset: 0, partitionMaxBytes: 1 << 20 }] }];
    const draft = { replicaId: -1, maxWaitMs: 100, minBytes: 1, maxBytes: 1 << 20, sessionEpoch: -1, topics };
    return (await this.as(user).call(apis.fetch, 11, draft)).throttleTimeMs;
  }

  async close(): Promise<void> {
    await this.keeper.clear();
    for (const talk of this.#talks) talk.close();
  }
}

async function limits(stage: Stage): Promise<Verdict> {
  await stage.talk.createTopic("t");
  const free = await stage.produced(excluded, 200_000);
  await stage.keeper.set({ user: excluded }, { producer_byte_rate: 1, consumer_byte_rate: 1 });
  await stage.keeper.set({ user: "alice" }, { producer_byte_rate: 1_000_000_000 });
  return {
    excluded: held(free),
    excludedWithAQuota: held(await stage.produced(excluded, 100_000)),
    firstSeconds: seconds(await stage.produced("alice", 100_000)),
    another: held(await stage.produced("bob", 1)),
    sameUserAnotherClient: held(await stage.produced("alice", 1, "other")),
    firstFetch: held(await stage.fetched("bob")),
    fetchesOfExcluded: held(await stage.fetched(excluded)),
    anotherFetch: held(await stage.fetched("alice")),
  };
}

const cases: readonly Case[] = [
  {
    name: "limits of all clients together",
    async run(peer) {
      const stage = new Stage(peer);
      try {
        return await limits(stage);
      } finally {
        await stage.close();
      }
    },
  },
];

/** Strimzi's plugin for quotas, in Apache Kafka itself and as we have it built in. */
export const staticQuotas: Suite = {
  name: "static-quotas",
  config: {
    "quota.window.num": "2",
    "client.quota.callback.class": "io.strimzi.kafka.quotas.StaticQuotaCallback",
    [`${prefix}produce`]: "20000",
    [`${prefix}fetch`]: "60000",
    // Nothing is asked of it unless volumes are watched, but it has to be there.
    [`${prefix}kafka.admin.bootstrap.servers`]: "127.0.0.1:9",
    [`${prefix}excluded.principal.name.list`]: `User:${excluded};User:ANONYMOUS`,
  },
  jars: quotaPluginJars,
  async listeners() {
    const known = users.map((user) => `"user_${user}"="${password}"`).join(" ");
    const settings = {
      "sasl.enabled.mechanisms": "PLAIN",
      "plain.sasl.jaas.config": `org.apache.kafka.common.security.plain.PlainLoginModule required ${known};`,
    };
    return [{ name: "users", sasl: true, settings }];
  },
  async prepare() {
    return { cases, async close() {} };
  },
};
