import { readdirSync, readFileSync } from "node:fs";

/** Linux reports times of processes in hundredths of a second (`USER_HZ`), whatever the kernel counts in. */
const ticksPerSecond = 100;

/** What a process and its children have taken so far. */
export interface Usage {
  /** User and system time of all threads, ended ones and ended children included; to 0.01 s. */
  readonly cpuSeconds: number;
  /** Resident memory now, in bytes. */
  readonly residentBytes: number;
  /** The most that it ever was; of several processes, the sum of their peaks. */
  readonly peakResidentBytes: number;
}

/** CPU seconds from the text of `/proc/PID/stat` (proc(5): utime, stime, cutime, cstime are fields 14 to 17). */
export function cpuSecondsOf(stat: string): number {
  // The command's name comes second, in parentheses, and may hold anything.
  const fields = stat.slice(stat.lastIndexOf(")") + 2).split(" ");
  return fields.slice(11, 15).reduce((sum, ticks) => sum + Number(ticks), 0) / ticksPerSecond;
}

/** A size such as `VmRSS` in bytes, from the text of `/proc/PID/status`; 0 if it is missing. */
export function statusBytes(status: string, name: string): number {
  const kibibytes = new RegExp(`^${name}:\\s+(\\d+) kB$`, "m").exec(status)?.[1];
  return Number(kibibytes ?? 0) * 1024;
}

/** Reads the usage of `pid` and of the processes below it. */
export function usageOf(pid: number): Usage {
  const own = { stat: readFileSync(`/proc/${pid}/stat`, "utf8"), status: readFileSync(`/proc/${pid}/status`, "utf8") };
  const usages = childrenOf(pid).map(usageOf);
  usages.push({
    cpuSeconds: cpuSecondsOf(own.stat),
    residentBytes: statusBytes(own.status, "VmRSS"),
    peakResidentBytes: statusBytes(own.status, "VmHWM"),
  });
  const total = (of: (usage: Usage) => number) => usages.reduce((sum, usage) => sum + of(usage), 0);
  return {
    cpuSeconds: total((usage) => usage.cpuSeconds),
    residentBytes: total((usage) => usage.residentBytes),
    peakResidentBytes: total((usage) => usage.peakResidentBytes),
  };
}

function childrenOf(pid: number): number[] {
  return readdirSync(`/proc/${pid}/task`)
    .flatMap((thread) => readFileSync(`/proc/${pid}/task/${thread}/children`, "utf8").split(" "))
    .filter((child) => child !== "")
    .map(Number);
}

/** Bytes that a process, and those below it, had fetched from disks so far (proc(5): `read_bytes`). */
export function diskBytesRead(pid: number): number {
  const own = /^read_bytes: (\d+)$/m.exec(readFileSync(`/proc/${pid}/io`, "utf8"))?.[1];
  return childrenOf(pid).reduce((sum, child) => sum + diskBytesRead(child), Number(own ?? 0));
}
