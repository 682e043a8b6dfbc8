import type { X509Certificate } from "node:crypto";
import { type KeyPair, type KeyStore, pairsOf } from "./stores.ts";

/** What keeps clients from trusting a key store, whatever they trust; undefined if nothing does. */
export function keyStoreProblem(store: KeyStore, nowMs: number): string | undefined {
  return pairsOf(store)
    .map((pair) => pairProblem(pair, nowMs))
    .find((problem) => problem !== undefined);
}

function pairProblem({ key, chain }: KeyPair, nowMs: number): string | undefined {
  const [own] = chain;
  if (!own.checkPrivateKey(key)) return `the private key is not that of the certificate of ${nameOf(own)}`;
  const outOfDate = chain.map((certificate) => validityProblem(certificate, nowMs)).find((problem) => problem !== undefined);
  return outOfDate ?? linkProblem(chain);
}

function validityProblem(certificate: X509Certificate, nowMs: number): string | undefined {
  if (nowMs > certificate.validToDate.getTime()) return `the certificate of ${nameOf(certificate)} has expired: ${certificate.validTo}`;
  if (nowMs < certificate.validFromDate.getTime())
    return `the certificate of ${nameOf(certificate)} is not valid yet: ${certificate.validFrom}`;
  return undefined;
}

function linkProblem(chain: readonly X509Certificate[]): string | undefined {
  for (const [at, issuer] of chain.slice(1).entries()) {
    const issued = chain[at];
    if (issued === undefined || (issued.checkIssued(issuer) && issued.verify(issuer.publicKey))) continue;
    return `the chain is broken: the certificate of ${nameOf(issued)} was not issued by the next one, of ${nameOf(issuer)}`;
  }
  return undefined;
}

const nameOf = ({ subject, serialNumber }: X509Certificate): string => JSON.stringify(subject?.replaceAll("\n", ", ") || serialNumber);
