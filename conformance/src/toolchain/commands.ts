import { spawn } from "node:child_process";
import { accessSync, constants } from "node:fs";
import { delimiter, join } from "node:path";
import { MillraceError, systemClock } from "@millrace/kit";

export interface CommandResult {
  /** Exit status; a process ended by a signal has -1. */
  readonly code: number;
  readonly stdout: string;
  readonly stderr: string;
}

export interface CommandOptions {
  readonly cwd?: string;
  readonly env?: Readonly<Record<string, string>>;
  /** What the command reads; without it, standard input is empty. */
  readonly input?: string | Buffer;
  /** After this the process is ended and the result is TIMED_OUT. */
  readonly timeoutMs?: number;
}

/** Runs a command to its end. Throws TIMED_OUT when it takes longer than it may, NOT_FOUND when it can't be started. */
export function runCommand(command: string, args: readonly string[], options: CommandOptions = {}): Promise<CommandResult> {
  const { timeoutMs = 120_000 } = options;
  return new Promise((resolve, reject) => {
    const child = spawn(command, args, { cwd: options.cwd, env: { ...process.env, ...options.env }, stdio: ["pipe", "pipe", "pipe"] });
    const output = { stdout: [] as Buffer[], stderr: [] as Buffer[] };
    child.stdout.on("data", (chunk: Buffer) => output.stdout.push(chunk));
    child.stderr.on("data", (chunk: Buffer) => output.stderr.push(chunk));
    const text = (of: "stdout" | "stderr") => Buffer.concat(output[of]).toString("utf8");
    let timedOut = false;
    const cancel = systemClock.after(timeoutMs, () => {
      timedOut = true;
      child.kill("SIGKILL");
    });
    child.on("error", (cause) => {
      cancel();
      reject(new MillraceError("NOT_FOUND", `${command} could not be started`, { cause }));
    });
    child.on("close", (code) => {
      cancel();
      if (timedOut)
        reject(new MillraceError("TIMED_OUT", `${command} ${args.join(" ")} took more than ${timeoutMs} ms:\n${text("stderr")}`));
      else resolve({ code: code ?? -1, stdout: text("stdout"), stderr: text("stderr") });
    });
    child.stdin.on("error", () => {}); // a command that ends without reading its input
    child.stdin.end(options.input ?? "");
  });
}

/** Like `runCommand`, but an exit status other than 0 is a REQUEST_FAILED that shows what the command said. */
export async function mustRun(command: string, args: readonly string[], options: CommandOptions = {}): Promise<string> {
  const { code, stdout, stderr } = await runCommand(command, args, options);
  if (code !== 0) throw new MillraceError("REQUEST_FAILED", `${command} ${args.join(" ")} ended with ${code}:\n${stderr}${stdout}`);
  return stdout;
}

/** Where `command` stands on the PATH, if anywhere. */
export function findCommand(command: string): string | undefined {
  for (const folder of (process.env.PATH ?? "").split(delimiter)) {
    const file = join(folder, command);
    try {
      accessSync(file, constants.X_OK);
      return file;
    } catch {
      // not in this folder
    }
  }
  return undefined;
}

/** Throws NOT_FOUND, saying how to get it, when `command` is not installed. */
export function requireCommand(command: string, howToGetIt: string): string {
  const file = findCommand(command);
  if (file === undefined) throw new MillraceError("NOT_FOUND", `${command} is not installed`, { hint: howToGetIt });
  return file;
}
