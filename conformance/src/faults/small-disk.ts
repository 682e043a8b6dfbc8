import { readFile } from "node:fs/promises";
import { join } from "node:path";
import { type Closeable, MillraceError } from "@millrace/kit";
import { Daemon } from "../peers/daemon.ts";
import { mustRun, requireCommand } from "../toolchain/commands.ts";

const begin = 'mkdir -p "$0" && mount -t tmpfs -o "size=$1m" tmpfs "$0" && exec sleep infinity';

/**
 * A file system of a few megabytes, mounted where only those see it who are started by `within`. It is there as long as the process that
 * holds it, and so is gone whatever happens to this one.
 */
export class SmallDisk implements Closeable {
  readonly #folder: string;
  readonly #holder: Daemon;

  private constructor(folder: string, holder: Daemon) {
    this.#folder = folder;
    this.#holder = holder;
  }

  /** Below `home`, which is there, as `folder`. Throws NOT_FOUND where nothing can be mounted. */
  static async mount(home: string, folder: string, megabytes: number): Promise<SmallDisk> {
    const command = requireCommand("unshare", "Install util-linux.");
    if (process.getuid?.() !== 0)
      throw new MillraceError("NOT_FOUND", "a disk that fills up has to be mounted", { hint: "Run it as root." });
    const path = join(home, folder);
    const holder = new Daemon(command, ["--mount", "sh", "-c", begin, path, String(megabytes)], {
      logFile: join(home, "small-disk.log"),
      cwd: home,
    });
    const mounts = () => readFile(`/proc/${holder.pid}/mounts`, "utf8");
    await holder.waitFor("the small disk", 10_000, async () => ((await mounts()).includes(path) ? true : undefined));
    return new SmallDisk(path, holder);
  }

  /** The beginning of a command line that runs where the disk is mounted. */
  get within(): readonly string[] {
    return ["nsenter", `--target=${this.#holder.pid}`, "--mount", `--wdns=${join(this.#folder, "..")}`, "--"];
  }

  /** Where this process finds a file of the disk. */
  path(name: string): string {
    return join(`/proc/${this.#holder.pid}/root`, this.#folder, name);
  }

  /** From now on it can be read only, or be written again. */
  async remount(mode: "ro" | "rw"): Promise<void> {
    const [command = "", ...args] = [...this.within, "mount", "-o", `remount,${mode}`, this.#folder];
    await mustRun(command, args);
  }

  close(): Promise<void> {
    return this.#holder.end("SIGKILL");
  }
}
