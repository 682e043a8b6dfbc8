import { resourceText, type ServedKind, singularText } from "@millrace/kube/browse";

/** `kafkatopic.kafka.strimzi.io/orders` */
export const objectText = (kind: ServedKind, name: string): string => `${singularText(kind)}/${name}`;

/** Tells that something is not there as kubectl does. */
export function printNotFound(kind: ServedKind, name: string): void {
  process.stderr.write(`Error from server (NotFound): ${resourceText(kind)} "${name}" not found\n`);
}

/** `error: timed out waiting for the condition on kafkatopics/orders`, and what is known of why. */
export function printTimedOut({ plural }: ServedKind, name: string, hint?: string): void {
  process.stderr.write(`error: timed out waiting for the condition on ${plural}/${name}\n`);
  if (hint !== undefined) process.stderr.write(`hint: ${hint}\n`);
}

export const rehearsalText = (dryRun: boolean): string => (dryRun ? " (server dry run)" : "");
