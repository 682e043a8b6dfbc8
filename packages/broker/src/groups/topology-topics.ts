interface Named {
  readonly name?: string | undefined;
}

/** What of a topology names topics (KIP-1071). */
interface NamingTopology {
  readonly subtopologies?:
    | readonly {
        readonly sourceTopics?: readonly string[] | undefined;
        readonly repartitionSinkTopics?: readonly string[] | undefined;
        readonly repartitionSourceTopics?: readonly Named[] | undefined;
        readonly stateChangelogTopics?: readonly Named[] | undefined;
      }[]
    | null
    | undefined;
}

/** All topics that a topology names, each once. */
export function topicsOfTopology(topology: NamingTopology | null | undefined): string[] {
  const names = (topology?.subtopologies ?? []).flatMap((each) => [
    ...(each.sourceTopics ?? []),
    ...(each.repartitionSinkTopics ?? []),
    ...[...(each.repartitionSourceTopics ?? []), ...(each.stateChangelogTopics ?? [])].map(({ name = "" }) => name),
  ]);
  return [...new Set(names)];
}
