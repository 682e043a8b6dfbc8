import { type ChildProcessWithoutNullStreams, spawn } from "node:child_process";
import { existsSync, globSync, mkdtempSync, rmSync, statSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { after } from "node:test";

const packages = join(import.meta.dirname, "../..");
const bundle = join(packages, "cli/dist/main.js");
const sources = ["--conditions=source", "--disable-warning=ExperimentalWarning", join(packages, "cli/src/main.ts")];
const compileCache = join(packages, "../node_modules/.cache/compile");

/** The bundle, which is what is published and starts faster, unless it is older than a source. */
function commandLine(): string[] {
  const builtMs = existsSync(bundle) ? statSync(bundle).mtimeMs : 0;
  const stale = globSync("*/src/**/*.ts", { cwd: packages }).some((path) => statSync(join(packages, path)).mtimeMs > builtMs);
  return stale ? sources : [bundle];
}

const command = commandLine();

export interface Ended {
  /** Null if a signal ended it. */
  readonly code: number | null;
  readonly stdout: string;
  readonly stderr: string;
}

const running = new Set<ChildProcessWithoutNullStreams>();
// A test that fails half-way must not leave a run behind that would keep this process alive.
after(() => {
  for (const child of running) child.kill("SIGKILL");
});

/** A run of the command. */
export class Run {
  readonly child: ChildProcessWithoutNullStreams;
  readonly ended: Promise<Ended>;
  stdout = "";
  stderr = "";
  #look: () => void = () => {};

  constructor(args: readonly string[], { env = {}, cwd }: { env?: Readonly<Record<string, string>>; cwd?: string } = {}) {
    this.child = spawn(process.execPath, [...command, ...args], {
      env: { PATH: process.env.PATH, NODE_COMPILE_CACHE: compileCache, ...env },
      ...(cwd === undefined ? {} : { cwd }),
    });
    running.add(this.child);
    this.child.stdout.setEncoding("utf8").on("data", (text: string) => {
      this.stdout += text;
      this.#look();
    });
    this.child.stderr.setEncoding("utf8").on("data", (text: string) => {
      this.stderr += text;
      this.#look();
    });
    this.child.stdin.on("error", () => {}); // it may end before it has read everything
    this.ended = new Promise((resolve) => {
      this.child.on("close", (code) => {
        running.delete(this.child);
        resolve({ code, stdout: this.stdout, stderr: this.stderr });
        this.#look();
      });
    });
  }

  /** Resolves when `seen` holds for what was written so far. Throws if the run ends before. */
  async until(seen: () => boolean): Promise<void> {
    while (!seen()) {
      if (this.child.exitCode !== null) throw new Error(`it ended with ${this.child.exitCode}: ${this.stdout}${this.stderr}`);
      await new Promise<void>((resolve) => {
        this.#look = resolve;
      });
    }
  }
}

/** Runs the command to its end. */
export function millrace(
  args: readonly string[],
  options: { env?: Readonly<Record<string, string>>; stdin?: string; cwd?: string } = {},
): Promise<Ended> {
  const run = new Run(args, options);
  run.child.stdin.end(options.stdin ?? "");
  return run.ended;
}

/** The resources of a platform with one topic; JSON is YAML too. */
const platform: readonly unknown[] = [
  {
    apiVersion: "kafka.strimzi.io/v1",
    kind: "KafkaNodePool",
    metadata: { name: "node", labels: { "strimzi.io/cluster": "tested" } },
    spec: { replicas: 1, roles: ["controller", "broker"], storage: { type: "persistent-claim", size: "1Gi" } },
  },
  {
    apiVersion: "kafka.strimzi.io/v1",
    kind: "Kafka",
    metadata: { name: "tested" },
    spec: {
      kafka: {
        listeners: [{ name: "plain", port: 9092, type: "internal", tls: false }],
        config: { "group.initial.rebalance.delay.ms": 0, "auto.create.topics.enable": false },
      },
      entityOperator: { topicOperator: {} },
    },
  },
  {
    apiVersion: "kafka.strimzi.io/v1",
    kind: "KafkaTopic",
    metadata: { name: "declared", labels: { "strimzi.io/cluster": "tested" } },
    spec: { partitions: 2 },
  },
];

/** `millrace up` in a directory of its own. */
export class Up {
  readonly directory: string;
  readonly run: Run;

  private constructor(resources: readonly unknown[]) {
    this.directory = mkdtempSync(join(tmpdir(), "millrace-cli-"));
    writeFileSync(join(this.directory, "platform.yaml"), resources.map((each) => `---\n${JSON.stringify(each)}\n`).join(""));
    this.run = new Run(["up", "-f", "platform.yaml", "--port", "0", "--data", "data", "--metrics-port", "0", "--output", "json"], {
      cwd: this.directory,
    });
  }

  static async start(resources: readonly unknown[] = platform): Promise<Up> {
    const up = new Up(resources);
    await up.run.until(() => up.run.stdout.includes("\n"));
    return up;
  }

  /** What it printed when it was ready. */
  get ready(): {
    readonly ready: boolean;
    readonly cluster: string;
    readonly kafka: { readonly bootstrapServers: string };
    readonly metrics: { readonly url: string };
  } {
    return JSON.parse(this.run.stdout);
  }

  /** Runs a command against it. */
  command(args: readonly string[], stdin = ""): Promise<Ended> {
    return millrace(args, { stdin, env: this.env });
  }

  get env(): Record<string, string> {
    return { MILLRACE_BOOTSTRAP_SERVERS: this.ready.kafka.bootstrapServers };
  }

  async stop(): Promise<Ended> {
    this.run.child.kill("SIGINT");
    const ended = await this.run.ended;
    rmSync(this.directory, { recursive: true, force: true });
    return ended;
  }
}
