import type { DiskMovement } from "./proposal.ts";
import type { RebalanceBroker, RebalanceDisk, RebalancePartition, RebalanceView } from "./view.ts";

/** A log directory of a broker. */
export interface DiskPlace {
  readonly brokerId: number;
  readonly path: string;
}

export type DisksProposed =
  | { readonly type: "movements"; readonly movements: readonly DiskMovement[] }
  | { readonly type: "impossible"; readonly why: string };

export interface DiskOptions {
  /** Whether a topic stays where it is. */
  readonly isExcluded?: (topic: string) => boolean;
}

/** The part of a disk that is used at most, and how far disks may be from an even share: Cruise Control's defaults. */
const usableCapacity = 0.8;
const tolerance = 0.1;

/** A disk with what it would hold. */
interface Filled {
  readonly disk: RebalanceDisk;
  readonly replicas: Held[];
  bytes: number;
}

interface Held {
  readonly topic: string;
  readonly partition: number;
  readonly path: string;
  readonly bytes: number;
}

/** Moves everything off some disks, to others of the same brokers. */
export function moveOffDisks(
  view: RebalanceView,
  leaving: readonly DiskPlace[],
  { isExcluded = () => false }: DiskOptions = {},
): DisksProposed {
  const movements: DiskMovement[] = [];
  for (const [brokerId, places] of Map.groupBy(leaving, ({ brokerId }) => brokerId)) {
    const broker = view.brokers.find(({ id }) => id === brokerId);
    const strange = places.filter(({ path }) => broker?.disks.every((disk) => disk.path !== path) ?? true);
    if (broker === undefined || strange.length > 0) {
      return { type: "impossible", why: `broker ${brokerId} has no log directory ${strange.map(({ path }) => path).join(", ")}` };
    }
    const disks = filled(broker, view.partitions);
    const [gone, rest] = [disks, disks].map((all, at) =>
      all.filter(({ disk }) => places.some(({ path }) => path === disk.path) === (at === 0)),
    );
    const excluded = gone?.flatMap(({ replicas }) => replicas).find(({ topic }) => isExcluded(topic));
    if (excluded !== undefined) {
      return {
        type: "impossible",
        why: `${excluded.topic}-${excluded.partition} is on broker ${brokerId} in ${excluded.path}, and its topic is excluded`,
      };
    }
    for (const held of (gone ?? []).flatMap(({ replicas }) => replicas).sort((one, other) => other.bytes - one.bytes)) {
      const to = emptiest((rest ?? []).filter((each) => hasRoom(each, held)));
      if (to === undefined)
        return { type: "impossible", why: `no other log directory of broker ${brokerId} has room for ${held.topic}-${held.partition}` };
      movements.push(movementOf(brokerId, held, to));
      put(held, to);
    }
  }
  return { type: "movements", movements };
}

/** Balances disks of one and the same broker, each by what it can hold. */
export function balanceDisks(
  { brokers, partitions }: RebalanceView,
  { isExcluded = () => false }: DiskOptions = {},
): readonly DiskMovement[] {
  return brokers.flatMap((broker) => {
    const disks = filled(broker, partitions);
    const movements = new Map<Held, DiskMovement>();
    for (;;) {
      const next = nextExchange(disks, isExcluded);
      if (next === undefined) return [...movements.values()];
      const { held, from, to } = next;
      movements.set(held, movementOf(broker.id, held, to));
      from.replicas.splice(from.replicas.indexOf(held), 1);
      from.bytes -= held.bytes;
      put(held, to);
    }
  });
}

/** The largest replica that makes the fullest disk better and the emptiest one no worse than that. */
function nextExchange(
  disks: readonly Filled[],
  isExcluded: (topic: string) => boolean,
): { held: Held; from: Filled; to: Filled } | undefined {
  const open = disks.filter(({ disk }) => disk.isCordoned !== true);
  const total = disks.reduce((sum, { bytes }) => sum + bytes, 0);
  const capacity = disks.reduce((sum, { disk }) => sum + (disk.capacityBytes ?? 1), 0);
  const share = ({ disk }: Filled) => (total * (disk.capacityBytes ?? 1)) / Math.max(1, capacity);
  const [from] = disks.toSorted((one, other) => other.bytes - share(other) - (one.bytes - share(one)));
  const [to] = open.filter((each) => each !== from).sort((one, other) => one.bytes - share(one) - (other.bytes - share(other)));
  if (from === undefined || to === undefined || from.bytes <= share(from) * (1 + tolerance)) return undefined;
  const fits = from.replicas.filter(
    ({ topic, bytes }) => bytes > 0 && !isExcluded(topic) && to.bytes + bytes - share(to) < from.bytes - share(from),
  );
  const [held] = fits.sort((one, other) => other.bytes - one.bytes);
  return held === undefined ? undefined : { held, from, to };
}

function filled({ id, disks }: RebalanceBroker, partitions: readonly RebalancePartition[]): readonly Filled[] {
  const result = disks.map((disk): Filled => ({ disk, replicas: [], bytes: 0 }));
  for (const { topic, partition, replicas } of partitions) {
    const replica = replicas.find(({ brokerId }) => brokerId === id);
    const on = result.find(({ disk }) => disk.path === replica?.path);
    if (replica?.path !== undefined && on !== undefined) put({ topic, partition, path: replica.path, bytes: replica.sizeBytes }, on);
  }
  return result;
}

function put(held: Held, to: Filled): void {
  to.replicas.push(held);
  to.bytes += held.bytes;
}

const movementOf = (brokerId: number, { topic, partition, path: from, bytes }: Held, { disk: { path: to } }: Filled): DiskMovement => ({
  ...{ topic, partition, brokerId, from, to, bytes },
});

function hasRoom({ disk, bytes }: Filled, held: Held): boolean {
  return disk.isCordoned !== true && (disk.capacityBytes === undefined || bytes + held.bytes <= disk.capacityBytes * usableCapacity);
}

/** By the part of it that is used. */
function emptiest(disks: readonly Filled[]): Filled | undefined {
  const used = ({ bytes, disk }: Filled) => bytes / (disk.capacityBytes ?? 1);
  return disks.toSorted((one, other) => used(one) - used(other) || one.replicas.length - other.replicas.length)[0];
}
