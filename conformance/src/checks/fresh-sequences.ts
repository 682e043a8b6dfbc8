import { systemRandom } from "@millrace/kit";
import { withBothBrokers } from "../sequences/both-brokers.ts";
import { Campaign } from "../sequences/campaign.ts";
import type { Check } from "./check.ts";

const count = 1000;

/** Sequences of requests that nobody has seen before, on both brokers at the same time. */
export const freshSequences: Check = {
  name: "fresh-sequences",
  about: "generated sequences of requests on both brokers",
  async run(report) {
    const seed = systemRandom.below(1_000_000_000);
    const campaign = new Campaign({ seed, count, workers: 3, shrink: true, write: (line) => report.note(line) });
    await withBothBrokers((brokers) => campaign.run(brokers));
    report.verdict("fresh-sequences", `${count} sequences from seed ${seed} on`, campaign.findings);
  },
};
