import { createPublicKey, type KeyObject, type X509Certificate } from "node:crypto";
import { type CertificateContent, makeCertificate, type Subject } from "./certificate.ts";
import type { CertificateUse } from "./extensions.ts";
import { algorithmOf, type KeyAlgorithm, newKeys } from "./keys.ts";
import { renewalFromMs } from "./renewal.ts";

const dayMs = 86_400_000;
/** Clocks differ: what was made just now should be valid elsewhere, too. */
const backdatedMs = 3_600_000;
/** With the certificate itself, Java takes a chain of eight of a client, and of ten of a server. */
const crossesMax = 5;

/** A certificate authority. */
export interface Authority {
  readonly certificate: X509Certificate;
  /** Undefined where it is not up to this process to sign. */
  readonly key: KeyObject | undefined;
  /** How often the certificate, and the key, have been replaced. */
  readonly certificateGeneration: number;
  readonly keyGeneration: number;
  /** Certificates of keys that were replaced, and are trusted until they expire. */
  readonly former: readonly X509Certificate[];
  /**
   * The key as its predecessor vouches for it, then that one as its own predecessor does, and so on: whoever trusts only one of those trusts this one,
   * too.
   */
  readonly crosses: readonly X509Certificate[];
}

/** Of an authority that takes the place of one whose key is lost. */
export interface Succession {
  readonly generation: number;
  readonly former: readonly X509Certificate[];
}

/** How long certificates are good for, and what happens before they end; Strimzi's `clusterCa` and `clientsCa`. */
export interface AuthorityPolicy {
  readonly validityDays: number;
  readonly renewalDays: number;
  readonly expirationPolicy: "renew-certificate" | "replace-key";
}

/** What making certificates takes of the world. */
export interface Making {
  readonly nowMs: number;
  /** Sixteen random bytes, others each time. */
  readonly serialNumber: () => Buffer;
  readonly keys: KeyAlgorithm;
  /** Whether what ends soon may be replaced now; what is missing or can't be used is made at any time. Default: it may. */
  readonly mayRenew?: boolean;
}

/** Makes an authority with a new key. `name` is how Strimzi calls it: `cluster-ca`, `clients-ca`. */
export async function newAuthority(
  name: string,
  policy: AuthorityPolicy,
  making: Making,
  { generation, former }: Succession = { generation: 0, former: [] },
): Promise<Authority> {
  const { publicKey, privateKey } = await newKeys(making.keys, "authority");
  const content = authorityContent(subjectOf(name, generation), publicKey, policy, making);
  const certificate = makeCertificate(content, { key: privateKey });
  const trusted = former.filter((each) => isTrusted(each, making.nowMs));
  return { certificate, key: privateKey, certificateGeneration: generation, keyGeneration: generation, former: trusted, crosses: [] };
}

/**
 * The same authority, renewed if its end is near, if keys are to be of another kind, or if somebody asks for it; what has expired of its
 * predecessors is gone. Itself if there is nothing to do.
 */
export async function renewedAuthority(
  name: string,
  authority: Authority,
  policy: AuthorityPolicy,
  making: Making,
  asked?: AuthorityPolicy["expirationPolicy"],
): Promise<Authority> {
  const { certificate, key, certificateGeneration, keyGeneration } = authority;
  const kept = withoutExpired(authority, making.nowMs);
  const due = (making.mayRenew === false ? undefined : asked) ?? (isDue(certificate, policy, making) ? policy.expirationPolicy : undefined);
  const renewal = algorithmOf(certificate) === making.keys ? due : "replace-key";
  if (key === undefined || renewal === undefined) return kept;
  if (renewal === "renew-certificate") {
    const renewed = certified(name, key, keyGeneration, policy, making);
    return { ...kept, certificate: renewed, certificateGeneration: certificateGeneration + 1 };
  }
  const { publicKey, privateKey } = await newKeys(making.keys, "authority");
  const content = authorityContent(subjectOf(name, keyGeneration + 1), publicKey, policy, making);
  const isStillTrusted = isTrusted(certificate, making.nowMs);
  const cross = { ...content, serialNumber: making.serialNumber(), validToMs: certificate.validToDate.getTime() };
  return {
    certificate: makeCertificate(content, { key: privateKey }),
    key: privateKey,
    certificateGeneration: certificateGeneration + 1,
    keyGeneration: keyGeneration + 1,
    former: isStillTrusted ? [certificate, ...kept.former] : kept.former,
    crosses: isStillTrusted ? [makeCertificate(cross, { certificate, key }), ...kept.crosses].slice(0, crossesMax) : [],
  };
}

