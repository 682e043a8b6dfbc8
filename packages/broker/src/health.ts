import { errors, type KafkaError } from "@millrace/protocol";
import type { BrokerParts } from "./broker-parts.ts";
import { consumerOffsetsTopic, shareGroupStateTopic, transactionStateTopic } from "./metadata/topic-names.ts";

/** How the broker is. It is ready when there is nothing of either sort. */
export interface Health {
  /** What only a new start can mend, each with its reason. */
  readonly failures: readonly string[];
  /** What is still being done. */
  readonly loading: readonly string[];
}

export function healthOf({ partitions, groups, transactions, shareState }: BrokerParts): Health {
  const failures: string[] = [];
  const loading: string[] = [];
  for (const { topic, partition, failure } of partitions.directory.logs()) {
    if (failure !== undefined) failures.push(`the log of ${topic}-${partition} can't be written: ${failure}`);
  }
  const tell = (what: string, refusals: ReadonlyMap<number, KafkaError>) => {
    for (const [index, error] of refusals) {
      if (error === errors.COORDINATOR_LOAD_IN_PROGRESS) loading.push(`${what}-${index} is being read`);
      else failures.push(`${what}-${index} is out of service until a restart`);
    }
  };
  tell(consumerOffsetsTopic, groups.refusals());
  tell(transactionStateTopic, transactions.refusals());
  tell(shareGroupStateTopic, shareState.refusals());
  return { failures, loading };
}
