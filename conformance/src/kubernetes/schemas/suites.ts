import type { Crd } from "../../resources/schema-node.ts";
import { strimziCrds } from "../../resources/strimzi-crds.ts";
import type { Case } from "../../suite.ts";
import type { ApiServer } from "../api-server.ts";
import { ourCrds } from "../crds.ts";
import { namespaceOf } from "../namespaces.ts";
import type { ApiSuite } from "../suite.ts";
import type { Detail } from "./answer.ts";
import { attempts } from "./attempts.ts";
import { definitionCase } from "./definitions.ts";
import { examples } from "./examples.ts";
import { outcomeDifferences, verdictOf } from "./outcomes.ts";
import type { TrialGroup } from "./trial.ts";
import { trialsOf } from "./trials.ts";

const trialCase = (group: TrialGroup, detail: Detail): Case<ApiServer> => ({
  name: group.name,
  run: async (server) => verdictOf(await attempts(server, await namespaceOf(group.name, server), group, detail)),
  differences: outcomeDifferences,
});

/** Resources made from the schemas of some CRDs, on a server that has them and on our API server. */
function schemaSuite(
  name: string,
  crds: () => Promise<readonly Crd[]>,
  detail: Detail,
  further: (crds: readonly Crd[]) => readonly Case<ApiServer>[] = () => [],
): ApiSuite {
  return {
    name,
    crds,
    async prepare() {
      const [installed, written] = [await crds(), await examples()];
      const groups = installed.flatMap((crd) => trialsOf(crd, written));
      return { cases: [...further(installed), ...groups.map((group) => trialCase(group, detail))], close: async () => {} };
    },
  };
}

/** Our CRDs: the same answers, word for word. */
export const kubernetesSchemas = schemaSuite("kubernetes-schemas", ourCrds, "words", (crds) => [definitionCase(crds)]);

/** Strimzi's own: the same decisions. What its rules say when they don't hold is said in other words. */
export const strimziSchemas = schemaSuite("strimzi-schemas", async () => Object.values(await strimziCrds()), "decisions");
