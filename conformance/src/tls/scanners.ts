import { MillraceError } from "@millrace/kit";
import type { Peer } from "../peers/peer.ts";
import { requireCommand, runCommand } from "../toolchain/commands.ts";
import { pythonWith } from "../toolchain/python.ts";
import type { Verdict } from "../verdicts.ts";
import type { CertificateFiles } from "./certificates.ts";

interface Suites {
  readonly accepted_cipher_suites: readonly { readonly cipher_suite: { readonly name: string } }[];
}

interface Scan {
  readonly server_scan_results: readonly {
    readonly scan_result: Readonly<Record<string, { readonly status: string; readonly result: Readonly<Record<string, unknown>> | null }>>;
  }[];
}

const versions = ["ssl_2_0", "ssl_3_0", "tls_1_0", "tls_1_1", "tls_1_2", "tls_1_3"];
/** What no listener of ours has unless it is told to: no forward secrecy, no authenticated encryption, broken hashes. */
const weak = /_(?:CBC|NULL|RC4|3DES|DES|EXPORT|MD5)_|^TLS_RSA_|^TLS_DH_|_anon_|_SHA$/;

/** A scanner that is not ours looks at a listener. Which protocols there are is a verdict; weak ciphers are none of ours. */
export async function sslyze(): Promise<(peer: Peer, address: string) => Promise<Verdict>> {
  const python = await pythonWith(["sslyze==6.3.1"]);
  return async (peer, address) => {
    const { stdout } = await runCommand(python, ["-m", "sslyze", "--json_out=-", address], { timeoutMs: 80_000 });
    const { server_scan_results: results } = JSON.parse(stdout) as Scan;
    const found = results[0]?.scan_result ?? {};
    const accepted = (version: string) =>
      ((found[`${version}_cipher_suites`]?.result as Suites | undefined)?.accepted_cipher_suites ?? []).map(
        ({ cipher_suite: { name } }) => name,
      );
    const weakOnes = versions.flatMap(accepted).filter((name) => weak.test(name));
    if (peer.name === "millrace" && weakOnes.length > 0)
      throw new MillraceError("REQUEST_FAILED", `weak ciphers are offered: ${weakOnes.join(", ")}`);
    return {
      protocols: versions.filter((version) => accepted(version).length > 0),
      heartbleed: Boolean(found.heartbleed?.result?.is_vulnerable_to_heartbleed),
      ccsInjection: Boolean(found.openssl_ccs_injection?.result?.is_vulnerable_to_ccs_injection),
      compression: Boolean(found.tls_compression?.result?.supports_compression),
      robot: String(found.robot?.result?.robot_result ?? ""),
      earlyData: Boolean(found.tls_1_3_early_data?.result?.supports_early_data),
      renegotiation: Boolean(found.session_renegotiation?.result?.is_vulnerable_to_client_renegotiation_dos),
    };
  };
}

/** OpenSSL's own client shakes hands. */
export function opensslClient(): (address: string, files: CertificateFiles, version: string) => Promise<Verdict> {
  const openssl = requireCommand("openssl", "Install OpenSSL (Debian: apt-get install openssl).");
  return async (address, { authority }, version) => {
    const args = [
      "s_client",
      "-connect",
      address,
      `-${version}`,
      "-CAfile",
      authority,
      "-verify_return_error",
      "-verify_ip",
      "127.0.0.1",
      "-brief",
    ];
    const { code, stderr, stdout } = await runCommand(openssl, args, { timeoutMs: 20_000 });
    const said = (name: string) => new RegExp(`^${name}: (.*)$`, "m").exec(stderr + stdout)?.[1] ?? "";
    return { code, protocol: said("Protocol version"), verification: said("Verification"), hash: said("Hash used") };
  };
}
