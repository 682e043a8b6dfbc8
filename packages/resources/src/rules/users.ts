import type { AclRule, KafkaUser } from "../generated/types.ts";
import type { Path } from "../problem.ts";
import { type Check, judge, type Rule, type Subject } from "./rule.ts";

/** RFC 5280, appendix A.1: `ub-common-name`. */
const commonNameCharactersMax = 64;

interface UserSubject extends Subject {
  readonly user: KafkaUser;
}

const commonName: Rule<UserSubject> = {
  error: "user-name-too-long",
  at: ["metadata", "name"],
  holds: ({ user: { metadata, spec } }) => !spec.authentication?.type.startsWith("tls") || metadata.name.length <= commonNameCharactersMax,
  message: ({ user }) =>
    `the name of a user with a certificate may have at most ${commonNameCharactersMax} characters, has ${user.metadata.name.length}`,
};

const passwordSource: Rule<UserSubject> = {
  error: "password-source-incomplete",
  at: ["spec", "authentication", "password", "valueFrom"],
  holds: ({ user: { spec } }) => {
    if (spec.authentication?.type !== "scram-sha-512" || spec.authentication.password === undefined) return true;
    const { name = "", key = "" } = spec.authentication.password.valueFrom.secretKeyRef ?? {};
    return name !== "" && key !== "";
  },
  message: () => "expected secretKeyRef with the name of a Secret and a key of it",
};

interface AclSubject extends Subject {
  readonly acl: AclRule;
}

const resourceNamed: Rule<AclSubject> = {
  error: "acl-resource-without-name",
  at: ["resource"],
  holds: ({ acl: { resource } }) => resource.type === "cluster" || (resource.name ?? "") !== "",
  message: ({ acl }) => `a resource of type ${acl.resource.type} needs a name; "*" stands for all`,
};

const authenticationPath: Path = ["spec", "authentication"];
const aclsPath: Path = ["spec", "authorization", "acls"];

export const userChecks: readonly Check<KafkaUser>[] = [
  { reads: [["metadata"], authenticationPath], findings: (user) => judge([commonName, passwordSource], [{ path: [], user }]) },
  {
    reads: [aclsPath],
    findings: ({ spec }) =>
      judge(
        [resourceNamed],
        (spec.authorization?.acls ?? []).map((acl, index) => ({ path: [...aclsPath, index], acl })),
      ),
  },
];
