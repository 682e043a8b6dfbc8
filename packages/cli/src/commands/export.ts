import type { Acl, Admin, ClientQuotas } from "@millrace/client";
import { canaryTopic, observeTopics } from "@millrace/controllers";
import type { UserState } from "@millrace/plans";
import { type Home, topicResource, userResource } from "@millrace/plans/exports";
import { type AclDeclaration, type KafkaTopic, type KafkaUser, yamlText } from "@millrace/resources";
import { printWarning } from "../failures.ts";
import { type KnownUser, knownUsers } from "../known-users.ts";
import { objectsText } from "../kubernetes/shown-objects.ts";
import type { ConnectionOptions } from "../options.ts";
import { output } from "../output.ts";
import { withAdmin } from "../session.ts";

interface Options extends ConnectionOptions {
  readonly cluster: string;
  readonly namespace?: string;
  readonly topics: boolean;
  readonly users: boolean;
  readonly output: "yaml" | "json";
}

type Resource = KafkaTopic | KafkaUser;

/** Writes what a Kafka has as resources that declare it. What none can say is told on the standard error. */
export function exportResources(_args: readonly string[], options: Options): Promise<number> {
  return withAdmin(options, async (admin) => {
    const home: Home = { cluster: options.cluster, namespace: options.namespace };
    const both = options.topics === options.users;
    const resources: Resource[] = [];
    if (both || options.topics) resources.push(...(await topicsOf(admin, home)));
    if (both || options.users) resources.push(...(await usersOf(admin, home)));
    if (options.output === "json") await output.write(objectsText(resources, "json", true));
    else for (const resource of resources) await output.write(`---\n${yamlText(resource)}`);
    return 0;
  });
}

async function topicsOf(admin: Admin, home: Home): Promise<readonly Resource[]> {
  const declarable = (await admin.listTopics()).filter(({ name, isInternal }) => !isInternal && name !== canaryTopic);
  const names = declarable.map(({ name }) => name);
  const { topics, unknown } = await observeTopics(admin, names.sort());
  for (const [name, { error }] of unknown) printWarning(`topic ${name}: it is left out: ${error.name}: ${error.message}`);
  return names.flatMap((name) => {
    const topic = topics.get(name);
    return topic === undefined ? [] : told(topicResource(topic, home));
  });
}

async function usersOf(admin: Admin, home: Home): Promise<readonly Resource[]> {
  const taken = new Set<string>();
  const [users, quotas] = await Promise.all([knownUsers(admin), admin.describeClientQuotas({})]);
  for (const { entity } of quotas.filter((each) => typeof each.entity.user !== "string")) {
    printWarning(`the quotas of ${entityText(entity)}: no KafkaUser can say them; they are left out`);
  }
  return users.flatMap((user) => {
    const [resource] = told(userResource(stateOf(user), home));
    if (resource === undefined) return [];
    const { name } = resource.metadata;
    if (taken.has(name)) {
      printWarning(`user ${user.name}: there is a KafkaUser ${name} already; it is left out`);
      return [];
    }
    taken.add(name);
    return [resource];
  });
}

const entityText = (entity: ClientQuotas["entity"]): string =>
  Object.entries(entity)
    .map(([type, name]) => `${type} ${name ?? "(default)"}`)
    .join(", ");

function told<T extends Resource>({
  resource,
  notes,
}: {
  readonly resource: T | undefined;
  readonly notes: readonly string[];
}): readonly T[] {
  for (const note of notes) printWarning(note);
  return resource === undefined ? [] : [resource];
}

function stateOf({ name, credentials, acls, quotas }: KnownUser): UserState {
  for (const { mechanism } of credentials.filter((each) => each.mechanism !== "SCRAM-SHA-512")) {
    printWarning(`user ${name}: a KafkaUser has no ${mechanism}; its credentials for that are left out`);
  }
  for (const { clientId } of quotas.filter((each) => each.clientId !== "")) {
    printWarning(
      `user ${name}: a KafkaUser can't say quotas for ${clientId === null ? "other clients" : `client ${clientId}`}; they are left out`,
    );
  }
  return {
    name,
    hasScram: credentials.some(({ mechanism }) => mechanism === "SCRAM-SHA-512"),
    acls: acls.flatMap((acl) => ruleOf(acl, name)),
    quotas: quotas.find(({ clientId }) => clientId === "")?.quotas ?? {},
  };
}

/** Rules that are newer than this program are told, not guessed. */
function ruleOf({ permission, operation, resourceType, resourceName, patternType, host }: Acl, user: string): readonly AclDeclaration[] {
  if (permission === "unknown" || operation === "Unknown" || resourceType === "unknown" || patternType === "unknown") {
    printWarning(`user ${user}: an ACL on ${resourceName} is of a kind that is not known here; it is left out`);
    return [];
  }
  return [{ permission, operation, resourceType, resourceName, patternType, host }];
}
