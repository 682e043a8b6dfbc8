import type { Case } from "../suite.ts";
import { clientGo, kubectl } from "../toolchain/kubernetes.ts";
import type { ApiServer } from "./api-server.ts";
import type { ApiCase } from "./cases/api-case.ts";
import { apiCases } from "./cases/index.ts";
import { clientGoCases, tryClientGo } from "./client-go.ts";
import { clientNodeCases, tryClientNode } from "./client-node/index.ts";
import { type KubectlCase, kubectlCases } from "./kubectl/cases.ts";
import { sameChanges, sameWords } from "./kubectl/same-words.ts";
import { KubectlSession } from "./kubectl/session.ts";
import { namespaceOf } from "./namespaces.ts";
import { kubernetesSchemas, strimziSchemas } from "./schemas/suites.ts";
import type { ApiSuite } from "./suite.ts";
import { Talk } from "./talk.ts";

const requestCase = ({ name, run }: ApiCase): Case<ApiServer> => ({
  name,
  async run(server) {
    const talk = new Talk(server, await namespaceOf(name, server));
    await run(talk);
    return talk.steps;
  },
});

const kubectlCase = (program: string, { name, commands }: KubectlCase): Case<ApiServer> => ({
  name,
  async run(server) {
    const session = await KubectlSession.begin(program, server, await namespaceOf(name, server));
    try {
      for (const command of commands) await session.run(command);
    } finally {
      await session.close();
    }
    return session.steps;
  },
});

/** What an API server answers to requests of all sorts. */
const kubernetesApi: ApiSuite = {
  name: "kubernetes-api",
  prepare: async () => ({ cases: apiCases.map(requestCase), close: async () => {} }),
};

/** What kubectl prints, sends and is answered. */
const kubectlSuite: ApiSuite = {
  name: "kubectl",
  async prepare() {
    const program = await kubectl();
    return { cases: kubectlCases.map((each) => kubectlCase(program, each)), close: async () => {} };
  },
};

/** What controllers that are written in Go rest on. */
const clientGoSuite: ApiSuite = {
  name: "client-go",
  async prepare() {
    const program = await clientGo();
    const cases = clientGoCases.map((each) => ({
      name: each.name,
      run: async (server: ApiServer) => tryClientGo(program, each, server, await namespaceOf(`go ${each.name}`, server)),
    }));
    return { cases, close: async () => {} };
  },
};

/** What controllers and tests that are written in TypeScript rest on. */
const clientNodeSuite: ApiSuite = {
  name: "client-node",
  async prepare() {
    const library = await import("@kubernetes/client-node");
    const cases = clientNodeCases.map((each) => ({
      ...{ name: each.name, alone: each.alone === true },
      run: async (server: ApiServer) => tryClientNode(library, each, server, await namespaceOf(`node ${each.name}`, server)),
    }));
    return { cases, close: async () => {} };
  },
};

/** What `millrace` prints where it has kubectl's commands. */
const sameWordsSuite: ApiSuite = {
  name: "kubectl-words",
  async prepare() {
    const program = await kubectl();
    const looking = async (server: ApiServer) => sameWords(program, server, await namespaceOf("words", server));
    const changing = async (server: ApiServer) => {
      const namespaces = { kubectl: await namespaceOf("words kubectl", server), millrace: await namespaceOf("words millrace", server) };
      return sameChanges(program, server, namespaces);
    };
    const cases = [
      { name: "millrace prints what kubectl does", run: looking },
      { name: "millrace changes what kubectl does", run: changing },
    ];
    return { cases, close: async () => {} };
  },
};

/** All suites of the Kubernetes API. */
export const kubernetesSuites: readonly ApiSuite[] = [
  kubernetesApi,
  kubernetesSchemas,
  strimziSchemas,
  kubectlSuite,
  sameWordsSuite,
  clientGoSuite,
  clientNodeSuite,
];
