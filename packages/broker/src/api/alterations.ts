import { ConfigRecord, errors } from "@millrace/protocol";
import type { BrokerParts } from "../broker-parts.ts";
import type { Alteration } from "../config/alter.ts";
import { setLevels } from "../config/logger-levels.ts";
import { failureOf } from "../metadata/failure-of.ts";
import { configResourceType } from "../metadata/image.ts";
import { metadataRecord } from "../metadata/metadata-records.ts";

interface AlterReply {
  readonly errorCode: number;
  readonly errorMessage: string | null;
  readonly resourceType: number;
  readonly resourceName: string;
}

/** Writes alterations that were found good, lets them take effect, and answers when they are durable. */
export async function carryOut(
  alterations: readonly Alteration[],
  validateOnly: boolean,
  broker: BrokerParts,
): Promise<{ responses: AlterReply[] }> {
  const good = alterations.filter(({ error }) => error === errors.NONE);
  const isOfLoggers = ({ resourceType }: Alteration) => resourceType === configResourceType.brokerLogger;
  if (!validateOnly) for (const { changes } of good.filter(isOfLoggers)) setLevels(broker.configs.logLevels, changes);
  const stored = good.filter((alteration) => !isOfLoggers(alteration));
  const failure = validateOnly ? undefined : await write(stored, broker);
  const responses = alterations.map(({ resourceType, resourceName, error, message }) => {
    const failed = error === errors.NONE ? failure : undefined;
    return {
      resourceType,
      resourceName,
      errorCode: failed === undefined ? error.code : errors.KAFKA_STORAGE_ERROR.code,
      errorMessage: failed ?? message,
    };
  });
  return { responses };
}

/** The reason if the changes could not be written. */
async function write(alterations: readonly Alteration[], { metadata, configs, partitions }: BrokerParts): Promise<string | undefined> {
  const records = alterations.flatMap(({ resourceType, resourceName, changes }) =>
    changes.map(({ name, value }) => metadataRecord(ConfigRecord, { resourceType, resourceName, name, value })),
  );
  const committed = metadata.commit(records);
  const changed = alterations.filter(({ changes }) => changes.length > 0);
  const { image } = metadata;
  if (changed.some(({ resourceType }) => resourceType === configResourceType.broker)) {
    configs.refresh();
    partitions.directory.cleanerReconfigured();
    for (const topic of image.topics()) partitions.reconfigure(topic);
  } else if (alterations.some(({ resourceType }) => resourceType === configResourceType.broker)) {
    configs.tls?.reconfigured(); // setting what is set already makes Kafka look at the files of keys again
  }
  for (const { resourceType, resourceName } of changed) {
    const topic = resourceType === configResourceType.topic ? image.topic(resourceName) : undefined;
    if (topic !== undefined) partitions.reconfigure(topic);
  }
  return failureOf(committed);
}
