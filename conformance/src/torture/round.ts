import { assert, sleep, systemClock } from "@millrace/kit";
import type { Peer } from "../peers/peer.ts";
import { dieOf } from "./dying.ts";
import { History } from "./history.ts";
import type { Kill } from "./kills.ts";
import { type Finding, Works } from "./works.ts";

/** Broker properties that let all of it happen within seconds: cleaning all the time, small internal topics, members that are soon missed. */
export const tortureConfig: Readonly<Record<string, string>> = {
  "log.cleaner.backoff.ms": "100",
  "offsets.topic.num.partitions": "3",
  "offsets.topic.segment.bytes": "1048576",
  "transaction.state.log.num.partitions": "3",
  "transaction.state.log.segment.bytes": "1048576",
  "group.initial.rebalance.delay.ms": "0",
  "group.consumer.min.session.timeout.ms": "6000",
  "group.consumer.session.timeout.ms": "6000",
  "group.consumer.min.heartbeat.interval.ms": "1000",
  "group.consumer.heartbeat.interval.ms": "1000",
};

export interface Round {
  readonly findings: Readonly<Record<string, Finding>>;
  /** What the broker died of, one death after the other. */
  readonly deaths: readonly string[];
}

/** What the clients may do before the first death, and after the last one. */
const peaceMs = 1_000;
const killMsMax = 120_000;

interface Watching {
  readonly history?: History;
  /** Called after each death. */
  readonly died?: () => Promise<void>;
}

/** Has the broker die again and again under clients that go on working, and lets them look in the end whether all is true that they were told. */
export async function tortured(peer: Peer, kills: readonly Kill[], { history = new History(), died }: Watching = {}): Promise<Round> {
  const works = await Works.open(peer.bootstrapServers);
  const deaths: string[] = [];
  let isOver = false;
  const note = async (cause: string): Promise<void> => {
    deaths.push(cause);
    history.note(`died ${cause}`);
    await died?.();
  };
  const killNow = async (): Promise<void> => {
    await sleep(systemClock, peaceMs);
    await peer.kill9();
    await note("at some moment");
  };
  const killAll = async (): Promise<void> => {
    await killNow();
    for (const kill of kills) if (!isOver) await note(await dieOf(kill, peer, history));
    if (isOver) return;
    await peer.restart();
    await sleep(systemClock, peaceMs);
    history.note("enough");
    await works.enough();
  };
  try {
    await works.begin();
    history.note("begun");
    const killing = killAll();
    try {
      await Promise.all([killing, works.go(kills.length * killMsMax)]);
    } finally {
      // A work that can't go on ends it, and nobody is to start the broker after that.
      isOver = true;
      await killing.catch(() => {});
    }
    history.note("done");
    // What was acknowledged last may have been saved by what came after it.
    await killNow();
    await peer.restart();
    const findings = await works.look();
    history.note("looked");
    return { findings, deaths };
  } finally {
    await works.close();
  }
}

/** What is not as it has to be, by work. Throws where a work had nothing to tell. */
export function wrongs({ findings }: Round): Readonly<Record<string, readonly string[]>> {
  for (const [work, { counts }] of Object.entries(findings)) assert(Object.keys(counts).length > 0, `${work} has done nothing`);
  return Object.fromEntries(Object.entries(findings).map(([work, { wrong }]) => [work, wrong]));
}
