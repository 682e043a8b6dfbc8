export interface Task {
  readonly subtopologyId: string;
  readonly partition: number;
}

export const taskId = ({ subtopologyId, partition }: Task): string => `${partition}:${subtopologyId}`;

/** A process with its threads, each a member, while tasks are being assigned. */
export class Process {
  readonly #counts = new Map<string, number>();
  readonly #tasks = new Set<string>();
  #count = 0;

  addMember(memberId: string): void {
    this.#counts.set(memberId, 0);
  }

  /** Tasks for each member. */
  get load(): number {
    return this.#count / this.#counts.size;
  }

  has(task: Task): boolean {
    return this.#tasks.has(taskId(task));
  }

  countOf(memberId: string): number {
    return this.#counts.get(memberId) ?? 0;
  }

  /** How many the member has by then. */
  add(memberId: string, task: Task): number {
    const count = this.countOf(memberId) + 1;
    this.#counts.set(memberId, count);
    this.#tasks.add(taskId(task));
    this.#count++;
    return count;
  }

  idlestMember(): string {
    let found = "";
    for (const [memberId, count] of this.#counts) if (found === "" || count < this.countOf(found)) found = memberId;
    return found;
  }
}
