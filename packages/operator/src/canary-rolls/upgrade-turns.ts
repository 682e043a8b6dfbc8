import { keyOf, type Stored } from "@millrace/kube";
import { isPaused, type Kafka } from "@millrace/resources";

/** What a roll comes to that does not go on. */
const stopped: ReadonlySet<string | undefined> = new Set(["CanaryFailed", "FatalProblem", "TimeoutException"]);

/**
 * The Kafka that has its turn before this one, where pods are due only because the operator is another one than has brought them about: one Kafka
 * after the other, by their names, so that the first is a canary for all. One whose roll has stopped keeps its turn; one that is paused, or was not
 * well before, has none.
 */
export function kafkaBefore(kafka: Stored<Kafka>, all: Iterable<Stored<Kafka>>, version: string): Stored<Kafka> | undefined {
  if (!isOfAnotherOperator(kafka, version)) return undefined;
  const [first] = [...all]
    .filter((other) => isOfAnotherOperator(other, version) && hasTurn(other))
    .toSorted((one, other) => (keyOf(one.metadata) < keyOf(other.metadata) ? -1 : 1));
  return first === undefined || keyOf(first.metadata) === keyOf(kafka.metadata) ? undefined : first;
}

/** Whether it is declared as it was when another operator has brought it about. */
function isOfAnotherOperator({ metadata, status }: Stored<Kafka>, version: string): boolean {
  const last = status?.operatorLastSuccessfulVersion;
  return last !== undefined && last !== version && metadata.generation === status?.observedGeneration;
}

function hasTurn(kafka: Stored<Kafka>): boolean {
  if (isPaused(kafka) || kafka.metadata.deletionTimestamp !== undefined) return false;
  const { conditions = [] } = kafka.status ?? {};
  return conditions.some(
    ({ type, status, reason }) => (type === "Ready" && status === "True") || (type === "NotReady" && stopped.has(reason)),
  );
}
