import { errors } from "@millrace/protocol";
import { allWentWell } from "../failures.ts";
import type { ConnectionOptions, OutputOptions } from "../options.ts";
import { output } from "../output.ts";
import { withAdmin } from "../session.ts";

interface Options extends ConnectionOptions, OutputOptions {
  readonly partitions: number;
  readonly dryRun: boolean;
}

/** Gives topics more partitions; those that can have them, even if others can't. */
export function alterTopics(names: readonly string[], { partitions: count, dryRun, ...options }: Options): Promise<number> {
  return withAdmin(options, async (admin) => {
    const wanted = [...new Set(names)].map((name) => ({ name, count }));
    const outcomes = await admin.createPartitions(wanted, { validateOnly: dryRun });
    if (options.output === "json") {
      await output.json(
        outcomes.map(({ name, error }) => ({ name, altered: error === errors.NONE && !dryRun, partitions: count, error: error.name })),
      );
    } else {
      const altered = outcomes.filter(({ error }) => error === errors.NONE);
      for (const { name } of altered) await output.line(`topic ${name} ${dryRun ? "can have" : "has"} ${count} partitions`);
    }
    return allWentWell(outcomes, ({ name }) => `topic ${name} was not altered`) ? 0 : 1;
  });
}
