import { isDeepStrictEqual } from "node:util";
import { assert, systemClock } from "@millrace/kit";
import { restartCases } from "../differential/cases/after-a-restart.ts";
import { Driver } from "../driver.ts";
import type { Case, Suite } from "../suite.ts";
import type { Verdict } from "../verdicts.ts";
import { recordBatch } from "../wire/batch.ts";
import { RawConnection } from "../wire/connection.ts";
import { createTopic, waitUntilUsable } from "../wire/exchange.ts";
import { produce, produceFrame } from "../wire/produce.ts";
import { javaDriver } from "./java.ts";

const attemptTimeoutMs = 120_000;

/** Topics, configs, ids, offsets and records are the same after a crash, and after an orderly stop. */
function state(driver: Driver): Case {
  return {
    name: "java-state",
    alone: true,
    async run(peer) {
      const before = (await driver.attempt("state.before", peer.bootstrapServers, attemptTimeoutMs)) as Record<string, Verdict>;
      await peer.kill9();
      await peer.restart();
      const afterCrash = await driver.attempt("state.after", peer.bootstrapServers, attemptTimeoutMs);
      await peer.stop();
      await peer.restart();
      const afterStop = await driver.attempt("state.after", peer.bootstrapServers, attemptTimeoutMs);
      assert(isDeepStrictEqual(afterCrash, before), `after the crash: ${JSON.stringify(afterCrash)}; before: ${JSON.stringify(before)}`);
      assert(isDeepStrictEqual(afterStop, before), `after the stop: ${JSON.stringify(afterStop)}; before: ${JSON.stringify(before)}`);
      const { id: _id, cluster: _cluster, ...rest } = before;
      return rest;
    },
  };
}

/** The broker remembers what a producer sent last: the same batch again is no second one. */
const producerState: Case = {
  name: "producer-state",
  alone: true,
  async run(peer) {
    const topic = "durability.producer-state";
    await createTopic(peer.bootstrapServers, topic);
    // Of now: the broker forgets producers whose last record is a day old.
    const baseTimestamp = systemClock.now();
    const restarted = async (): Promise<void> => {
      await peer.restart();
      await waitUntilUsable(peer.bootstrapServers, topic);
    };
    const send = async (baseSequence: number): Promise<Verdict> => {
      const connection = await RawConnection.open(peer.bootstrapServers);
      const frame = produceFrame(topic, recordBatch({ producerId: 4242, producerEpoch: 0, baseSequence, baseTimestamp }));
      const result = await produce(connection, frame);
      connection.close();
      return result;
    };
    const before = [await send(0), await send(1)];
    await peer.kill9();
    await restarted();
    const afterCrash = [await send(1), await send(5), await send(2)];
    await peer.stop();
    await restarted();
    return { before, "after a crash": afterCrash, "after a stop": [await send(2), await send(3)] };
  },
};

/** The broker is killed, or stopped, and started again: what it acknowledged is there afterwards. `torture` does so while clients work. */
export const durability: Suite = {
  name: "durability",
  async prepare() {
    const java = new Driver(await javaDriver("durability"));
    const cases: Case[] = [state(java), producerState, ...restartCases];
    return {
      cases,
      close: () => java.close(),
    };
  },
};
