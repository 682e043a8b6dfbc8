import type { Clock, Closeable, Logger } from "@millrace/kit";
import { type AclIndex, Authorizer, type AuthorizerSettings, type Subject, textOf } from "@millrace/security";
import type { ConnectionFacts } from "../api/handler.ts";
import { type Access, CheckedAccess, openAccess } from "./access.ts";
import { AuditLog } from "./audit-log.ts";
import { CountedAuthorizer } from "./counted-authorizer.ts";

interface AuthorizationParts {
  /** Undefined: everybody may do everything, and there are no ACLs to speak of. */
  readonly settings: AuthorizerSettings | undefined;
  readonly acls: AclIndex;
  readonly logger: Logger;
  readonly clock: Clock;
}

/** Who may do what, by the ACLs of the metadata. */
export class Authorization implements Closeable {
  readonly #authorizer: CountedAuthorizer | undefined;
  readonly #audit: AuditLog;

  constructor({ settings, acls, logger, clock }: AuthorizationParts) {
    this.#authorizer = settings && new CountedAuthorizer(new Authorizer(acls, settings), clock);
    this.#audit = new AuditLog(logger, clock);
  }

  get isEnabled(): boolean {
    return this.#authorizer !== undefined;
  }

  /** What was decided lately; undefined where there is no authorizer. */
  get counts(): Pick<CountedAuthorizer, "allowedPerMinute" | "deniedPerMinute"> | undefined {
    return this.#authorizer;
  }

  /** What may be done over a connection; `api` is told by the audit log. */
  access({ principal, remoteHost, inProcess }: ConnectionFacts, api: string): Access {
    if (this.#authorizer === undefined || inProcess) return openAccess;
    const subject: Subject = { principal: textOf(principal), host: remoteHost };
    return new CheckedAccess(this.#authorizer, subject, (operation, resourceType, name, decision, audit) =>
      this.#audit.decided(subject, api, operation, resourceType, name, decision, audit),
    );
  }

  async close(): Promise<void> {
    this.#audit.close();
  }
}
