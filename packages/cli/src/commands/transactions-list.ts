import type { ConnectionOptions, OutputOptions } from "../options.ts";
import { output } from "../output.ts";
import { withAdmin } from "../session.ts";

interface Options extends ConnectionOptions, OutputOptions {
  readonly state?: readonly string[];
  readonly longerThan?: number;
  readonly idPattern?: string;
}

/** Lists transactional ids. */
export function listTransactions(_args: readonly string[], { state, longerThan, idPattern, ...options }: Options): Promise<number> {
  return withAdmin(options, async (admin) => {
    const transactions = await admin.listTransactions({
      states: state ?? [],
      ...(longerThan === undefined ? {} : { longerThanMs: longerThan }),
      ...(idPattern === undefined ? {} : { idPattern }),
    });
    if (options.output === "json") await output.json(transactions);
    else
      await output.table(
        ["TRANSACTIONAL-ID", "STATE", "PRODUCER"],
        transactions.map((each) => [each.transactionalId, each.state, each.producerId]),
      );
    return 0;
  });
}
