import { loginModules, type SaslMechanism, saslMechanisms } from "@millrace/security";
import type { FurtherListener } from "../peers/peer.ts";
import { audience, issuer } from "./tokens.ts";

/** Broker properties with an authorizer and delegation tokens. Nobody may do anything but those named here. */
export const brokerProperties: Readonly<Record<string, string>> = {
  "authorizer.class.name": "org.apache.kafka.metadata.authorizer.StandardAuthorizer",
  // Who asks over the plain listener is nobody, and so is Apache Kafka's broker when it talks to its controller.
  "super.users": "User:ANONYMOUS;User:admin",
  "delegation.token.secret.key": "a secret of the broker's own",
};

/** Passwords of PLAIN and SCRAM users. */
export const passwords: Readonly<Record<string, string>> = {
  admin: "admin-secret",
  alice: "alice-secret",
  bob: "bob-secret",
  carol: "carol-secret",
  dora: "dora-secret",
};

const handlers = "org.apache.kafka.common.security.oauthbearer";
const validator = `${handlers}.OAuthBearerValidatorCallbackHandler`;
const believer = `${handlers}.internals.unsecured.OAuthBearerUnsecuredValidatorCallbackHandler`;

/** How long a login is good for on the listener `reauth`. */
export const reauthenticationMs = 3_000;

function settings(mechanisms: readonly SaslMechanism[], keysUrl: string): Record<string, string> {
  const users = Object.entries(passwords).map(([user, password]) => ` user_${user}="${password}"`);
  const jaas = mechanisms.map((mechanism) => {
    const options = mechanism === "PLAIN" ? users.join("") : "";
    return [`${mechanism.toLowerCase()}.sasl.jaas.config`, `${loginModules[mechanism]} required${options};`];
  });
  const tokens = {
    "oauthbearer.sasl.server.callback.handler.class": validator,
    "sasl.oauthbearer.jwks.endpoint.url": keysUrl,
    "sasl.oauthbearer.expected.audience": audience,
    "sasl.oauthbearer.expected.issuer": issuer,
  };
  return {
    "sasl.enabled.mechanisms": mechanisms.join(","),
    ...Object.fromEntries(jaas),
    ...(mechanisms.includes("OAUTHBEARER") ? tokens : {}),
  };
}

/** Where whoever says a name is believed, as Kafka does it for trying things out. */
function unsigned(name: string, options: string): FurtherListener {
  const own = {
    "sasl.enabled.mechanisms": "OAUTHBEARER",
    "oauthbearer.sasl.jaas.config": `${loginModules.OAUTHBEARER} required${options};`,
    "oauthbearer.sasl.server.callback.handler.class": believer,
  };
  return { name, sasl: true, settings: own };
}

/** Listeners with SASL: all mechanisms without and with TLS, one mechanism only, logins that end soon, and unsigned tokens. */
export function saslListeners(keysUrl: string, keys: string): readonly FurtherListener[] {
  const all = settings(saslMechanisms, keysUrl);
  const reauthentication = Object.fromEntries(
    saslMechanisms.map((mechanism) => [`${mechanism.toLowerCase()}.connections.max.reauth.ms`, String(reauthenticationMs)]),
  );
  return [
    { name: "sasl", sasl: true, settings: all },
    { name: "saslssl", sasl: true, keys, settings: all },
    { name: "limited", sasl: true, settings: settings(["SCRAM-SHA-512"], keysUrl) },
    { name: "reauth", sasl: true, settings: { ...all, ...reauthentication } },
    unsigned("unsigned", ""),
    // Kafka wants a token for the broker itself where there are any options.
    unsigned(
      "scoped",
      ' unsecuredLoginStringClaim_sub="broker" unsecuredValidatorRequiredScope="read" unsecuredValidatorAllowableClockSkewMs="30000"',
    ),
  ];
}

/** Listeners without TLS that need nothing made for the run: SCRAM, and unsigned tokens. */
export const plainSaslListeners: readonly FurtherListener[] = [
  { name: "scram", sasl: true, settings: settings(["SCRAM-SHA-256"], "") },
  unsigned("unsigned", ""),
];
