import { mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { type CommandResult, runCommand } from "../../toolchain/commands.ts";
import type { Verdict } from "../../verdicts.ts";
import { type ApiServer, kubeconfigOf } from "../api-server.ts";
import { Normaliser } from "../normalise.ts";
import { exchangeVerdict } from "../recording/exchange-verdict.ts";
import { type RecordingProxy, recordingProxy } from "../recording/recording-proxy.ts";

export type Document = Readonly<Record<string, unknown>>;

export interface Invocation {
  /** What is typed behind `kubectl`. `{file}` is a file that holds `input`, `{ns}` the case's namespace. */
  readonly args: readonly string[];
  /** A document, or several. */
  readonly input?: string | readonly Document[];
  /** Not part of the verdict: it only prepares what the case is about, and has to succeed. */
  readonly aside?: boolean;
  /** A command of `sed` that does what somebody would in the editor. */
  readonly edit?: string;
}

/** What kubectl asks about the server itself before it gets to work; the suite of requests looks at that. */
const aboutTheServer = /^\/(api|apis|openapi\/.*|version)(\?|$)/;

/** Watches, and the lists that they begin with, come and go as time has it; what comes of them is printed. */
const watched = /[?&](watch=|resourceVersion=0)/;

/** Said when a watch ends early, as it may. */
const chatter = /^[IWEF]\d{4} .*reflector\.go.*\n/gm;

const commandMsMax = 60_000;

/** One case of kubectl: commands one after the other, in a folder and a namespace of its own. */
export class KubectlSession {
  readonly #normaliser = new Normaliser();
  readonly #steps: Verdict[] = [];
  readonly #program: string;
  readonly #namespace: string;
  readonly #proxy: RecordingProxy;
  readonly #folder: string;

  private constructor(program: string, namespace: string, proxy: RecordingProxy, folder: string) {
    this.#program = program;
    this.#namespace = namespace;
    this.#proxy = proxy;
    this.#folder = folder;
  }

  static async begin(program: string, server: ApiServer, namespace: string): Promise<KubectlSession> {
    const proxy = await recordingProxy(server);
    const folder = await mkdtemp(join(tmpdir(), "millrace-kubectl-"));
    await writeFile(join(folder, "kubeconfig"), kubeconfigOf({ url: proxy.url, ca: "", token: "" }));
    return new KubectlSession(program, namespace, proxy, folder);
  }

  get steps(): Verdict {
    return this.#steps;
  }

  async run(invocation: Invocation): Promise<CommandResult> {
    const { args, aside = false } = invocation;
    const result = await this.#start(invocation);
    const exchanges = this.#proxy.take();
    if (aside && result.code !== 0) throw new Error(`kubectl ${args.join(" ")} ended with ${result.code}: ${result.stderr}`);
    if (aside) return result;
    const seen = exchanges
      .filter(({ path }) => !aboutTheServer.test(path) && !watched.test(path))
      .map((exchange) => exchangeVerdict(exchange, this.#normaliser, false));
    const { code, stdout, stderr } = result;
    this.#steps.push({ kubectl: args.join(" "), code, stdout: this.#lines(stdout), stderr: this.#lines(stderr), exchanges: seen });
    return result;
  }

  async close(): Promise<void> {
    await this.#proxy.close();
    await rm(this.#folder, { recursive: true, force: true });
  }

  async #start({ args, input, edit }: Invocation): Promise<CommandResult> {
    if (typeof input === "object") for (const document of input) this.#expectName(document);
    const file = join(this.#folder, "input.yaml");
    const text = typeof input === "string" ? input : (input ?? []).map((document) => `---\n${JSON.stringify(document)}\n`).join("");
    await writeFile(file, text.replaceAll("{ns}", this.#namespace));
    const editor = join(this.#folder, "editor.sh");
    if (edit !== undefined) await writeFile(editor, `#!/bin/sh\nsed -i '${edit}' "$1"\n`, { mode: 0o755 });
    const typed = args.map((arg) => arg.replaceAll("{file}", file).replaceAll("{ns}", this.#namespace));
    const env = { KUBECONFIG: join(this.#folder, "kubeconfig"), HOME: this.#folder, KUBE_EDITOR: editor, TZ: "UTC", LC_ALL: "C" };
    return runCommand(this.#program, ["--namespace", this.#namespace, ...typed], { env, cwd: this.#folder, timeoutMs: commandMsMax });
  }

  #expectName({ metadata }: Document): void {
    const { generateName } = (metadata ?? {}) as { generateName?: string };
    if (generateName !== undefined) this.#normaliser.expectNames(generateName);
  }

  /** What is printed, free of folders, ports, ages and the widths of columns. */
  #lines(text: string): Verdict {
    const read = this.#normaliser
      .text(text.replaceAll(chatter, "").replaceAll(this.#folder, "<folder>").replaceAll(this.#proxy.url, "<server>"))
      .replaceAll(/\/\S*\/(LIVE|MERGED)-\d+/g, "<$1>")
      .replaceAll(/^((?:---|\+\+\+) .*?)\t.*$/gm, "$1")
      .replaceAll(/\w{3}, \d\d \w{3} \d{4} \d\d:\d\d:\d\d [+-]\d{4}/g, "<date>")
      .replaceAll(/(?<=\s)\d+[smh](\d+[smh])?(?=\s|$)/g, "<age>")
      .replaceAll(/(?<=\S) {2,}/g, "  ");
    return read.split("\n").map((line) => line.trimEnd());
  }
}
