import assert from "node:assert/strict";
import { X509Certificate } from "node:crypto";
import { describe, it } from "node:test";
import { ManualClock, systemRandom } from "@millrace/kit";
import type { KubeObject } from "@millrace/kube";
import { type CertifiedCluster, nodeObjects } from "@millrace/operator";
import type { Kafka } from "@millrace/resources";
import { type Authority, issue, newAuthority } from "@millrace/security/certificates";
import { threeOfBothRoles, trialCluster, trialKafka } from "./declared-cluster.ts";
import { TrialCertificates } from "./trial-certificates.ts";

const dayMs = 86_400_000;
const policy = { validityDays: 100, renewalDays: 10, expirationPolicy: "renew-certificate" } as const;
const own = { name: "own", port: 9095, type: "internal", tls: true } as const;
const brokerCertChainAndKey = { secretName: "mine", certificate: "tls.crt", key: "tls.key" };
const pem = (authority: Authority): string => authority.key?.export({ type: "pkcs8", format: "pem" }).toString() ?? "";

/** The certificates of a Kafka, and of its pods as they were when each was started last. */
async function setUp(kafka: Kafka) {
  const clock = new ManualClock();
  const certificates = await TrialCertificates.open(kafka, clock);
  const cluster = trialCluster("Q2x1c3Rlci1vZi10ZXN0cw", certificates.kafka, threeOfBothRoles);
  const making = () => ({ nowMs: clock.now(), keys: "ECDSA" as const, serialNumber: () => systemRandom.bytes(16) });
  let running: readonly KubeObject[] = [];
  let certified: CertifiedCluster | undefined;
  const pass = async (): Promise<CertifiedCluster> => {
    certified = await certificates.bringAbout(cluster, running);
    return certified;
  };
  const declared = (): readonly KubeObject[] => {
    assert.ok(certified);
    const objects = nodeObjects(cluster, { addresses: new Map(), texts: new Map(), certificates: certified.facts });
    const [set] = objects.filter(({ kind }) => kind === "StrimziPodSet") as unknown as ReadonlyArray<{
      spec: { pods: readonly KubeObject[] };
    }>;
    return set?.spec.pods ?? [];
  };
  return {
    ...{ clock, certificates, making, pass, declared },
    /** Pods are started anew: all, or the first so many. */
    restart: (count = 3) => {
      running = declared().map((pod, at) => (at < count ? pod : (running[at] ?? pod)));
    },
    leaf: async (podName = "trial-both-0") => new X509Certificate((await certificates.entries(podName))[`${podName}.crt`] ?? ""),
    issued: (authority: Authority, names: readonly string[]) =>
      issue(authority, { subject: [["CN", "own"]], use: { kind: "server", names } }, policy, making()),
  };
}

