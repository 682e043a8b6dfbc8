import assert from "node:assert/strict";
import { after, before, describe, test } from "node:test";
import { apis, errors } from "@millrace/protocol";
import { MetadataImage } from "../src/metadata/image.ts";
import { applyMetadataRecord, encodeMetadataRecord, initialRecords } from "../src/metadata/metadata-records.ts";
import { TestBroker } from "./harness/test-broker.ts";

const safeDowngrade = 2;
const minIsr = "min.insync.replicas";

describe("levels of features", () => {
  let it: TestBroker;

  before(async () => {
    it = await TestBroker.start({ [minIsr]: "2" });
  });

  after(() => it.stop());

  async function levels(): Promise<Record<string, number>> {
    const { finalizedFeatures } = await it.call(apis.apiVersions, 4, { clientSoftwareName: "test", clientSoftwareVersion: "1" });
    return Object.fromEntries(finalizedFeatures.map(({ name, maxVersionLevel }) => [name, maxVersionLevel]));
  }

  async function update(feature: string, maxVersionLevel: number, upgradeType = 1, validateOnly = false): Promise<number> {
    const draft = { featureUpdates: [{ feature, maxVersionLevel, upgradeType }], validateOnly };
    return (await it.call(apis.updateFeatures, 2, draft)).errorCode;
  }

  async function alter(resourceName: string, value: string | null): Promise<string | null> {
    const configs = [{ name: minIsr, configOperation: value === null ? 1 : 0, value }];
    const { responses } = await it.call(apis.incrementalAlterConfigs, 1, { resources: [{ resourceType: 4, resourceName, configs }] });
    return responses[0]?.errorMessage ?? null;
  }

  async function clusterMinIsr(resourceName = ""): Promise<string | null | undefined> {
    const resources = [{ resourceType: 4, resourceName, configurationKeys: [minIsr] }];
    const { results } = await it.call(apis.describeConfigs, 4, { resources });
    return results[0]?.configs[0]?.value;
  }

  test("a new cluster has Kafka's", async () => {
    assert.deepEqual(await levels(), {
      "eligible.leader.replicas.version": 1,
      "group.version": 1,
      "kraft.version": 1,
      "metadata.version": 30,
      "share.version": 1,
      "streams.version": 1,
      "transaction.version": 2,
    });
  });

  test("a log of a release that had no levels is given Kafka's, and keeps what it has", () => {
    const image = new MetadataImage();
    image.applyConfig(4, "", minIsr, "3");
    const records = initialRecords(image, { [minIsr]: "2" });
    for (const record of records) applyMetadataRecord(image, encodeMetadataRecord(record));
    assert.deepEqual([...image.featureLevels()][0], ["metadata.version", 30]);
    assert.equal(image.featureLevel("group.version"), 1);
    assert.equal(image.overrides(4, "")[minIsr], "3");
    assert.deepEqual(initialRecords(image, {}), []);
  });

  test("a change survives a restart, one that is only validated is none", async () => {
    assert.equal(await update("group.version", 0, safeDowngrade), 0);
    assert.equal(await update("transaction.version", 1, safeDowngrade, true), 0);
    assert.equal(await update("transaction.version", 3), errors.INVALID_UPDATE_VERSION.code);
    it = await it.restart({ [minIsr]: "2" });
    const after = await levels();
    assert.equal(after["group.version"], undefined);
    assert.equal(after["transaction.version"], 2);
    assert.equal(await update("group.version", 1), 0);
    assert.equal((await levels())["group.version"], 1);
  });

  test("one refused level leaves all as they are", async () => {
    const featureUpdates = [
      { feature: "group.version", maxVersionLevel: 0, upgradeType: safeDowngrade },
      { feature: "transaction.version", maxVersionLevel: 9 },
    ];
    const { errorCode } = await it.call(apis.updateFeatures, 2, { featureUpdates });
    assert.equal(errorCode, errors.INVALID_UPDATE_VERSION.code);
    assert.equal((await levels())["group.version"], 1);
  });

  test("without eligible leader replicas min.insync.replicas is a config like others, with them it is pinned", async () => {
    assert.equal(await clusterMinIsr(), "2");
    assert.match((await alter("0", "3")) ?? "", /cannot be altered while ELR is enabled/);
    assert.equal(await update("eligible.leader.replicas.version", 0, safeDowngrade), 0);
    assert.equal(await alter("0", "3"), null);
    assert.equal(await alter("", null), null);
    assert.equal(await clusterMinIsr(), undefined);
    assert.equal(await clusterMinIsr("0"), "3");
    assert.equal(await update("eligible.leader.replicas.version", 1), 0);
    assert.equal(await clusterMinIsr(), "2");
    assert.equal(await clusterMinIsr("0"), "2");
  });
});
