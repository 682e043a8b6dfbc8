import type { RunningBroker, RunningSetting, SettingsView } from "./running-settings.ts";
import { isSameSetting } from "./same-setting.ts";

export interface SettingChange {
  readonly name: string;
  /** Undefined: it is set no more. */
  readonly value: string | undefined;
  /** Ids of brokers that were started with anything else: they have it by this change, or when they are started anew. */
  readonly brokers: readonly number[];
}

/** What is to be changed of a running Kafka so that it has what is declared. */
export interface SettingChanges {
  /** For all brokers at once. */
  readonly everywhere: readonly SettingChange[];
  /** What single brokers have for themselves, by which they would not have what is declared. */
  readonly own: ReadonlyArray<{ readonly broker: number; readonly names: readonly string[] }>;
  /** What no change brings about while brokers run. */
  readonly atStartOnly: ReadonlyArray<{ readonly name: string; readonly brokers: readonly number[] }>;
}

/** Compares places, not what comes of them: what files say needs no change, and what was changed before goes as soon as files say the same. */
export function settingChanges({ names, declared, everywhere, brokers }: SettingsView): SettingChanges {
  const judged = names.map((name) => ({ name, ...judge(declared[name], havingIt(brokers, name)) }));
  return {
    everywhere: judged.flatMap(({ name, value, differing }) => {
      const before = everywhere.get(name);
      const isThere = value === undefined || before === undefined ? value === before : isSameSetting(value, before);
      return isThere ? [] : [{ name, value, brokers: differing }];
    }),
    own: brokers.flatMap(({ id, settings }) => {
      const own = names.filter((name) => settings.get(name)?.own !== undefined);
      return own.length === 0 ? [] : [{ broker: id, names: own }];
    }),
    atStartOnly: judged.flatMap(({ name, isReachable, differing }) => (isReachable ? [] : [{ name, brokers: differing }])),
  };
}

interface Having extends RunningSetting {
  readonly id: number;
}

interface Judgement {
  /** What is to be set for all brokers. */
  readonly value: string | undefined;
  /** Brokers that were started with anything else. */
  readonly differing: readonly number[];
  /** Whether they have it by what is set for all. */
  readonly isReachable: boolean;
}

function havingIt(brokers: readonly RunningBroker[], name: string): readonly Having[] {
  return brokers.flatMap(({ id, settings }) => {
    const setting = settings.get(name);
    return setting === undefined ? [] : [{ id, ...setting }];
  });
}

function judge(declared: string | undefined, having: readonly Having[]): Judgement {
  const isAsDeclared = ({ atStart, otherwise }: Having): boolean =>
    declared === undefined
      ? atStart === undefined || (otherwise !== undefined && isSameSetting(atStart, otherwise))
      : atStart !== undefined && isSameSetting(atStart, declared);
  const others = having.filter((each) => !isAsDeclared(each));
  const differing = others.map(({ id }) => id);
  if (others.length === 0) return { value: undefined, differing, isReachable: true };
  // A broker that was started with what is declared no more goes on with it, unless it is told what counts without it.
  const values = new Set(others.map(({ otherwise }) => declared ?? otherwise));
  const [value] = values.size === 1 ? values : [];
  const isReachable = value !== undefined && !others.some(({ isReadOnly }) => isReadOnly);
  return { value: isReachable ? value : undefined, differing, isReachable };
}
