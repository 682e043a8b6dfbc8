import { brokerConfigs } from "@millrace/configs";
import { messageOf } from "@millrace/kit";
import { hasTls, type SecurityProtocol, saslMechanisms } from "@millrace/security";
import type { ConfigProblem } from "../config/parse.ts";
import type { BrokerSettings } from "../config/settings.ts";
import { clientAuthenticationOf } from "./tls/listener-properties.ts";

interface Declared {
  readonly name: string;
  readonly securityProtocol?: SecurityProtocol;
}

/** What Kafka's mechanisms are called in names of configs; Kerberos is one of them there. */
const mechanisms: readonly string[] = ["gssapi", ...saslMechanisms.map((name) => name.toLowerCase())];

/** What is wrong with listeners' own configs, whatever their clients do. */
export function listenerProblems(listeners: readonly Declared[], settings: BrokerSettings): readonly ConfigProblem[] {
  return listeners.flatMap((listener) => [...unknownConfigs(listener, settings), ...clientAuthenticationProblem(listener, settings)]);
}

/** Kafka does not look at them. A listener that was to ask for certificates, but for one letter, would be open. */
function unknownConfigs({ name }: Declared, { properties }: BrokerSettings): readonly ConfigProblem[] {
  const prefix = `listener.name.${name.toLowerCase()}.`;
  return Object.keys(properties)
    .filter((config) => config.startsWith(prefix) && !brokerConfigs.has(withoutMechanism(config.slice(prefix.length))))
    .map((config) => ({ name: config, message: `${config}: no listener has such a config` }));
}

function withoutMechanism(config: string): string {
  const mechanism = mechanisms.find((each) => config.startsWith(`${each}.`));
  return mechanism === undefined ? config : config.slice(mechanism.length + 1);
}

function clientAuthenticationProblem(
  { name, securityProtocol = "PLAINTEXT" }: Declared,
  settings: BrokerSettings,
): readonly ConfigProblem[] {
  if (!hasTls(securityProtocol)) return [];
  try {
    clientAuthenticationOf(settings, { name, securityProtocol });
    return [];
  } catch (error) {
    return [{ name: "", message: messageOf(error) }];
  }
}
