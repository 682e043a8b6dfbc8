import { errors } from "@millrace/protocol";
import { allWentWell } from "../failures.ts";
import type { ConnectionOptions, OutputOptions } from "../options.ts";
import { output } from "../output.ts";
import { withAdmin } from "../session.ts";

interface Options extends ConnectionOptions, OutputOptions {
  readonly partitions?: number;
  readonly replicationFactor?: number;
  readonly config?: Readonly<Record<string, string>>;
  readonly ifNotExists: boolean;
  readonly dryRun: boolean;
}

/** Creates topics; those that can be, even if others can't. */
export function createTopics(names: readonly string[], options: Options): Promise<number> {
  return withAdmin(options, async (admin) => {
    const { partitions, replicationFactor, config = {}, ifNotExists, dryRun } = options;
    const wanted = [...new Set(names)].map((name) => ({
      ...{ name, configs: config },
      ...(partitions === undefined ? {} : { partitionCount: partitions }),
      ...(replicationFactor === undefined ? {} : { replicationFactor }),
    }));
    const outcomes = await admin.createTopics(wanted, { validateOnly: dryRun });
    const existing = (error: unknown): boolean => ifNotExists && error === errors.TOPIC_ALREADY_EXISTS;
    const results = outcomes.map((outcome) => ({ ...outcome, created: outcome.error === errors.NONE && !dryRun }));
    if (options.output === "json") {
      await output.json(
        results.map(({ name, topicId, partitionCount, replicationFactor: replicas, error, created }) => ({
          ...{ name, created, error: error.name },
          ...(error === errors.NONE ? { topicId, partitions: partitionCount, replicationFactor: replicas } : {}),
        })),
      );
    } else {
      for (const { name, error } of results) {
        if (error === errors.NONE) await output.line(`topic ${name} ${dryRun ? "can be created" : "created"}`);
        else if (existing(error)) await output.line(`topic ${name} exists already`);
      }
    }
    return allWentWell(
      results.filter(({ error }) => !existing(error)),
      ({ name }) => `topic ${name} was not created`,
    )
      ? 0
      : 1;
  });
}
