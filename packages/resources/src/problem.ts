/** Where something is within a resource: `["spec", "kafka", "listeners", 0, "port"]`. */
export type Path = readonly (string | number)[];

/** Something wrong in a file that a person wrote. */
export interface Problem {
  readonly file: string;
  /** Line in the file, from 1. */
  readonly line: number;
  /** Column in the line, from 1. */
  readonly column: number;
  /** Place within the resource, such as `spec.kafka.listeners[0].port`; empty if it is about the whole document. */
  readonly path: string;
  /** What is wrong, for people: `expected an integer ≥ 9092, got "abc"`. */
  readonly message: string;
  /** What would have been right, if that can be said: `an integer ≥ 9092`. */
  readonly expected?: string;
  /** Names the rule beyond the schema that does not hold, such as `listener-port-taken`; stable, for programs. */
  readonly rule?: string;
}

/** Something wrong in a resource, before it is known where in the file that is. */
export interface Finding {
  readonly path: Path;
  readonly message: string;
  readonly expected?: string;
  readonly rule?: string;
  /** Whether the key is meant rather than its value. */
  readonly aboutKey?: boolean;
  /** Whether what stands here is no more than superfluous, so that everything else can still be judged. */
  readonly superfluous?: boolean;
}

/** A path as people write it; keys that are no plain words are quoted: `spec.kafka.config["num.partitions"]`. */
export function pathText(path: Path): string {
  let text = "";
  for (const step of path) {
    if (typeof step === "number") text += `[${step}]`;
    else if (/^[A-Za-z_][\w-]*$/.test(step)) text += text === "" ? step : `.${step}`;
    else text += `[${JSON.stringify(step)}]`;
  }
  return text;
}

/** A problem as one line: `platform.yaml:12:7 spec.kafka.listeners[0].port: expected an integer ≥ 9092, got "abc"`. */
export function problemText(problem: Problem): string {
  const where = `${problem.file}:${problem.line}:${problem.column}`;
  return problem.path === "" ? `${where}: ${problem.message}` : `${where} ${problem.path}: ${problem.message}`;
}
