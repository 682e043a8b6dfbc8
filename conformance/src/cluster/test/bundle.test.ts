import assert from "node:assert/strict";
import { cp, mkdtemp, readFile, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { test } from "node:test";
import { parse } from "yaml";
import { runCommand } from "../../toolchain/commands.ts";
import { lifecycleManagerCrds, operatorVerify } from "../../toolchain/olm.ts";
import { startApiCluster } from "../cluster.ts";
import { kubectl, onCluster, unlessMissing } from "./on-cluster.ts";

const bundle = join(import.meta.dirname, "../../../../bundle");
const serviceVersion = "manifests/millrace.clusterserviceversion.yaml";

/** What is wrong with a bundle, or could be better, a line for each. The validator ends with 0 either way. */
async function findings(folder: string): Promise<readonly string[]> {
  const { stderr } = await runCommand(await operatorVerify(), ["manifests", "--operatorhub_validate", "--object_validate", folder]);
  return stderr.split("\n").filter((line) => line !== "");
}

test("the published validator accepts the bundle", (t) =>
  unlessMissing(t, async () => {
    // A kind that people don't make needs no example.
    assert.deepEqual(
      (await findings(bundle)).filter((line) => !line.includes("should have an example annotation")),
      [],
    );
  }));

test("the published validator refuses a bundle that lacks a kind", (t) =>
  unlessMissing(t, async () => {
    const folder = await mkdtemp(join(tmpdir(), "millrace-bundle-"));
    try {
      await cp(bundle, folder, { recursive: true });
      await rm(join(folder, "manifests/kafkas.kafka.strimzi.io.crd.yaml"));
      assert.match((await findings(folder)).join("\n"), /level=error.*kafka\.strimzi\.io.*Kind=Kafka/);
    } finally {
      await rm(folder, { recursive: true, force: true });
    }
  }));

test("the bundle's ClusterServiceVersion and its examples are what their definitions ask for", (t) =>
  onCluster(
    t,
    async (folder) => startApiCluster({ folder }),
    async (cluster) => {
      await kubectl(cluster, `create --filename=${join(await lifecycleManagerCrds(), "operators.coreos.com_clusterserviceversions.yaml")}`);
      for (const kind of ["kafkas", "kafkanodepools", "kafkatopics", "kafkausers"])
        await kubectl(cluster, `create --filename=${join(bundle, `manifests/${kind}.kafka.strimzi.io.crd.yaml`)}`);
      await kubectl(cluster, "wait --for=condition=Established crd --all --timeout=30s");
      const declared = parse(await readFile(join(bundle, serviceVersion), "utf8")) as {
        metadata: { namespace: string; annotations: Record<string, string> };
      };
      const examples = JSON.parse(declared.metadata.annotations["alm-examples"] ?? "") as object[];
      declared.metadata.namespace = "default";
      for (const object of [declared, ...examples]) await kubectl(cluster, "create --validate=strict --filename=-", JSON.stringify(object));
    },
  ));
