import { readdir, readFile } from "node:fs/promises";
import { join } from "node:path";
import { MillraceError, systemClock } from "@millrace/kit";
import { parse } from "yaml";
import type { Crd } from "../resources/schema-node.ts";
import type { ApiServer } from "./api-server.ts";
import { requestOf } from "./request.ts";

const folder = join(import.meta.dirname, "../../../packages/resources/crds");
const path = "/apis/apiextensions.k8s.io/v1/customresourcedefinitions";
const establishedMsMax = 120_000;

/** The CRDs that users of this project install in a cluster. */
export async function ourCrds(): Promise<readonly Crd[]> {
  const files = (await readdir(folder)).filter((name) => name.endsWith(".yaml")).sort();
  return Promise.all(files.map(async (name) => parse(await readFile(join(folder, name), "utf8")) as Crd));
}

/** Installs them, and waits until their kinds are served. */
export async function install(server: Pick<ApiServer, "url" | "ca" | "token">, crds: readonly Crd[]): Promise<void> {
  for (const crd of crds) {
    const request = { method: "POST", path, headers: { "content-type": "application/json" }, body: JSON.stringify(crd) };
    const { status, body } = await requestOf(server, request);
    if (status !== 201) throw new MillraceError("REQUEST_FAILED", `${crd.metadata.name}: ${status} ${body}`);
  }
  await untilServed(server, crds);
}

/** Resolves when the kinds can be listed. */
export async function untilServed(server: Pick<ApiServer, "url" | "ca" | "token">, crds: readonly Crd[]): Promise<void> {
  const endMs = systemClock.monotonicMs() + establishedMsMax;
  for (const { metadata } of crds) {
    while (!(await isServed(server, metadata.name))) {
      if (systemClock.monotonicMs() > endMs) throw new MillraceError("TIMED_OUT", `${metadata.name} is not served`);
      await new Promise((resolve) => setTimeout(resolve, 50));
    }
  }
}

/** Established, and its list can be had: for a moment there is none. */
async function isServed(server: Pick<ApiServer, "url" | "ca" | "token">, name: string): Promise<boolean> {
  if (!(await isEstablished(server, name))) return false;
  const [plural = "", ...group] = name.split(".");
  const { status } = await requestOf(server, { method: "GET", path: `/apis/${group.join(".")}/v1/${plural}` });
  return status === 200;
}

async function isEstablished(server: Pick<ApiServer, "url" | "ca" | "token">, name: string): Promise<boolean> {
  const { body } = await requestOf(server, { method: "GET", path: `${path}/${name}` });
  const { status } = JSON.parse(body) as { status?: { conditions?: readonly { type: string; status: string }[] } };
  return status?.conditions?.some((condition) => condition.type === "Established" && condition.status === "True") ?? false;
}
