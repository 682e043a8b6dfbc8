import type { TopicImage } from "../modern/topic-image.ts";
import { Refusal } from "../refusal.ts";
import type { StreamsGroup, Topology } from "./streams-group.ts";
import { type ConfiguredTopology, configureTopology } from "./topology-topics.ts";

/** What is known of a streams group while its coordinator runs. Not stored, as in Kafka. */
export class StreamsLife {
  /** Whether the group waits for more members before its first assignment. */
  isDelayed = false;
  /** The member that asked all of the group to end. */
  shutdownRequestedBy: string | undefined;
  /** Grows with each change of who has what, where anybody answers interactive queries. */
  endpointEpoch = 0;
  #configured: { readonly topology: Topology; readonly topicsVersion: number; readonly value: ConfiguredTopology } | undefined;

  /** The topology worked out against the topics that there are; worked out anew when either has changed. */
  configured(topology: Topology, image: TopicImage): ConfiguredTopology | Refusal {
    const { topicsVersion } = image;
    const last = this.#configured;
    if (last !== undefined && last.topology === topology && last.topicsVersion === topicsVersion) return last.value;
    const value = configureTopology(topology, image);
    if (!(value instanceof Refusal)) this.#configured = { topology, topicsVersion, value };
    return value;
  }

  /** A group without members is asked to end no more. */
  settle(group: StreamsGroup): void {
    if (group.size === 0) this.shutdownRequestedBy = undefined;
  }
}
