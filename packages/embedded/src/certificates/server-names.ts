import { hostname, networkInterfaces } from "node:os";
import type { Kafka } from "@millrace/resources";
import { everyAddress, loopback } from "../listener-specs.ts";
import { namespaceOf } from "../secrets/names.ts";

/** All names under which clients may reach a Kafka's listeners, declared ones and those of this machine as far as it can be reached. */
export function serverNames(kafka: Kafka, host: string | undefined): string[] {
  const bound = host === undefined || host === loopback ? [] : everyAddress.has(host) ? machineNames() : [host];
  const declared = kafka.spec.kafka.listeners.flatMap(({ configuration = {} }) => [
    ...(configuration.bootstrap?.alternativeNames ?? []),
    ...[configuration.bootstrap?.host ?? []].flat(),
    ...(configuration.brokers ?? []).flatMap(({ advertisedHost, host: own }) => [advertisedHost ?? [], own ?? []].flat()),
  ]);
  return [...new Set(["localhost", loopback, "::1", ...serviceNames(kafka), ...declared, ...bound])];
}

/** As the Kafka is called within Kubernetes, where the same files run too. */
function serviceNames(kafka: Kafka): string[] {
  const service = `${kafka.metadata.name}-kafka-bootstrap`;
  const inNamespace = `${service}.${namespaceOf(kafka)}`;
  return [service, inNamespace, `${inNamespace}.svc`, `${inNamespace}.svc.cluster.local`];
}

function machineNames(): string[] {
  const addresses = Object.values(networkInterfaces()).flatMap((each) => each ?? []);
  return [hostname().toLowerCase(), ...addresses.filter(({ internal, scopeid }) => !internal && !scopeid).map(({ address }) => address)];
}