describe("a listener's own certificate", () => {
  const kafka = trialKafka({ listeners: [{ ...own, configuration: { brokerCertChainAndKey } }], config: {} });

  it("is in each broker's Secret, and makes brokers be started anew when it changes", async () => {
    const { certificates, making, pass, declared, issued } = await setUp(kafka);
    const authority = await newAuthority("mine", policy, making());
    const give = async () => {
      const { key, chain } = await issued(authority, ["kafka.example"]);
      await certificates.give("mine", { "tls.crt": chain.join(""), "tls.key": key.export({ type: "pkcs8", format: "pem" }).toString() });
      return chain.join("");
    };
    const first = await give();
    const { trusted } = await pass();
    assert.equal((await certificates.entries("trial-both-1"))["own-9095.crt"], first);
    assert.deepEqual(trusted.get("own"), [first]);
    const before = declared();
    const second = await give();
    await pass();
    assert.equal((await certificates.entries("trial-both-1"))["own-9095.crt"], second);
    const annotations = [before, declared()].map((pods) => pods.map(({ metadata }) => metadata.annotations ?? {}));
    for (const [at, pod] of (annotations[0] ?? []).entries()) {
      const differing = Object.keys(pod).filter((name) => pod[name] !== annotations[1]?.[at]?.[name]);
      assert.deepEqual(differing.sort(), ["strimzi.io/custom-listener-cert-thumbprints", "strimzi.io/revision"]);
    }
  });

  it("is told to be missing, or broken, by the name of its Secret", async () => {
    const { certificates, pass } = await setUp(kafka);
    await assert.rejects(pass(), /there is no Secret mine with the certificate of a listener/);
    await certificates.give("mine", { "tls.crt": "no certificate", "tls.key": "no key" });
    await assert.rejects(pass(), /can't use the Secret mine: tls\.crt is no certificate in PEM/);
  });
});

describe("an authority that is given", () => {
  const kafka = trialKafka({}, { clusterCa: { generateCertificateAuthority: false } });
  const annotations = { "strimzi.io/ca-cert-generation": "0", "strimzi.io/ca-key-generation": "0" };

  it("is trusted by all nodes before any shows what a new one issued, where the old one is still there", async () => {
    const { certificates, making, pass, restart, leaf } = await setUp(kafka);
    const [first, second] = [await newAuthority("one", policy, making()), await newAuthority("two", policy, making())];
    const give = async (authority: Authority, former: Readonly<Record<string, string>> = {}) => {
      await certificates.give("trial-cluster-ca", { "ca.key": pem(authority) }, annotations);
      await certificates.give("trial-cluster-ca-cert", { ...former, "ca.crt": authority.certificate.toString() }, annotations);
    };
    await give(first);
    await pass();
    restart();
    await give(second, { "ca-2026-04-11T00-00-00Z.crt": first.certificate.toString() });
    const { facts, operator } = await pass();
    assert.equal(facts.trustedKeys.clusterCa.length, 2);
    assert.ok(
      (await leaf()).verify(first.certificate.publicKey) && new X509Certificate(operator.chain).verify(first.certificate.publicKey),
    );
    restart(2);
    await pass();
    assert.ok((await leaf()).verify(first.certificate.publicKey), "one does not trust it yet");
    restart();
    const after = await pass();
    for (const name of ["trial-both-0", "trial-both-2"]) assert.ok((await leaf(name)).verify(second.certificate.publicKey));
    assert.ok(new X509Certificate(after.operator.chain).verify(second.certificate.publicKey));
  });

  it("counts at once where nothing is trusted any more that was issued before", async () => {
    const { certificates, making, pass, restart, leaf } = await setUp(kafka);
    const [first, second] = [await newAuthority("one", policy, making()), await newAuthority("two", policy, making())];
    for (const authority of [first, second]) {
      await certificates.give("trial-cluster-ca", { "ca.key": pem(authority) }, annotations);
      await certificates.give("trial-cluster-ca-cert", { "ca.crt": authority.certificate.toString() }, annotations);
      await pass();
      restart();
    }
    assert.ok((await leaf()).verify(second.certificate.publicKey));
  });

  it("leaves everything as it is when it has expired: what it would issue would last no longer", async () => {
    const { clock, certificates, making, pass, restart, leaf } = await setUp(kafka);
    const authority = await newAuthority("one", policy, making());
    await certificates.give("trial-cluster-ca", { "ca.key": pem(authority) }, annotations);
    await certificates.give("trial-cluster-ca-cert", { "ca.crt": authority.certificate.toString() }, annotations);
    const before = (await pass()).facts;
    restart();
    clock.advance(101 * dayMs);
    assert.deepEqual((await pass()).facts, before);
    await certificates.remove("trial-both-1");
    await assert.rejects(pass(), /can't use the Secret trial-cluster-ca-cert: .*expired/);
    assert.ok((await leaf()).validToDate.getTime() < clock.now());
  });
});

describe("maintenance windows", () => {
  it("are waited for by what ends soon and by what somebody asks for, and not by what is missing", async () => {
    // From three to four in the night.
    const kafka = trialKafka({}, { maintenanceTimeWindows: ["* * 3 * * ?"], clusterCa: { validityDays: 100, renewalDays: 10 } });
    const { clock, certificates, pass, restart, leaf } = await setUp(kafka);
    const authority = async () => (await certificates.entries("trial-cluster-ca-cert"))["ca.crt"];
    clock.advance(dayMs - (clock.now() % dayMs) + 12 * 3_600_000);
    await pass();
    restart();
    const before = [await authority(), (await leaf()).serialNumber];
    clock.advance(95 * dayMs);
    await certificates.annotate("trial-cluster-ca", { "strimzi.io/force-replace": "true" });
    await pass();
    assert.deepEqual([await authority(), (await leaf()).serialNumber], before);
    await certificates.remove("trial-both-1");
    await pass();
    assert.ok((await leaf("trial-both-1")).validToDate.getTime() > clock.now());
    assert.equal(await authority(), before[0]);
    clock.advance(15 * 3_600_000 + 60_000);
    await pass();
    const after = new X509Certificate((await authority()) ?? "");
    assert.match(after.subject, /cluster-ca v1/);
    assert.ok((await leaf()).verify(after.publicKey));
  });
});
