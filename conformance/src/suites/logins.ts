import { type Client, franzGoClient, javaClient, librdkafkaClient, millraceClient, platformaticClient } from "../connecting/clients.ts";
import type { Credentials, SaslCredentials } from "../connecting/credentials.ts";
import { addressOf } from "../peers/peer.ts";
import { accountsOn } from "../sasl/accounts.ts";
import { type Ability, type LoginAttempt, loginAttempts, reauthentications } from "../sasl/attempts.ts";
import { claimScenarios } from "../sasl/claim-scenarios.ts";
import { brokerProperties, reauthenticationMs, saslListeners } from "../sasl/listeners.ts";
import { mechanismScenarios } from "../sasl/mechanism-scenarios.ts";
import { orderScenarios } from "../sasl/order-scenarios.ts";
import { passwordScenarios } from "../sasl/password-scenarios.ts";
import { reauthenticationScenarios } from "../sasl/reauthentication-scenarios.ts";
import { tokenScenarios } from "../sasl/token-scenarios.ts";
import { TokenProvider } from "../sasl/tokens.ts";
import { saslCase } from "../sasl/transcript.ts";
import { type Case, driverSuite, type Suite } from "../suite.ts";
import { Certificates } from "../tls/certificates.ts";
import { javaDriver } from "./java.ts";

const certificates = new Certificates();
const provider = new TokenProvider();
process.on("exit", () => {
  certificates.close();
  provider.close();
});

/** Longer than a login is good for. */
const pauseMs = reauthenticationMs + 1_500;

function given(protocol: Credentials["protocol"], sasl: SaslCredentials | undefined): Credentials {
  const base = { protocol, trusted: certificates.files.authority, checksHost: true };
  return sasl === undefined ? base : { ...base, sasl };
}

function tried(client: string, connect: Client, { name, listener, protocol, credentials }: LoginAttempt): Case {
  return {
    name: `${client}: ${name}`,
    async run(peer) {
      const accounts = await accountsOn(peer);
      return { outcome: await connect(addressOf(peer, listener), given(protocol, credentials?.(accounts))) };
    },
  };
}

/** The client goes on after its login has ended, and logs in again. */
function kept(client: string, connect: Client, credentials: SaslCredentials): Case {
  return {
    name: `${client}: re-authentication, ${credentials.mechanism}`,
    async run(peer) {
      await accountsOn(peer);
      return { outcome: await connect(addressOf(peer, "reauth"), given("SASL_PLAINTEXT", credentials), pauseMs) };
    },
  };
}

async function clientCases(java: Client): Promise<Case[]> {
  const clients: readonly [name: string, client: Client, abilities: readonly Ability[]][] = [
    ["java", java, ["delegation tokens"]],
    ["librdkafka", await librdkafkaClient(), []],
    ["franz-go", await franzGoClient(), ["delegation tokens"]],
    ["platformatic", await platformaticClient(), []],
    ["millrace", await millraceClient(), ["delegation tokens"]],
  ];
  const attempts = loginAttempts(provider);
  return clients.flatMap(([name, client, abilities]) => [
    ...attempts.filter(({ takes }) => takes === undefined || abilities.includes(takes)).map((attempt) => tried(name, client, attempt)),
    ...reauthentications(provider).map((credentials) => kept(name, client, credentials)),
  ]);
}

function exchangeCases(): Case[] {
  const all = [
    mechanismScenarios(provider),
    claimScenarios(provider),
    orderScenarios(provider),
    reauthenticationScenarios(provider),
    passwordScenarios,
    tokenScenarios,
  ];
  return all.flat().map(saslCase);
}

const broker: Pick<Suite, "config" | "listeners"> = {
  config: brokerProperties,
  listeners: async () => saslListeners(provider.keysUrl, certificates.files.server),
};

/** Right, wrong and missing credentials of each SASL mechanism, by many clients. */
export const logins: Suite = {
  ...broker,
  name: "logins",
  async prepare() {
    const java = await javaClient();
    return { cases: await clientCases(java.connect), close: () => java.close() };
  },
};

/** What is said of logins and delegation tokens, request by request. */
export const sasl: Suite = {
  ...broker,
  name: "sasl",
  async prepare() {
    return { cases: exchangeCases(), async close() {} };
  },
};

/** Kafka's command line tools, with files of client properties. */
export const saslTools: Suite = { ...broker, ...driverSuite("sasl-tools", () => javaDriver("sasl-tools"), "sasl") };
