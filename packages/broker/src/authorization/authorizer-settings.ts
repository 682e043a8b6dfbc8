import { MillraceError, messageOf } from "@millrace/kit";
import { type AuthorizerSettings, parseSuperUsers } from "@millrace/security";
import { trimmed } from "../config/java-text.ts";
import type { Overrides } from "../config/parse.ts";

/** The class that Kafka comes with: what it does is built in here, under its name. */
const standardAuthorizer = "org.apache.kafka.metadata.authorizer.StandardAuthorizer";

/** What the properties say of authorization; undefined where they ask for none. Throws CONFIG_INVALID. */
export function authorizerSettings(properties: Overrides): AuthorizerSettings | undefined {
  const className = trimmed(properties["authorizer.class.name"] ?? "");
  if (className === "") return undefined;
  if (className !== standardAuthorizer) {
    throw new MillraceError("CONFIG_INVALID", `authorizer.class.name may be ${standardAuthorizer} only: Java classes can't be loaded`);
  }
  return {
    superUsers: parseSuperUsers(properties["super.users"] ?? ""),
    allowEveryoneIfNoAclFound: trimmed(properties["allow.everyone.if.no.acl.found"] ?? "").toLowerCase() === "true",
  };
}

/** What is wrong with them, in a sentence. */
export function authorizerProblem(properties: Overrides): string | undefined {
  try {
    authorizerSettings(properties);
    return undefined;
  } catch (error) {
    return messageOf(error);
  }
}
