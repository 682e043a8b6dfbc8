import { createPrivateKey, randomBytes, X509Certificate } from "node:crypto";
import { readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { keyStore, trustStore } from "@millrace/security/certificates";
import { pemBlocks } from "@millrace/security/tls";
import type { Case } from "../suite.ts";
import { mustRun, requireCommand } from "../toolchain/commands.ts";
import type { Verdict } from "../verdicts.ts";
import type { Certificates } from "./certificates.ts";

/** Java takes no other than ASCII here. */
const password = "s3cret";
const random = { bytes: (count: number) => randomBytes(count) };

/** `ca.p12` and `user.p12` as Millrace writes them into Secrets, and what keytool finds there. No broker takes part. */
export function ownStores({ folder, files }: Certificates): Case {
  return {
    name: "stores of ours to keytool: ca.p12 and user.p12",
    async run() {
      const authority = new X509Certificate(readFileSync(files.authority));
      const pem = readFileSync(files.client, "utf8");
      const chain = [...pemBlocks(pem, "CERTIFICATE").map((block) => new X509Certificate(block)), authority];
      const key = createPrivateKey(pemBlocks(pem, "PRIVATE KEY").join(""));
      return {
        "ca.p12": await listed(join(folder, "own-ca.p12"), trustStore(new Map([["ca.crt", authority]]), password, random)),
        "user.p12": await listed(join(folder, "own-user.p12"), keyStore({ chain, key, name: "alice" }, password, random)),
      };
    },
  };
}

async function listed(path: string, store: Buffer): Promise<Verdict> {
  writeFileSync(path, store);
  const keytool = requireCommand("keytool", "Install Java 17 or later (Debian: apt-get install openjdk-17-jdk-headless).");
  const out = await mustRun(keytool, ["-J-Duser.language=en", "-list", "-v", "-keystore", path, "-storepass", password]);
  const said = (name: string) => [...out.matchAll(new RegExp(`^${name}: (.*)$`, "gm"))].map(([, value = ""]) => value.trim());
  return { alias: said("Alias name"), type: said("Entry type"), chain: said("Certificate chain length"), owners: said("Owner") };
}
