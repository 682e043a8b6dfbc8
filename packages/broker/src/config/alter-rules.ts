import { errors } from "@millrace/protocol";
import { elrVersion } from "../metadata/features.ts";
import { configResourceType } from "../metadata/image.ts";
import { topicNameProblem } from "../metadata/topic-names.ts";
import { type ConfigChange, withChanges } from "./alter-operations.ts";
import { clientMetricsRefusal } from "./client-metrics-settings.ts";
import type { ConfigStore } from "./config-store.ts";
import { dynamicProblem } from "./dynamic-rules.ts";
import { groupConfigRefusal } from "./group-settings.ts";
import { parseInteger } from "./java-text.ts";
import { type ConfigRefusal, topicConfigRefusal } from "./topic-settings.ts";

/** A change of one resource that is to be checked. */
interface ProposedChange {
  readonly resourceName: string;
  readonly changes: readonly ConfigChange[];
  readonly store: ConfigStore;
  /** Why whoever asks may not make it. */
  readonly denied: () => ConfigRefusal | undefined;
}

/** Why a change is refused, checked in Kafka's order; undefined if it is not. */
export type ChangeCheck = (proposed: ProposedChange) => ConfigRefusal | undefined;

const invalidRequest = (message: string): ConfigRefusal => ({ error: errors.INVALID_REQUEST, message });
const invalidConfig = (message: string): ConfigRefusal => ({ error: errors.INVALID_CONFIG, message });

const valueLengthMax = 32_767;
const minIsr = "min.insync.replicas";

/** By type of resource. What isn't here can't be altered. */
export const changeChecks: Readonly<Record<number, ChangeCheck>> = {
  [configResourceType.topic]: (proposed) => sizeProblem(proposed) ?? topicProblem(proposed),
  [configResourceType.broker]: (proposed) =>
    brokerProblem(proposed) ?? proposed.denied() ?? minIsrProblem(proposed) ?? sizeProblem(proposed),
  [configResourceType.group]: (proposed) => sizeProblem(proposed) ?? groupProblem(proposed),
  [configResourceType.clientMetrics]: (proposed) => sizeProblem(proposed) ?? clientMetricsProblem(proposed),
};

function sizeProblem({ changes }: ProposedChange): ConfigRefusal | undefined {
  const tooLong = changes.some(({ value }) => value !== null && value.length > valueLengthMax);
  if (!tooLong) return undefined;
  return invalidConfig(`The configuration value cannot be added because it exceeds the maximum value size of ${valueLengthMax} bytes.`);
}

function topicProblem({ resourceName, changes, store }: ProposedChange): ConfigRefusal | undefined {
  if (resourceName === "") return invalidRequest("Default topic resources are not allowed.");
  const nameProblem = topicNameProblem(resourceName);
  if (nameProblem !== undefined) return { error: errors.INVALID_TOPIC_EXCEPTION, message: `Topic name is invalid: ${nameProblem}` };
  const refused = topicConfigRefusal(store.settings, withChanges(store.overrides(configResourceType.topic, resourceName), changes));
  if (refused !== undefined) return refused;
  if (store.topicExists(resourceName)) return undefined;
  return { error: errors.UNKNOWN_TOPIC_OR_PARTITION, message: `The topic '${resourceName}' does not exist.` };
}

function groupProblem({ resourceName, changes, store }: ProposedChange): ConfigRefusal | undefined {
  if (resourceName === "") return invalidRequest("Default group resources are not allowed.");
  return groupConfigRefusal(store.settings, withChanges(store.overrides(configResourceType.group, resourceName), changes));
}

function clientMetricsProblem({ resourceName, changes, store }: ProposedChange): ConfigRefusal | undefined {
  return clientMetricsRefusal(resourceName, withChanges(store.overrides(configResourceType.clientMetrics, resourceName), changes));
}

function brokerProblem({ resourceName, changes, store }: ProposedChange): ConfigRefusal | undefined {
  const { settings } = store;
  const perBroker = resourceName !== "";
  const problem = dynamicProblem(
    settings,
    withChanges(perBroker ? settings.brokerOverrides : settings.clusterOverrides, changes),
    perBroker,
    (next) => store.listenerProblem(next),
  );
  return problem === undefined ? undefined : invalidRequest(problem);
}

/** With eligible leader replicas (KIP-966), which Kafka 4.3 has by default, there is always one value for the whole cluster. */
function minIsrProblem({ resourceName, changes, store }: ProposedChange): ConfigRefusal | undefined {
  if (store.featureLevel(elrVersion) === 0) return undefined;
  const change = changes.find(({ name }) => name === minIsr);
  if (change === undefined) return undefined;
  if (resourceName !== "") return invalidConfig(`Broker-level ${minIsr} cannot be altered while ELR is enabled.`);
  return change.value === null ? invalidConfig(`Cluster-level ${minIsr} cannot be removed while ELR is enabled.`) : undefined;
}

/** A broker answers for itself and for all brokers, not for another one. */
export function brokerNameProblem(resourceName: string, nodeId: number): ConfigRefusal | undefined {
  if (resourceName === "") return undefined;
  const id = parseInteger(resourceName, 32);
  if (id === undefined) return invalidRequest(`Node id must be an integer, but it is: ${resourceName}`);
  return Number(id) === nodeId ? undefined : invalidRequest(`Unexpected broker id, expected ${nodeId}, but received ${resourceName}`);
}
