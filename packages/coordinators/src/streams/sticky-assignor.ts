import type { Assignment } from "../modern/assignment.ts";
import { Process, type Task, taskId } from "./task-loads.ts";
import { roleOf, subtopologyOf, type TaskRole, taskKey } from "./tasks.ts";

export interface MemberTasks {
  readonly memberId: string;
  readonly processId: string;
  /** What it was to have so far, by role and subtopology. */
  readonly assigned: Assignment;
}

export interface SubtopologyTasks {
  readonly subtopologyId: string;
  readonly taskCount: number;
  /** Whether it keeps state, so that others can stand by. */
  readonly isStateful: boolean;
}

export interface TaskSpec {
  readonly members: readonly MemberTasks[];
  readonly subtopologies: readonly SubtopologyTasks[];
  readonly standbyReplicas: number;
}

/** Who had a task. */
interface Holder {
  readonly memberId: string;
  readonly process: Process;
}

/**
 * Kafka's sticky assignor: tasks stay where they are as far as members have no more than their share, active ones go to who stood by for them
 * next, then to the process with the least to do. Standby tasks never go to a process that has the task already. No warm-up tasks: as in Kafka
 * 4.3, an active task moves at once.
 */
export function assignTasks(spec: TaskSpec): ReadonlyMap<string, Assignment> {
  const assigning = new Assigning(spec);
  assigning.assignActive();
  if (spec.standbyReplicas > 0) assigning.assignStandby();
  return new Map(spec.members.map(({ memberId }) => [memberId, assigning.of(memberId)]));
}

/** How many a member may still be given before it has its share; the last ones of a division that leaves a rest get fewer. */
class Quota {
  #tasks: number;
  #members: number;
  perMember: number;

  constructor(tasks: number, members: number) {
    this.#tasks = tasks;
    this.#members = members;
    this.perMember = share(tasks, members);
  }

  /** A member has so many by now: one that has its share leaves the rest to the others. */
  given(tasks: number): void {
    if (tasks !== this.perMember) return;
    this.#members--;
    this.#tasks -= tasks;
    this.perMember = share(this.#tasks, this.#members);
  }
}

const share = (tasks: number, members: number) => (members === 0 ? 0 : Math.ceil(tasks / members));

class Assigning {
  readonly #spec: TaskSpec;
  readonly #processes = new Map<string, Process>();
  readonly #hadActive = new Map<string, Holder>();
  readonly #hadStandby = new Map<string, Holder[]>();
  readonly #tasks = new Map<string, Map<string, Set<number>>>();
  readonly #activeQuota: Quota;
  readonly #quota: Quota;

  constructor(spec: TaskSpec) {
    this.#spec = spec;
    const count = (subtopologies: readonly SubtopologyTasks[]) => subtopologies.reduce((sum, { taskCount }) => sum + taskCount, 0);
    const active = count(spec.subtopologies);
    const standby = count(spec.subtopologies.filter(({ isStateful }) => isStateful)) * spec.standbyReplicas;
    this.#activeQuota = new Quota(active, spec.members.length);
    this.#quota = new Quota(active + standby, spec.members.length);
    for (const member of spec.members) this.#enter(member);
  }

  #enter({ memberId, processId, assigned }: MemberTasks): void {
    const process = this.#processes.get(processId) ?? new Process();
    this.#processes.set(processId, process);
    process.addMember(memberId);
    this.#tasks.set(memberId, new Map());
    const holder = { memberId, process };
    for (const [key, partitions] of assigned) {
      for (const partition of partitions) {
        const id = taskId({ subtopologyId: subtopologyOf(key), partition });
        if (roleOf(key) === "active") this.#hadActive.set(id, holder);
        else if (roleOf(key) === "standby") this.#hadStandby.set(id, [...(this.#hadStandby.get(id) ?? []), holder]);
      }
    }
  }

  of(memberId: string): Assignment {
    return this.#tasks.get(memberId) ?? new Map();
  }

