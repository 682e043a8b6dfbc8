import type { KafkaNodePool, Quantity } from "@millrace/resources";
import { repeatedIds } from "../node-ids.ts";
import { amountOf } from "../quantities.ts";
import type { Judge } from "./subject.ts";

export const poolProblems: Judge = ({ pools }) => [
  ...idProblems(pools),
  ...pools.flatMap(resourceProblems),
  ...pools.flatMap(sizeProblems),
];

function idProblems(pools: readonly KafkaNodePool[]): readonly string[] {
  return repeatedIds(pools).map((id) => {
    const owners = pools.filter(({ status }) => status?.nodeIds?.includes(id)).map(({ metadata }) => metadata.name);
    return `status.nodeIds of the node pools ${owners.join(", ")}: node ${id} is in several places; each id belongs to one node`;
  });
}

function resourceProblems({ metadata, spec }: KafkaNodePool): readonly string[] {
  const { requests, limits } = spec.resources ?? {};
  return ["cpu", "memory"].flatMap((name) => {
    const [request, limit] = [requests?.[name], limits?.[name]];
    const at = `spec.resources of the KafkaNodePool ${metadata.name}`;
    return [
      ...unlessPositive(`${at}.requests.${name}`, request),
      ...unlessPositive(`${at}.limits.${name}`, limit),
      ...(exceeds(request, limit) ? [`${at}: expected requests.${name} to be at most limits.${name}, got ${request} and ${limit}`] : []),
    ];
  });
}

function unlessPositive(at: string, quantity: Quantity | undefined): readonly string[] {
  if (quantity === undefined) return [];
  const amount = amountOf(quantity);
  return amount !== undefined && amount > 0 ? [] : [`${at}: expected a quantity above 0, got ${quantity}`];
}

function exceeds(request: Quantity | undefined, limit: Quantity | undefined): boolean {
  if (request === undefined || limit === undefined) return false;
  return (amountOf(request) ?? 0) > (amountOf(limit) ?? 0);
}

/** The schema takes any text for a size, as Strimzi's does. */
function sizeProblems({ metadata, spec: { storage } }: KafkaNodePool): readonly string[] {
  return [storage, ...(storage.volumes ?? [])].flatMap(({ size, type }) =>
    type === "persistent-claim" && size !== undefined && size !== ""
      ? unlessPositive(`spec.storage of the KafkaNodePool ${metadata.name}, size`, size)
      : [],
  );
}
