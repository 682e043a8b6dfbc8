import assert from "node:assert/strict";
import { readFile } from "node:fs/promises";
import { join } from "node:path";
import { test } from "node:test";
import { podSetDefinition } from "@millrace/operator";
import { ourCrds } from "../../kubernetes/crds.ts";
import { type Cluster, startApiCluster } from "../cluster.ts";
import { isInstalled, manifest, runInstalled } from "./installed-operator.ts";
import { kubectl, onCluster, until } from "./on-cluster.ts";

const root = join(import.meta.dirname, "../../../..");

/** What people are told to tell kubectl. */
async function documented(): Promise<readonly string[]> {
  const page = await readFile(join(root, "docs/kubernetes.md"), "utf8");
  const block = /^## Uninstall$.*?^```sh$(.*?)^```$/ms.exec(page)?.[1] ?? "";
  return [...block.matchAll(/^kubectl ([^#\n]+)/gm)].map(([, command = ""]) => command.trim());
}

/** Names of all objects, of all kinds, that are this project's or were made by it. */
async function traces(cluster: Cluster): Promise<readonly string[]> {
  const kinds = (await kubectl(cluster, "api-resources --verbs=list --output name")).trim().split("\n");
  const told = kinds.filter((kind) => !kind.startsWith("events"));
  const list = (option: string): Promise<string> => kubectl(cluster, `get ${told.join(",")} --all-namespaces --output name ${option}`);
  const all = [await list("--selector=strimzi.io/cluster"), await list("--ignore-not-found")].join("\n").split("\n");
  return [...new Set(all.filter((name) => /millrace|strimzi|kafka|shop/.test(name)))];
}

test("nothing is left of an operator and its Kafkas after what docs/kubernetes.md says about uninstalling", (t) =>
  onCluster(
    t,
    async (folder) => startApiCluster({ folder, crds: [...(await ourCrds()), podSetDefinition] }),
    async (cluster) => {
      await isInstalled(cluster);
      const operator = await runInstalled(cluster, await readFile(manifest, "utf8"));
      try {
        await kubectl(cluster, `apply --filename=${join(root, "examples/cluster/platform.yaml")}`);
        await until("the Kafka has pods", async () => (await kubectl(cluster, "get pods --output name")).trim().split("\n").length === 3);
        assert.ok((await traces(cluster)).includes("clusterrolebinding.rbac.authorization.k8s.io/strimzi-default-shop-kafka-init"));
        const commands = await documented();
        assert.ok(commands.includes("delete -f install/millrace.yaml"));
        for (const command of commands) {
          const { code, stderr } = await cluster.kubectl(command.split(/ +/), { cwd: root, timeoutMs: 120_000 });
          assert.equal(code, 0, `kubectl ${command}: ${stderr}`);
        }
        await until("nothing is left", async () => (await traces(cluster)).length === 0);
      } finally {
        await operator.close();
      }
    },
  ));
