import { apis, ConsumerProtocolSubscription, Writer } from "@millrace/protocol";
import type { Talk } from "../talk.ts";

const groupKeyType = 0;
const groupResource = 32;
const set = 0;
const subscriptionVersion = 3;

/** Waits until the group's coordinator answers: Kafka makes its topic when it is asked for, and then loads it. */
export async function coordinated(talk: Talk, groupId: string): Promise<void> {
  await talk.until(`a coordinator for ${groupId}`, async () => {
    const { coordinators } = await talk.call(apis.findCoordinator, 4, { keyType: groupKeyType, coordinatorKeys: [groupId] });
    if (coordinators[0]?.errorCode !== 0) return false;
    const { groups } = await talk.call(apis.offsetFetch, 8, { groups: [{ groupId, topics: null }] });
    return groups[0]?.errorCode === 0;
  });
}

/** Sets configs of a group and waits until they are there to be seen. */
export async function groupConfig(talk: Talk, groupId: string, configs: Readonly<Record<string, string>>): Promise<void> {
  const entries = Object.entries(configs).map(([name, value]) => ({ name, configOperation: set, value }));
  const resources = [{ resourceType: groupResource, resourceName: groupId, configs: entries }];
  await talk.call(apis.incrementalAlterConfigs, 1, { resources });
  await talk.until(`configs of ${groupId}`, async () => {
    const asked = [{ resourceType: groupResource, resourceName: groupId, configurationKeys: Object.keys(configs) }];
    const { results } = await talk.call(apis.describeConfigs, 4, { resources: asked });
    return Object.entries(configs).every(([name, value]) => results[0]?.configs.some((each) => each.name === name && each.value === value));
  });
}

/** What a classic consumer of these topics sends with its JoinGroup. */
export function subscription(topics: readonly string[]): Buffer {
  const writer = new Writer();
  writer.int16(subscriptionVersion);
  ConsumerProtocolSubscription.encode(writer, { topics: [...topics] }, subscriptionVersion);
  return Buffer.from(writer.toBuffer());
}
