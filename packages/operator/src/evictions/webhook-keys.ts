import { X509Certificate } from "node:crypto";
import { secretKind } from "@millrace/controllers";
import type { Clock, Random } from "@millrace/kit";
import { isConflict, type KubeClient, type Stored } from "@millrace/kube";
import { type OwnerReference, type Secret, secretEntries } from "@millrace/resources";
import { issue, newAuthority } from "@millrace/security/certificates";

/** What the webhook shows, and whom the API server trusts for it; in PEM. */
export interface WebhookKeys {
  readonly key: string;
  readonly certificate: string;
  readonly authorities: string;
}

export interface WebhookKeysOptions {
  readonly client: Pick<KubeClient, "get" | "create" | "update">;
  readonly namespace: string;
  /** Of the Secret, and of the Service that it vouches for. */
  readonly name: string;
  /** With it the Secret goes. */
  readonly owner: OwnerReference;
  /** Further hosts and addresses by which the webhook is reached. */
  readonly hosts: readonly string[];
  readonly clock: Pick<Clock, "now">;
  readonly random: Random;
}

const dayMs = 86_400_000;
const policy = { validityDays: 730, renewalDays: 180, expirationPolicy: "replace-key" } as const;

/**
 * The webhook's certificate, in a Secret that all of its processes share: made where there is none, and made anew half a year before it ends. The authority before is trusted for as long as processes
 * may show what it issued. Throws what `KubeClient` throws.
 */
export async function webhookKeys(options: WebhookKeysOptions): Promise<WebhookKeys> {
  const { client, namespace, name, owner } = options;
  const before = await client.get(secretKind, { namespace, name });
  const known = before === undefined ? undefined : keysIn(before);
  if (known !== undefined && !isDue(known, options)) return known;
  const made = await newKeys(options, known);
  const data = Object.fromEntries(
    Object.entries({ "tls.crt": made.certificate, "tls.key": made.key, "ca.crt": made.authorities }).map(([entry, text]) => [
      entry,
      Buffer.from(text).toString("base64"),
    ]),
  );
  try {
    if (before === undefined)
      await client.create(secretKind, { ...emptySecret, metadata: { namespace, name, ownerReferences: [owner] }, data });
    else await client.update(secretKind, { ...before, data });
    return made;
  } catch (thrown) {
    if (!isConflict(thrown)) throw thrown;
    // Another process was faster: what it made counts.
    return webhookKeys(options);
  }
}

const emptySecret = { apiVersion: "v1", kind: "Secret", type: "kubernetes.io/tls" } as const;

function keysIn(secret: Stored<Secret>): WebhookKeys | undefined {
  const entries = secretEntries(secret);
  const [certificate, key, authorities] = ["tls.crt", "tls.key", "ca.crt"].map((entry) => entries.get(entry)?.toString());
  return certificate === undefined || key === undefined || authorities === undefined ? undefined : { certificate, key, authorities };
}

const isDue = ({ certificate }: WebhookKeys, { clock }: WebhookKeysOptions): boolean =>
  new X509Certificate(certificate).validToDate.getTime() - clock.now() < policy.renewalDays * dayMs;

async function newKeys(
  { namespace, name, hosts, clock, random }: WebhookKeysOptions,
  before: WebhookKeys | undefined,
): Promise<WebhookKeys> {
  const making = { nowMs: clock.now(), keys: "ECDSA", serialNumber: () => random.bytes(16) } as const;
  const authority = await newAuthority(name, policy, making);
  const names = [`${name}.${namespace}.svc`, `${name}.${namespace}`, name, ...hosts];
  const { key, chain } = await issue(authority, { subject: [["CN", name]], use: { kind: "server", names } }, policy, making);
  return {
    key: key.export({ type: "pkcs8", format: "pem" }).toString(),
    certificate: chain.map((each) => each.toString()).join(""),
    authorities: `${authority.certificate.toString()}${before?.authorities ?? ""}`,
  };
}
