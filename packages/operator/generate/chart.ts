import { kinds, yamlText } from "@millrace/resources";
import { restricted } from "../src/install/deployment.ts";
import { installNames } from "../src/install/install.ts";
import { definitions } from "../src/install/objects.ts";
import { brokerRules, globalRules, leaderRules, namespacedRules } from "../src/install/rules.ts";
import { brokerClusterRole } from "../src/model/service-account.ts";
import { kafkaVersions } from "../src/model/versions.ts";
import type { Artefact } from "./artefacts.ts";

const folder = "charts/millrace";

/** What templates include by name: what the chart has in common with the manifest. */
const shared: Readonly<Record<string, string>> = {
  operator: installNames.operator,
  lease: installNames.lease,
  "role.namespaced": installNames.namespacedRole,
  "role.global": installNames.globalRole,
  "role.broker": brokerClusterRole,
  "role.leader": installNames.leaderRole,
  "rules.namespaced": yamlText(namespacedRules),
  "rules.global": yamlText(globalRules),
  "rules.broker": yamlText(brokerRules),
  "rules.leader": yamlText(leaderRules),
  restricted: yamlText(restricted),
  kafkaVersions: kafkaVersions.map(({ version }) => version).join("\n"),
  declaredKinds: yamlText(Object.values(kinds).flatMap(({ custom, plural }) => (custom === undefined ? [] : [plural]))),
};

const template = (name: string, text: string): string => `{{- define "millrace.${name}" -}}\n${text.trimEnd()}\n{{- end }}\n`;

/** What of the Helm chart is generated. `notice` says so, as a comment of YAML. */
export function chartArtefacts(version: string, notice: string): readonly Artefact[] {
  const chart = {
    ...{ apiVersion: "v2", name: "millrace", type: "application", version, appVersion: version },
    description: "Declare Apache Kafka by Strimzi's resources: the operator that runs it",
    keywords: ["kafka", "strimzi", "operator", "streaming"],
    kubeVersion: ">=1.30.0-0",
  };
  const templates = Object.entries(shared).map(([name, text]) => template(name, text));
  return [
    { path: `${folder}/Chart.yaml`, text: `${notice}${yamlText(chart)}` },
    { path: `${folder}/templates/_generated.tpl`, text: `{{/* ${notice.slice(2).trim()} */}}\n${templates.join("")}` },
    ...definitions.map((definition) => ({
      path: `${folder}/crds/${definition.metadata.name.split(".")[0]}.yaml`,
      text: `${notice}${yamlText(definition)}`,
    })),
  ];
}
