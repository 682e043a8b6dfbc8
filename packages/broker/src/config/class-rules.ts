import { trimmed } from "./java-text.ts";
import type { ConfigProblem, Overrides } from "./parse.ts";

const oauth = "org.apache.kafka.common.security.oauthbearer";

/**
 * Configs that name Java classes by which it is decided who clients are and what they may do, and the classes whose work is done here. Without
 * any other that is named, more would be allowed than was declared; Kafka does not start without it either.
 */
const known: Readonly<Record<string, readonly string[]>> = {
  "principal.builder.class": ["org.apache.kafka.common.security.authenticator.DefaultKafkaPrincipalBuilder"],
  "ssl.engine.factory.class": ["org.apache.kafka.common.security.ssl.DefaultSslEngineFactory"],
  "sasl.oauthbearer.jwt.validator.class": [`${oauth}.DefaultJwtValidator`, `${oauth}.BrokerJwtValidator`],
  "create.topic.policy.class.name": [],
  "alter.config.policy.class.name": [],
  "client.quota.callback.class": ["io.strimzi.kafka.quotas.StaticQuotaCallback"],
  // Not a class but names of such: what stands for a secret would be taken for the secret itself.
  "config.providers": [],
};

const ofListener = /^listener\.name\.[^.]+\.(?:[^.]+\.)??(?=(?:principal|ssl|sasl)\.)/;

/** What names classes that can't be loaded and that must not be left out. */
export function classProblems(properties: Overrides): readonly ConfigProblem[] {
  return Object.entries(properties).flatMap(([name, text]) => {
    const config = name.replace(ofListener, "");
    const classes = Object.hasOwn(known, config) ? known[config] : undefined;
    if (classes === undefined || trimmed(text) === "" || classes.includes(trimmed(text))) return [];
    const offer = classes.length === 0 ? "" : `; there is ${classes.join(", ")}`;
    return [{ name, message: `${name}: Java classes can't be loaded${offer}` }];
  });
}
