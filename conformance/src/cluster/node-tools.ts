import { MillraceError } from "@millrace/kit";
import { debianCommand } from "../toolchain/debian.ts";

/** What real nodes are made with, and Debian's packages that have it. */
const tools: ReadonlyArray<readonly [file: string, name: string]> = [
  ["containerd", "containerd"],
  ["runc", "runc"],
  ["/usr/lib/cni/bridge", "containernetworking-plugins"],
  ["iptables", "iptables"],
  ["conntrack", "conntrack"],
  ["ip", "iproute2"],
  ["setpriv", "util-linux"],
  ["mount", "mount"],
];

/** Installs what is missing. Throws NOT_FOUND, saying what real nodes need. */
export async function requireNodeTools(): Promise<void> {
  if (process.platform !== "linux" || process.getuid?.() !== 0) {
    throw new MillraceError(
      "NOT_FOUND",
      "nodes that run pods have namespaces, cgroups and network links of their own, which needs Linux and root",
      {
        hint: "Run it as root (sudo), or use the level api, whose nodes run nothing.",
      },
    );
  }
  for (const [file, name] of tools) await debianCommand(file, name);
}
