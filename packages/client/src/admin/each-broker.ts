import { errorByCode, errors } from "@millrace/protocol";
import type { Cluster } from "../cluster/cluster.ts";
import { routed, toNamedBrokers } from "../cluster/routing.ts";
import { requestFailed } from "../errors.ts";
import type { Broker } from "../net/broker.ts";

/** A row of a broker's answer. */
export interface BrokerRow<Row> {
  readonly brokerId: number;
  readonly row: Row;
}

/** Asks brokers (default: all) for their rows. Throws REQUEST_FAILED for the first that refuses: `broker 1 does not list its groups`. */
export async function askEachBroker<Row>(
  cluster: Cluster,
  what: string,
  ask: (broker: Broker) => Promise<{ readonly errorCode: number; readonly rows: readonly Row[] }>,
  brokerIds?: readonly number[],
): Promise<Array<BrokerRow<Row>>> {
  const ids = brokerIds ?? (await cluster.askMetadata([])).brokers.map(({ id }) => id);
  const toItself = toNamedBrokers<number>((id) => id);
  const answers = await routed(cluster, ids, toItself, async (broker) => {
    const { errorCode, rows } = await ask(broker);
    return [{ error: errorByCode(errorCode), value: rows }];
  });
  return ids.flatMap((brokerId, position) => {
    const { error, value = [] } = answers[position] ?? { error: errors.UNKNOWN_SERVER_ERROR };
    if (error !== errors.NONE) throw requestFailed(`broker ${brokerId} does not ${what}`, error);
    return value.map((row) => ({ brokerId, row }));
  });
}
