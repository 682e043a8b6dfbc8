import { type Clock, type Closeable, type Logger, MillraceError, type Random } from "@millrace/kit";
import type { Transport } from "@millrace/kube";
import type { Routes, Seen } from "@millrace/observation";
import { DrainCleaner } from "../evictions/drain-cleaner.ts";
import { readDrainCleanerSettings } from "../evictions/settings.ts";
import { readTopicOperatorSettings, readUserOperatorSettings } from "../standalone/settings.ts";
import { StandaloneProcess, type Task } from "../standalone/standalone-process.ts";
import { OperatorProcess } from "./operator-process.ts";
import { readSettings } from "./settings.ts";
import type { Environment } from "./settings-table.ts";

/** What every program needs. */
export interface ProgramParts {
  /** The way to the API server. */
  readonly transport: Transport;
  readonly hostName: string;
  readonly clock: Clock;
  readonly random: Random;
  readonly logger: Logger;
}

/** A program at work. */
export interface RunningProgram extends Seen, Closeable {
  /** Resolves with why, when it can't go on. */
  readonly ended: Promise<string>;
  /** What it answers over HTTP besides what there is to see of it. */
  readonly routes?: Pick<Routes, "post">;
  start(): void;
}

/** A program of the operator's image, as its environment has it. */
export interface Program {
  readonly settings: { readonly logLevel: string; readonly httpPort: number; readonly httpHost: string | undefined };
  /** When it is ended that can't go on, and does not end by itself. */
  readonly endMsMax: number;
  open(parts: ProgramParts): RunningProgram;
}

const standaloneEndMsMax = 5_000;

function standalone(task: Task): Program {
  return { settings: task.settings, endMsMax: standaloneEndMsMax, open: (parts) => new StandaloneProcess({ ...parts, task }) };
}

const programs: Readonly<Record<string, (environment: Environment) => Program>> = {
  "cluster-operator"(environment) {
    const settings = readSettings(environment);
    return {
      settings,
      // Whatever still runs then might be in the way of another that leads.
      endMsMax: settings.leaseDurationMs - settings.renewDeadlineMs,
      open: (parts) => new OperatorProcess({ ...parts, settings }),
    };
  },
  "topic-operator": (environment) => standalone({ type: "topics", settings: readTopicOperatorSettings(environment) }),
  "drain-cleaner"(environment) {
    const settings = readDrainCleanerSettings(environment);
    return { settings, endMsMax: standaloneEndMsMax, open: (parts) => new DrainCleaner({ ...parts, settings }) };
  },
  "user-operator": (environment) => standalone({ type: "users", settings: readUserOperatorSettings(environment) }),
};

/** By its name on the command line. Throws USAGE, and CONFIG_INVALID with a line for each setting that is wrong or missing. */
export function programOf(name = "cluster-operator", environment: Environment): Program {
  const read = Object.hasOwn(programs, name) ? programs[name] : undefined;
  if (read !== undefined) return read(environment);
  throw new MillraceError("USAGE", `there is no program "${name}", but ${Object.keys(programs).join(", ")}`);
}
