import { choice, decimal, integer, list, object, type ShapeRule, shape, text } from "../field.ts";
import { keySelector } from "../kubernetes/selectors.ts";
import { statusFields } from "./status.ts";
import { resourceTemplate } from "./templates.ts";

const validityOfTlsOnly: ShapeRule = {
  cel: "self.type == 'tls' || (!has(self.validityDays) && !has(self.renewalDays))",
  message: "validityDays and renewalDays go with the type tls only",
  holds: ({ type, validityDays, renewalDays }) => type === "tls" || (validityDays === undefined && renewalDays === undefined),
};

const validityWithRenewal: ShapeRule = {
  cel: "self.type != 'tls' || has(self.renewalDays) == has(self.validityDays)",
  message: "validityDays and renewalDays have to be given together",
  holds: ({ type, validityDays, renewalDays }) => type !== "tls" || (validityDays === undefined) === (renewalDays === undefined),
};

const renewalBeforeTheEnd: ShapeRule = {
  cel: "self.type != 'tls' || !has(self.renewalDays) || !has(self.validityDays) || self.renewalDays < self.validityDays",
  message: "renewalDays has to be less than validityDays",
  holds: ({ type, validityDays, renewalDays }) =>
    type !== "tls" || !isInteger(renewalDays) || !isInteger(validityDays) || renewalDays < validityDays,
};

const isInteger = (value: unknown): value is number | bigint => typeof value === "number" || typeof value === "bigint";

const passwordSource = shape("UserPasswordSource", {
  secretKeyRef: object("Entry of the Secret.", keySelector),
});

const password = shape(
  "UserPassword",
  { valueFrom: object("Secret that holds the password.", passwordSource) },
  { required: ["valueFrom"] },
);

const authentication = shape(
  "UserAuthentication",
  {
    type: choice(
      "How the user proves who it is: `tls` gets a certificate, `tls-external` has one from elsewhere, `scram-sha-512` gets a password.",
      ["tls", "tls-external", "scram-sha-512"],
    ),
    password: object("For the type `scram-sha-512`: where the password stands; one is made if left out.", password),
    validityDays: integer("For the type `tls`: days for which the certificate is valid; as the clients' CA says if left out.", {
      minimum: 1,
    }),
    renewalDays: integer("For the type `tls`: days before its end at which the certificate is renewed.", { minimum: 1 }),
  },
  { required: ["type"], rules: [validityOfTlsOnly, validityWithRenewal, renewalBeforeTheEnd] },
);

const aclResource = shape(
  "AclRuleResource",
  {
    type: choice("Sort of resource.", ["topic", "group", "cluster", "transactionalId"]),
    name: text("Name of the resource, or what its name begins with, by `patternType`; `*` for all. The cluster needs none."),
    patternType: choice("Whether the name is meant exactly or as a prefix.", ["literal", "prefix"], { whenAbsent: "literal" }),
  },
  { required: ["type"] },
);

const aclRule = shape(
  "AclRule",
  {
    type: choice("Whether the operations are allowed or denied; what is denied stays denied.", ["allow", "deny"], { whenAbsent: "allow" }),
    resource: object("What the rule is about.", aclResource),
    host: text("Address from which the rule holds.", { whenAbsent: "*" }),
    operations: list(
      "What is allowed or denied.",
      choice(undefined, [
        "Read",
        "Write",
        "Create",
        "Delete",
        "Alter",
        "Describe",
        "ClusterAction",
        "AlterConfigs",
        "DescribeConfigs",
        "IdempotentWrite",
        "All",
      ]),
    ),
  },
  { required: ["resource", "operations"] },
);

const authorization = shape(
  "UserAuthorization",
  {
    type: choice("`simple`: Kafka's own ACLs.", ["simple"]),
    acls: list("What the user may do, and what it must not.", object(undefined, aclRule)),
  },
  { required: ["type", "acls"] },
);

const quotas = shape("UserQuotas", {
  producerByteRate: integer("Bytes that the user may send to a broker in a second.", { minimum: 0 }),
  consumerByteRate: integer("Bytes that the user may fetch from a broker in a second.", { minimum: 0 }),
  requestPercentage: integer("Share of the network and I/O threads that the user may use.", { minimum: 0 }),
  controllerMutationRate: decimal("Partitions that the user may create or delete in a second.", { minimum: 0 }),
});

const template = shape("KafkaUserTemplate", {
  secret: object("Secret with the user's credentials.", resourceTemplate),
});

export const kafkaUserSpec = shape("KafkaUserSpec", {
  authentication: object("How the user proves who it is; no credentials are made if left out.", authentication),
  authorization: object("What the user may do; it has no ACLs if left out.", authorization),
  quotas: object("Limits for the user.", quotas),
  template: object("Changes to the Kubernetes objects that are made.", template),
});

export const kafkaUserStatus = shape("KafkaUserStatus", {
  ...statusFields,
  username: text("Name by which Kafka knows the user."),
  secret: text("Name of the Secret that holds the user's credentials."),
});
