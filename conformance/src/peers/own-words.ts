type Properties = Readonly<Record<string, string>>;

/** Kafka's settings, and what a `Kafka` resource says by words of its own instead of some of them. */
export interface Worded {
  readonly config: Properties;
  readonly spec: Readonly<Record<string, unknown>>;
}

const quotas = "client.quota.callback.";
const ofPlugin = `${quotas}static.`;

/** Which authorizer there is, and whom it never stops; and the quotas of Strimzi's plugin. */
export function ownWords(properties: Properties): Worded {
  const { "authorizer.class.name": authorizer, "super.users": superUsers, ...others } = properties;
  const config = Object.fromEntries(Object.entries(others).filter(([name]) => !name.startsWith(quotas)));
  const users = superUsers === undefined ? {} : { superUsers: superUsers.split(";").map((user) => user.replace(/^User:/, "")) };
  return {
    config,
    spec: {
      ...(authorizer === undefined ? {} : { authorization: { type: "simple", ...users } }),
      ...(properties[`${quotas}class`] === undefined ? {} : { quotas: quotasOf(properties) }),
    },
  };
}

function quotasOf(properties: Properties) {
  return {
    type: "strimzi",
    producerByteRate: Number(properties[`${ofPlugin}produce`]),
    consumerByteRate: Number(properties[`${ofPlugin}fetch`]),
    excludedPrincipals: properties[`${ofPlugin}excluded.principal.name.list`]?.split(";"),
  };
}
