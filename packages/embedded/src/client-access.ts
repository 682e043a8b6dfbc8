import { diskFiles, type Files } from "@millrace/files";
import { addressText, MillraceError } from "@millrace/kit";
import { type KafkaUser, kafkaUserNames, type Listener, type Platform, type Secret, secretEntries } from "@millrace/resources";
import type { ClientAccess } from "./access.ts";
import { loopback } from "./listener-specs.ts";
import { type FindSecret, findSecret } from "./secrets/find-secret.ts";
import { namespaceOf, userSecretKey } from "./secrets/names.ts";

export interface ClientAccessOptions {
  /** Name of the KafkaUser. */
  readonly user: string;
  /** Name of the listener; the first that takes the user if left out. */
  readonly listener?: string;
  /** The platform's data directory, where its Secrets are. */
  readonly directory: string;
  /** Where the directory is. Default: on the disk. */
  readonly files?: Files;
  /** Where clients reach the listener; as declared, on loopback, if left out. */
  readonly bootstrapServers?: string;
  /** The same, where that depends on which listener it is. */
  readonly bootstrapServersOf?: (listener: Listener) => string | undefined;
}

/** What a client needs to log in as a declared user. Throws NOT_FOUND. */
export function clientAccess(platform: Platform, options: ClientAccessOptions): ClientAccess {
  const { kafka, users } = platform;
  const user = users.find(({ metadata }) => metadata.name === options.user);
  if (user === undefined)
    throw notFound(
      `there is no KafkaUser ${options.user} among the resources`,
      users.map(({ metadata }) => metadata.name),
    );
  const type = user.spec.authentication?.type;
  if (type !== "tls" && type !== "scram-sha-512") throw notFound(`the KafkaUser ${options.user} has no credentials that were made here`);
  const listener = listenerFor(kafka.spec.kafka.listeners, type, options.listener);
  const find = findSecret(options.files ?? diskFiles, options.directory);
  const { namespace, name } = userSecretKey(kafka, user);
  const secret = find(namespace, name);
  const entry = (key: string): string => requiredEntry(secret, key, `${options.directory} has no Secret ${name} with ${key}`);
  const { byPassword, byCertificate } = kafkaUserNames(options.user);
  const common = {
    bootstrapServers:
      options.bootstrapServers ?? options.bootstrapServersOf?.(listener) ?? addressText({ host: loopback, port: listener.port }),
    trusted: listener.tls ? trustedBy(platform, listener, find) : undefined,
  };
  if (type === "tls") {
    const certificate = { chain: entry("user.crt"), key: entry("user.key") };
    return { ...common, securityProtocol: "SSL", user: byCertificate, scram: undefined, certificate };
  }
  const scram = { mechanism: "SCRAM-SHA-512" as const, password: entry("password"), jaasConfig: entry("sasl.jaas.config") };
  return { ...common, securityProtocol: listener.tls ? "SASL_SSL" : "SASL_PLAINTEXT", user: byPassword, scram, certificate: undefined };
}

type Authentication = NonNullable<KafkaUser["spec"]["authentication"]>["type"];

function listenerFor(listeners: readonly Listener[], type: Authentication, name: string | undefined): Listener {
  const fitting = listeners.filter(({ authentication }) => authentication?.type === type);
  const found = fitting.find((each) => name === undefined || each.name === name);
  if (found !== undefined) return found;
  const what = name === undefined ? "no listener" : `the listener ${name} does not exist, or`;
  throw notFound(
    `${what} has authentication of the type ${type}`,
    fitting.map((each) => each.name),
  );
}

/** A listener with a certificate of its own is known by whoever issued that. */
function trustedBy({ kafka }: Platform, { configuration }: Listener, find: FindSecret): string | undefined {
  if (configuration?.brokerCertChainAndKey !== undefined) return undefined;
  const name = `${kafka.metadata.name}-cluster-ca-cert`;
  return requiredEntry(find(namespaceOf(kafka), name), "ca.crt", `there is no Secret ${name} with the certificate of the cluster's CA`);
}

function requiredEntry(secret: Secret | undefined, key: string, message: string): string {
  const entry = secret === undefined ? undefined : secretEntries(secret).get(key);
  if (entry === undefined)
    throw new MillraceError("NOT_FOUND", message, { hint: "Has the platform been started with these files and this data directory?" });
  return entry.toString();
}

function notFound(message: string, known: readonly string[] = []): MillraceError {
  return new MillraceError("NOT_FOUND", message, known.length === 0 ? {} : { hint: `There are ${known.join(", ")}.` });
}
