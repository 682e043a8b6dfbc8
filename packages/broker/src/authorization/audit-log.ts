import type { Clock, Logger } from "@millrace/kit";
import {
  type Acl,
  type AclOperation,
  aclOperations,
  codeName,
  type Decision,
  pascalCase,
  patternTypes,
  permissionTypes,
  type ResourceType,
  resourceTypes,
  type Subject,
} from "@millrace/security";
import { LogLimit } from "../api/log-limit.ts";
import { shortened } from "../api/shortened.ts";
import type { Audit } from "./access.ts";

const levels = {
  logged: { allowed: "debug", denied: "info" },
  silent: { allowed: "debug", denied: "trace" },
  idle: { allowed: "trace", denied: "trace" },
} as const;

/** Says who was denied what, and why; and, where the level of its logger is debug, who was allowed what. Kafka's `kafka.authorizer.logger`. */
export class AuditLog {
  readonly #logger: Logger;
  readonly #limit: LogLimit;

  constructor(logger: Logger, clock: Clock) {
    this.#logger = logger.named("kafka.authorizer.logger");
    this.#limit = new LogLimit(clock, this.#logger);
  }

  decided(
    subject: Subject,
    api: string,
    operation: AclOperation,
    resourceType: ResourceType,
    name: string,
    decision: Decision,
    audit: Audit,
  ): void {
    const level = levels[audit][decision.allowed ? "allowed" : "denied"];
    if (!this.#logger.isEnabled(level)) return;
    const resource = shortened(`${pascalCase(codeName(resourceTypes, resourceType))}:LITERAL:${name}`);
    const principal = shortened(subject.principal);
    const asked = codeName(aclOperations, operation);
    const outcome = decision.allowed ? "allowed" : "denied";
    if (level === "info" && !this.#limit.admits(`${principal} ${outcome} ${asked} ${resource} by ${api}`)) return;
    this.#logger[level](outcome, { principal, operation: asked, resource, host: subject.host, api, rule: ruleText(decision.rule) });
  }

  close(): void {
    this.#limit.close();
  }
}

function ruleText(rule: Decision["rule"]): string {
  return typeof rule === "string" ? rule : shortened(aclText(rule));
}

function aclText({ resourceType, patternType, resourceName, principal, host, operation, permissionType }: Acl): string {
  const pattern = `${pascalCase(codeName(resourceTypes, resourceType))}:${codeName(patternTypes, patternType)}:${resourceName}`;
  return `${codeName(permissionTypes, permissionType)} ${principal} ${codeName(aclOperations, operation)} from ${host} on ${pattern}`;
}