const isTrusted = ({ validToDate }: X509Certificate, nowMs: number): boolean => validToDate.getTime() > nowMs;

/** Itself, if nothing that came before it has expired. */
function withoutExpired(authority: Authority, nowMs: number): Authority {
  const former = authority.former.filter((each) => isTrusted(each, nowMs));
  const broken = authority.crosses.findIndex((each) => !isTrusted(each, nowMs));
  if (former.length === authority.former.length && broken < 0) return authority;
  return { ...authority, former, crosses: broken < 0 ? authority.crosses : authority.crosses.slice(0, broken) };
}

/** The authority of a key whose certificate is lost, with another one: it vouches for what the lost one vouched for. */
export function recertifiedAuthority(
  name: string,
  { key, keyGeneration }: { readonly key: KeyObject; readonly keyGeneration: number },
  policy: AuthorityPolicy,
  making: Making,
): Authority {
  const certificate = certified(name, key, keyGeneration, policy, making);
  return { certificate, key, certificateGeneration: 1, keyGeneration, former: [], crosses: [] };
}

function certified(name: string, key: KeyObject, generation: number, policy: AuthorityPolicy, making: Making): X509Certificate {
  return makeCertificate(authorityContent(subjectOf(name, generation), createPublicKey(key), policy, making), { key });
}

/** A key, and the certificate with which an authority vouches for it, with what leads to the authority's predecessors. */
export interface Issued {
  readonly key: KeyObject;
  readonly chain: readonly X509Certificate[];
}

/** Makes a key and has the authority, which has to have its key, vouch for it; never for longer than itself. */
export async function issue(
  authority: Authority,
  content: { readonly subject: Subject; readonly use: CertificateUse },
  policy: AuthorityPolicy,
  making: Making,
): Promise<Issued> {
  const { certificate, key, crosses } = authority;
  if (key === undefined) throw new TypeError("an authority without its key can't issue anything");
  const { publicKey, privateKey } = await newKeys(making.keys, "issued");
  const validity = { ...validityFrom(policy, making.nowMs), validToMs: issuedUntilMs(authority, policy, making.nowMs) };
  const own = makeCertificate({ ...content, ...validity, publicKey, serialNumber: making.serialNumber() }, { certificate, key });
  return { key: privateKey, chain: [own, ...crosses] };
}

/**
 * Whether a certificate has to be issued anew: its end is near and another one would last longer, the authority's key is another one by now, or its
 * own is of another kind.
 */
export function needsReissue(
  certificate: X509Certificate,
  authority: Authority,
  policy: AuthorityPolicy,
  making: Pick<Making, "nowMs" | "keys" | "mayRenew">,
): boolean {
  const lastsLonger = issuedUntilMs(authority, policy, making.nowMs) > certificate.validToDate.getTime();
  if (isDue(certificate, policy, making) && lastsLonger) return true;
  return algorithmOf(certificate) !== making.keys || !certificate.verify(authority.certificate.publicKey);
}

/** Nothing that an authority issues outlives it. */
function issuedUntilMs({ certificate }: Authority, policy: AuthorityPolicy, nowMs: number): number {
  return Math.min(validityFrom(policy, nowMs).validToMs, certificate.validToDate.getTime());
}

function isDue(
  certificate: X509Certificate,
  { renewalDays }: AuthorityPolicy,
  { nowMs, mayRenew = true }: Pick<Making, "nowMs" | "mayRenew">,
): boolean {
  return mayRenew && nowMs >= renewalFromMs(certificate, renewalDays);
}

function subjectOf(name: string, generation: number): Subject {
  return [
    ["O", "io.strimzi"],
    ["CN", `${name} v${generation}`],
  ];
}

function validityFrom({ validityDays }: AuthorityPolicy, nowMs: number): { readonly validFromMs: number; readonly validToMs: number } {
  return { validFromMs: nowMs - backdatedMs, validToMs: nowMs + validityDays * dayMs };
}

function authorityContent(subject: Subject, publicKey: KeyObject, policy: AuthorityPolicy, making: Making): CertificateContent {
  return { subject, publicKey, use: { kind: "authority" }, serialNumber: making.serialNumber(), ...validityFrom(policy, making.nowMs) };
}
