import type { Admin } from "@millrace/client";
import { MillraceError } from "@millrace/kit";
import type { Kafka, Platform } from "@millrace/resources";
import type { Applying } from "./apply.ts";
import { readDeclared, writeDeclared } from "./declared-names.ts";

type Quotas = NonNullable<Kafka["spec"]["kafka"]["quotas"]>;

/** What a Kafka declares for each user that has no quotas of its own, by Kafka's names. Of the type `strimzi` the broker knows by its settings. */
function declaredQuotas({ kafka }: Platform): Readonly<Record<string, number>> {
  const { quotas } = kafka.spec.kafka;
  if (quotas?.type !== "kafka") return {};
  const named: ReadonlyArray<readonly [key: string, value: Quotas["producerByteRate"]]> = [
    ["producer_byte_rate", quotas.producerByteRate],
    ["consumer_byte_rate", quotas.consumerByteRate],
    ["request_percentage", quotas.requestPercentage],
    ["controller_mutation_rate", quotas.controllerMutationRate],
  ];
  return Object.fromEntries(named.flatMap(([key, value]) => (value === undefined ? [] : [[key, value]])));
}

/** Whether there are quotas to be set, or such that were set because files declared them. */
export function hasQuotas(declared: Platform, { files, directory }: Applying): boolean {
  return Object.keys(declaredQuotas(declared)).length > 0 || readDeclared(files, directory, "quotas").size > 0;
}

/**
 * Sets the quotas of the default user, and takes those away that files declared earlier; what programs set stays. Throws CONFIG_INVALID if
 * Kafka refuses them.
 */
export async function applyQuotas(declared: Platform, admin: Admin, { files, directory }: Applying): Promise<void> {
  const set = declaredQuotas(declared);
  const names = new Set(Object.keys(set));
  const remove = [...readDeclared(files, directory, "quotas").difference(names)];
  // Whatever is set is remembered before, so that it goes when it is no longer declared.
  await writeDeclared(files, directory, "quotas", names.union(new Set(remove)));
  const [outcome] = await admin.alterClientQuotas([{ entity: { user: null }, set, remove }]);
  if (outcome !== undefined && outcome.error.code !== 0) {
    throw new MillraceError("CONFIG_INVALID", `spec.kafka.quotas: ${outcome.errorMessage ?? outcome.error.message}`);
  }
  await writeDeclared(files, directory, "quotas", names);
}
