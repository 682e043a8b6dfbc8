import { readFileSync } from "node:fs";
import { availableParallelism, cpus, release, totalmem } from "node:os";
import { runCommand } from "../../conformance/src/toolchain/commands.ts";
import { kafkaVersion } from "../../conformance/src/toolchain/java.ts";

/** Where and with what was measured: absolute values mean nothing without it. */
export interface Machine {
  readonly cpu: string;
  readonly cores: number;
  readonly memoryGb: number;
  readonly kernel: string;
  readonly node: string;
  readonly java: string;
  readonly kafka: string;
  /** Of Millrace's checkout; with a "+" if it was changed since. */
  readonly commit: string;
  /** Processes that wanted a core in the last minute; near 0 on a quiet machine. */
  readonly loadBefore: number;
}

export async function describeMachine(): Promise<Machine> {
  const said = async (command: string, args: readonly string[]) => {
    const result = await runCommand(command, args).catch(() => undefined);
    return (result?.stdout || result?.stderr || "").trim();
  };
  const changed = (await said("git", ["status", "--porcelain", "--untracked-files=no"])) === "" ? "" : "+";
  return {
    cpu: cpus()[0]?.model ?? "",
    cores: availableParallelism(),
    memoryGb: Math.round(totalmem() / 1e9),
    kernel: release(),
    node: process.versions.node,
    java: /version "([^"]+)"/.exec(await said("java", ["-version"]))?.[1] ?? "",
    kafka: kafkaVersion,
    commit: `${await said("git", ["rev-parse", "--short", "HEAD"])}${changed}`,
    loadBefore: Number(readFileSync("/proc/loadavg", "utf8").split(" ")[0]),
  };
}
