import type { Credentials } from "../connecting/credentials.ts";
import type { CertificateFiles } from "./certificates.ts";

/** A client that tries to connect to a listener. */
export interface Attempt {
  readonly name: string;
  /** Name of the further listener; the plain one if left out. */
  readonly listener?: string;
  readonly with: Credentials;
  /** Only once the short-lived certificate has expired. */
  readonly afterExpiry?: boolean;
}

const trusting = (files: CertificateFiles): Credentials => ({ protocol: "SSL", trusted: files.authority, checksHost: true });

/** Right, wrong and missing certificates on both sides. */
export function attempts(files: CertificateFiles): readonly Attempt[] {
  const base = trusting(files);
  const versions = (["TLSv1.2", "TLSv1.3"] as const).flatMap((version): Attempt[] => {
    const given = { ...base, version };
    const to = (listener: string, what: string, own?: string): Attempt => ({
      name: `${listener}, ${what}, ${version}`,
      listener,
      with: own === undefined ? given : { ...given, own },
    });
    return [
      to("server", "right"),
      to("mutual", "right", files.client),
      to("mutual", "missing"),
      to("mutual", "untrusted", files.clientOfOtherAuthority),
      to("mutual", "expired", files.clientExpired),
      to("wanted", "right", files.client),
      to("wanted", "missing"),
      to("wanted", "untrusted", files.clientOfOtherAuthority),
    ];
  });
  return [
    ...versions,
    { name: "server untrusted", listener: "server", with: { ...base, trusted: files.otherAuthority } },
    { name: "server of another host", listener: "otherhost", with: base },
    { name: "server of another host, not looked at", listener: "otherhost", with: { ...base, checksHost: false } },
    { name: "server expired", listener: "expiring", with: base, afterExpiry: true },
    { name: "plain to tls", listener: "server", with: { ...base, protocol: "PLAINTEXT" } },
    { name: "tls to plain", with: base },
    { name: "only TLSv1.3 spoken, client of TLSv1.2", listener: "newest", with: { ...base, version: "TLSv1.2" } },
    { name: "one cipher suite of TLSv1.2", listener: "chosen", with: base },
  ];
}
