import { type Assignment, ascending, type EpochAssignment } from "../modern/assignment.ts";

/** What a member has a task for (KIP-1071). */
export const roles = ["active", "standby", "warmup"] as const;
export type TaskRole = (typeof roles)[number];

/** Tasks of one subtopology, as messages and records list them. */
export interface TaskIds {
  readonly subtopologyId: string;
  readonly partitions: readonly number[];
}

/** Tasks by role, as messages and records list them. */
export interface TaskLists {
  readonly activeTasks: readonly TaskIds[];
  readonly standbyTasks: readonly TaskIds[];
  readonly warmupTasks: readonly TaskIds[];
}

const separator = ":";

/** Tasks are assigned as partitions of topics are: in the place of a topic's id stands the role with the subtopology. */
export function taskKey(role: TaskRole, subtopologyId: string): string {
  return `${role}${separator}${subtopologyId}`;
}

export function roleOf(key: string): TaskRole {
  return key.slice(0, key.indexOf(separator)) as TaskRole;
}

export function subtopologyOf(key: string): string {
  return key.slice(key.indexOf(separator) + 1);
}

/** What a request or a record lists. Subtopologies without tasks are left out. */
export function toTasks({ activeTasks, standbyTasks, warmupTasks }: TaskLists): Assignment {
  const tasks = new Map<string, Set<number>>();
  for (const [role, lists] of [
    ["active", activeTasks],
    ["standby", standbyTasks],
    ["warmup", warmupTasks],
  ] as const) {
    for (const { subtopologyId, partitions } of lists)
      if (partitions.length > 0) tasks.set(taskKey(role, subtopologyId), new Set(partitions));
  }
  return tasks;
}

/** Lists what is assigned, of both kinds; partitions in ascending order. */
export function toTaskLists(assignment: Assignment | EpochAssignment): {
  activeTasks: Array<{ subtopologyId: string; partitions: number[] }>;
  standbyTasks: Array<{ subtopologyId: string; partitions: number[] }>;
  warmupTasks: Array<{ subtopologyId: string; partitions: number[] }>;
} {
  const of = (role: TaskRole) =>
    [...assignment].flatMap(([key, partitions]) =>
      roleOf(key) === role ? [{ subtopologyId: subtopologyOf(key), partitions: ascending(partitions.keys()) }] : [],
    );
  return { activeTasks: of("active"), standbyTasks: of("standby"), warmupTasks: of("warmup") };
}
