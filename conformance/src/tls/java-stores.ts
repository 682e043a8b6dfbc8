import { writeFileSync } from "node:fs";
import { join } from "node:path";
import { mustRun, requireCommand } from "../toolchain/commands.ts";
import type { Certificates } from "./certificates.ts";

export const storePassword = "s3cret";
const keyPassword = "an0ther";

/** The same key and certificates in the stores that people have, and the authority in trust stores. Paths. */
export interface JavaStores {
  readonly pkcs12: string;
  /** As Java 8 wrote them: 3DES, and RC2 with forty bits. */
  readonly legacy: string;
  readonly openssl: string;
  readonly jks: string;
  readonly jksWithKeyPassword: string;
  /** A further key, of another kind. */
  readonly twoKeys: string;
  readonly damaged: string;
  readonly empty: string;
  readonly trust: string;
  readonly trustJks: string;
  readonly client: string;
}

/** Makes them with keytool and OpenSSL. */
export async function makeJavaStores({ folder, files }: Certificates): Promise<JavaStores> {
  const keytool = requireCommand("keytool", "Install Java 17 or later (Debian: apt-get install openjdk-17-jdk-headless).");
  const openssl = requireCommand("openssl", "Install OpenSSL (Debian: apt-get install openssl).");
  const path = (name: string) => join(folder, name);
  const exported = async (name: string, pair: string) => {
    const args = [
      "pkcs12",
      "-export",
      "-in",
      pair,
      "-inkey",
      pair,
      "-name",
      "broker",
      "-passout",
      `pass:${storePassword}`,
      "-out",
      path(name),
    ];
    await mustRun(openssl, args);
    return path(name);
  };
  const source = await exported("openssl.p12", files.server);
  const imported = async (name: string, type: string, ...flags: string[]) => {
    const from = ["-srckeystore", source, "-srcstoretype", "PKCS12", "-srcstorepass", storePassword];
    const to = ["-destkeystore", path(name), "-deststoretype", type, "-deststorepass", storePassword];
    await mustRun(keytool, [...flags, "-importkeystore", "-noprompt", ...from, ...to]);
    return path(name);
  };
  const trusting = async (name: string, type: string) => {
    const store = ["-keystore", path(name), "-storetype", type, "-storepass", storePassword];
    await mustRun(keytool, ["-importcert", "-noprompt", "-alias", "ca", "-file", files.authority, ...store]);
    return path(name);
  };
  const jksWithKeyPassword = await imported("key-password.jks", "JKS");
  const passwords = ["-storepass", storePassword, "-keypass", storePassword, "-new", keyPassword];
  await mustRun(keytool, ["-keypasswd", "-keystore", jksWithKeyPassword, "-alias", "broker", ...passwords]);
  const twoKeys = await imported("two-keys.p12", "PKCS12");
  const further = ["-alias", "other", "-keyalg", "RSA", "-dname", "CN=other", "-storepass", storePassword];
  await mustRun(keytool, ["-genkeypair", "-keystore", twoKeys, ...further]);
  for (const [name, bytes] of [
    ["damaged.p12", "nonsense"],
    ["empty.p12", ""],
  ] as const)
    writeFileSync(path(name), bytes);
  return {
    pkcs12: await imported("keytool.p12", "PKCS12"),
    legacy: await imported("legacy.p12", "PKCS12", "-J-Dkeystore.pkcs12.legacy"),
    openssl: source,
    jks: await imported("keytool.jks", "JKS"),
    jksWithKeyPassword,
    twoKeys,
    damaged: path("damaged.p12"),
    empty: path("empty.p12"),
    trust: await trusting("trust.p12", "PKCS12"),
    trustJks: await trusting("trust.jks", "JKS"),
    client: await exported("client.p12", files.client),
  };
}

/** Settings of a key store. */
export type StoreSettings = Readonly<Record<"type" | "location" | "password", string>> & { readonly keyPassword?: string };

const given = (type: string, location: string, password = storePassword): StoreSettings => ({ type, location, password });

/** What a running listener's key store is changed to, one after the other: good ones, and such as are refused. */
export function storeChanges(stores: JavaStores): Readonly<Record<string, StoreSettings>> {
  return {
    "PKCS12 of keytool": given("PKCS12", stores.pkcs12),
    "wrong password": given("PKCS12", stores.pkcs12, "wrong"),
    "JKS of keytool": given("JKS", stores.jks),
    "PKCS12 called JKS": given("JKS", stores.legacy),
    "JKS called PKCS12": given("PKCS12", stores.jks),
    "wrong password of JKS": given("JKS", stores.jks, "wrong"),
    "PKCS12 of openssl": given("PKCS12", stores.openssl),
    "type in small letters": given("pkcs12", stores.pkcs12),
    "a key's own password is missing": given("JKS", stores.jksWithKeyPassword),
    damaged: given("PKCS12", stores.damaged),
    empty: given("PKCS12", stores.empty),
    "without a key": given("PKCS12", stores.trust),
    "a key more": given("PKCS12", stores.twoKeys),
    "a key's own password": { ...given("JKS", stores.jksWithKeyPassword), keyPassword },
  };
}
