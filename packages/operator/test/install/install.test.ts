import assert from "node:assert/strict";
import { describe, it } from "node:test";
import { environment } from "../../src/install/environment.ts";
import { defaultInstall } from "../../src/install/install.ts";
import { definitions } from "../../src/install/objects.ts";
import { brokerRules, globalRules, leaderRules, namespacedRules } from "../../src/install/rules.ts";
import { serviceVersion } from "../../src/install/service-version.ts";
import { kafkaVersions } from "../../src/model/versions.ts";
import { readSettings, settingsTable } from "../../src/process/settings.ts";

const install = defaultInstall("0.1.0");

/** As the process gets it; what a pod knows of itself is filled in. */
const process = Object.fromEntries(environment(install).map((each) => [each.name, "value" in each ? each.value : `pod's ${each.name}`]));

describe("an installation", () => {
  it("says settings that the operator takes, and nothing but the defaults where it need not", () => {
    const settings = readSettings(process);
    assert.deepEqual(
      [...settings.kafkaImages.keys()],
      kafkaVersions.map(({ version }) => version),
    );
    assert.deepEqual(settings.operatorNamespaceLabels, { "kubernetes.io/metadata.name": install.namespace });
    for (const { variable, whenAbsent } of Object.values<{ variable: string; whenAbsent?: string }>(settingsTable)) {
      const isOwn = ["STRIMZI_OPERATOR_NAMESPACE_LABELS"].includes(variable);
      if (whenAbsent !== undefined && !isOwn) assert.equal(process[variable] ?? whenAbsent, whenAbsent, variable);
    }
  });

  it("by the Operator Lifecycle Manager watches what an OperatorGroup says", () => {
    const { deployments } = serviceVersion(install, "0.1.0", "").spec.install.spec;
    const variables = deployments[0]?.spec.template.spec.containers[0]?.env ?? [];
    const watchedBy = (namespaces: string): readonly string[] => {
      const own = Object.fromEntries(variables.map((each) => [each.name, "value" in each ? each.value : namespaces]));
      return readSettings({ ...own, STRIMZI_OPERATOR_NAMESPACE: "operators" }).namespaces;
    };
    assert.deepEqual(watchedBy(""), ["*"]);
    assert.deepEqual(watchedBy("one,two"), ["one", "two"]);
  });

  it("gives no right to everything", () => {
    for (const rule of [...namespacedRules, ...globalRules, ...leaderRules, ...brokerRules])
      for (const words of [rule.apiGroups, rule.resources, rule.verbs]) assert.ok(!words.includes("*"), JSON.stringify(rule));
  });

  it("has definitions that `kubectl apply` takes, which keeps what it applied in an annotation", () => {
    const annotationsBytesMax = 262_144;
    for (const definition of definitions) {
      const bytes = Buffer.byteLength(JSON.stringify(definition));
      assert.ok(bytes < annotationsBytesMax * 0.9, `${definition.metadata.name}: ${bytes} bytes`);
    }
  });
});
