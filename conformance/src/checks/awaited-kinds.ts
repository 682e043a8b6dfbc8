import { mkdtemp, readFile, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { messageOf, Opened, systemClock } from "@millrace/kit";
import { isInvalid } from "@millrace/kube";
import { httpsTransport, readKubeconfig } from "@millrace/kube/https";
import { type AwaitedResource, isAwaited } from "@millrace/resources";
import { awaitedCases } from "../../../packages/embedded/test/controllers/awaited-cases.ts";
import { AwaitedStage, awaitedKind } from "../../../packages/embedded/test/controllers/awaited-stage.ts";
import type { ApiServer } from "../kubernetes/api-server.ts";
import { startEmbeddedApi } from "../kubernetes/embedded-server.ts";
import { startKubernetes } from "../kubernetes/real-server.ts";
import type { Report } from "../report.ts";
import type { Json } from "../resources/examples.ts";
import { schemaOf } from "../resources/schema-node.ts";
import { type StrimziKind, strimziCrds } from "../resources/strimzi-crds.ts";
import { type StrimziResource, strimziResources } from "../resources/strimzi-resources.ts";
import { independentVerdict } from "../resources/verdict.ts";
import type { Check } from "./check.ts";

interface Judged extends StrimziResource {
  /** Whether Strimzi's own schema takes it. */
  readonly isGood: boolean;
}

/** Strimzi's own resources of the kinds that nothing looks after yet. */
async function judgedResources(): Promise<readonly Judged[]> {
  const crds = await strimziCrds();
  const own = (await strimziResources()).filter(({ resource }) => isAwaited(String(resource.kind)));
  return own.map((each) => ({
    ...each,
    isGood: independentVerdict(schemaOf(crds[each.resource.kind as StrimziKind]))(each.resource as Json),
  }));
}

/** Of a resource that Strimzi takes something is said; another is refused. What went otherwise, if anything. */
async function failureOf({ file, resource, isGood }: Judged, stage: AwaitedStage, namespace: string): Promise<string | undefined> {
  const given = resource as unknown as AwaitedResource;
  const object: AwaitedResource = { ...given, metadata: { namespace, name: file.replace(/\.yaml$/, "").toLowerCase() } };
  try {
    await stage.client.create(awaitedKind(object.kind), object);
  } catch (refusal) {
    return isGood || !isInvalid(refusal) ? `${file}: ${messageOf(refusal)}` : undefined;
  }
  if (!isGood) return `${file}: Strimzi refuses it`;
  const { text } = await stage.said(object);
  return text.startsWith("NotReady True NotSupportedYet: ") ? undefined : `${file}: ${text}`;
}

async function judge(server: ApiServer, resources: readonly Judged[], report: Report): Promise<void> {
  const opened = new Opened();
  try {
    const file = server.kubeconfig;
    const access = readKubeconfig([{ file, text: await readFile(file, "utf8"), directory: dirname(file) }]);
    const stage = opened.add(new AwaitedStage(opened.add(httpsTransport(access, systemClock)).transport));
    await stage.start();
    for (const [at, { name, run }] of awaitedCases.entries()) {
      const namespace = `case-${at}`;
      await stage.namespace(namespace);
      const failures = await run(stage, namespace).then(
        () => [],
        (thrown: unknown) => [messageOf(thrown)],
      );
      report.verdict("awaited-kinds", `${server.name}: ${name}`, failures);
    }
    const namespace = "strimzis";
    await stage.namespace(namespace);
    const failures = await Promise.all(resources.map((each) => failureOf(each, stage, namespace)));
    const good = resources.filter(({ isGood }) => isGood).length;
    const name = `${server.name}: Strimzi's own resources, ${good} good ones and ${resources.length - good} others`;
    report.verdict(
      "awaited-kinds",
      name,
      failures.filter((failure) => failure !== undefined),
    );
  } finally {
    await opened.close();
  }
}

/** Resources of kinds that nothing looks after yet are taken or refused as by Strimzi, and what is taken is told that it has to wait. */
export const awaitedKinds: Check = {
  name: "awaited-kinds",
  about: "kinds that nothing looks after yet, on a real kube-apiserver and on the embedded API",
  async run(report) {
    const resources = await judgedResources();
    for (const start of [startKubernetes, startEmbeddedApi]) {
      const folder = await mkdtemp(join(tmpdir(), "millrace-awaited-"));
      const server: ApiServer = await start(folder);
      try {
        await judge(server, resources, report);
      } finally {
        await server.stop();
        await rm(folder, { recursive: true, force: true });
      }
    }
  },
};