  assignActive(): void {
    const all = tasksOf(this.#spec.subtopologies).sort(byPartition);
    const moved = all.filter((task) => !this.#keep(task, this.#hadActive.get(taskId(task))));
    const homeless = moved.filter((task) => !this.#keep(task, leastLoaded(this.#hadStandby.get(taskId(task)) ?? [])));
    for (const task of homeless.sort(bySubtopology)) {
      const process = idlest(this.#processes.values());
      if (process !== undefined) this.#give(task, "active", process, process.idlestMember());
    }
  }

  /** Whether the task stays with who had it: whoever has its share already can't have it. */
  #keep(task: Task, holder: Holder | undefined): boolean {
    if (holder === undefined || holder.process.countOf(holder.memberId) >= this.#activeQuota.perMember) return false;
    this.#give(task, "active", holder.process, holder.memberId);
    return true;
  }

  assignStandby(): void {
    const stateful = tasksOf(this.#spec.subtopologies.filter(({ isStateful }) => isStateful));
    const open: Array<{ readonly task: Task; readonly replicas: number }> = [];
    for (const task of stateful.sort((first, second) => byPartition(second, first))) {
      let replicas = this.#spec.standbyReplicas;
      while (replicas > 0 && this.#standBack(task)) replicas--;
      if (replicas > 0) open.push({ task, replicas });
    }
    open.sort((first, second) => bySubtopology(second.task, first.task));
    for (const { task, replicas } of open) {
      for (let left = replicas; left > 0; left--) {
        const process = idlest([...this.#processes.values()].filter((each) => !each.has(task)));
        if (process === undefined) break;
        this.#give(task, "standby", process, process.idlestMember());
      }
    }
  }

  /** Gives a standby task to who had the task, active or standby, and has room. */
  #standBack(task: Task): boolean {
    const id = taskId(task);
    const previous = leastLoaded(this.#hadStandby.get(id) ?? [], task);
    for (const holder of [this.#hadActive.get(id), previous]) {
      if (holder === undefined || holder.process.has(task) || holder.process.countOf(holder.memberId) >= this.#quota.perMember) continue;
      this.#give(task, "standby", holder.process, holder.memberId);
      return true;
    }
    return false;
  }

  #give(task: Task, role: TaskRole, process: Process, memberId: string): void {
    const count = process.add(memberId, task);
    if (role === "active") this.#activeQuota.given(count);
    this.#quota.given(count);
    const tasks = this.#tasks.get(memberId);
    const key = taskKey(role, task.subtopologyId);
    const partitions = tasks?.get(key);
    if (partitions === undefined) tasks?.set(key, new Set([task.partition]));
    else partitions.add(task.partition);
  }
}

function tasksOf(subtopologies: readonly SubtopologyTasks[]): Task[] {
  return subtopologies.flatMap(({ subtopologyId, taskCount }) =>
    Array.from({ length: taskCount }, (_, partition) => ({ subtopologyId, partition })),
  );
}

const byName = (first: Task, second: Task) =>
  first.subtopologyId === second.subtopologyId ? 0 : first.subtopologyId < second.subtopologyId ? -1 : 1;
const byPartition = (first: Task, second: Task) => first.partition - second.partition || byName(first, second);
const bySubtopology = (first: Task, second: Task) => byName(first, second) || first.partition - second.partition;

function idlest(processes: Iterable<Process>): Process | undefined {
  let found: Process | undefined;
  for (const process of processes) if (found === undefined || process.load < found.load) found = process;
  return found;
}

/** Of those who had a task, who has the least to do; `without`: and not that task yet. */
function leastLoaded(holders: readonly Holder[], without?: Task): Holder | undefined {
  const [first, ...others] = holders;
  if (first === undefined) return undefined;
  let found = first;
  for (const holder of others) {
    const isIdler =
      holder.process.load < found.process.load && holder.process.countOf(holder.memberId) < found.process.countOf(found.memberId);
    if (isIdler && (without === undefined || !holder.process.has(without))) found = holder;
  }
  // Kafka asks it of the first, whoever was found.
  return without !== undefined && first.process.has(without) ? undefined : found;
}
