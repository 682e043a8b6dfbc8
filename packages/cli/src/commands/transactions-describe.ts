import type { DescribedTransaction } from "@millrace/client";
import { errors } from "@millrace/protocol";
import { allWentWell } from "../failures.ts";
import type { ConnectionOptions, OutputOptions } from "../options.ts";
import { type Fact, output } from "../output.ts";
import { withAdmin } from "../session.ts";

/** Shows transactions; those that are known, even if others are not. */
export function describeTransactions(transactionalIds: readonly string[], options: ConnectionOptions & OutputOptions): Promise<number> {
  return withAdmin(options, async (admin) => {
    const described = await admin.describeTransactions([...new Set(transactionalIds)]);
    const known = described.filter(({ error }) => error === errors.NONE);
    if (options.output === "json") await output.json(known.map(jsonOf));
    else for (const [position, transaction] of known.entries()) await print(transaction, position > 0);
    return allWentWell(described, ({ transactionalId }) => `transactional id ${transactionalId} can't be described`) ? 0 : 1;
  });
}

function jsonOf({ error: _, errorMessage: _message, coordinatorId: coordinator, ...rest }: DescribedTransaction): unknown {
  return { ...rest, coordinator };
}

async function print(transaction: DescribedTransaction, apart: boolean): Promise<void> {
  const { transactionalId, state, producerId, producerEpoch, timeoutMs, startedMs, coordinatorId, partitions } = transaction;
  const facts: readonly Fact[] = [
    ["Transaction:", transactionalId],
    ["State:", state],
    ["Producer:", `${producerId}, epoch ${producerEpoch}`],
    ["Timeout:", `${timeoutMs / 1000}s`],
    ["Started:", startedMs === null ? "(not begun)" : new Date(startedMs).toISOString()],
    ["Coordinator:", String(coordinatorId)],
  ];
  if (apart) await output.line("");
  await output.facts(facts);
  if (partitions.length === 0) return;
  await output.line("");
  await output.table(
    ["TOPIC", "PARTITION"],
    partitions.map(({ topic, partition }) => [topic, partition]),
  );
}
