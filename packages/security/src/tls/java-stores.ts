import type { X509Certificate } from "node:crypto";
import { isPemText, readStore } from "../key-stores/read-store.ts";
import { type StoreContent, StoreProblem } from "../key-stores/store-content.ts";
import type { KeyStore } from "./stores.ts";
import { refusedProperty, type TlsProperties } from "./tls-properties.ts";

/** Java reads each of them under either name. */
const readable: readonly string[] = ["JKS", "PKCS12"];

const keystore = { type: "ssl.keystore.type", location: "ssl.keystore.location", password: "ssl.keystore.password" } as const;
const truststore = { type: "ssl.truststore.type", location: "ssl.truststore.location", password: "ssl.truststore.password" } as const;
const keyPassword = "ssl.key.password";

/** The key store in a file, PKCS #12 or JKS, with one private key. Throws CONFIG_INVALID, naming the setting. */
export function javaKeyStore(properties: TlsProperties, file: Buffer): KeyStore {
  requireReadable(properties, keystore, file);
  const password = properties.value(keystore.password);
  if (password === undefined) throw refusedProperty(properties, keystore.password, "it is missing: the key store needs it");
  const { keys } = contentOf(properties, keystore, file, password);
  const [stored, ...others] = keys;
  if (stored === undefined) throw refusedProperty(properties, keystore.location, "there is no private key in it");
  if (others.length > 0) {
    const names = keys.map(({ alias }) => alias).join(", ");
    const hint = "Take one out: keytool -importkeystore -srckeystore ALL -srcalias NAME -destkeystore ONE -deststoretype PKCS12";
    throw refusedProperty(properties, keystore.location, `one private key is expected, ${keys.length} are in it: ${names}`, hint);
  }
  const [own, ...issuers] = stored.chain;
  if (own === undefined) throw refusedProperty(properties, keystore.location, "there is no certificate of its private key in it");
  const ownPassword = properties.value(keyPassword);
  const key = told(properties, { location: keystore.location, password: ownPassword === undefined ? keystore.password : keyPassword }, () =>
    stored.open(ownPassword ?? password),
  );
  return { key, chain: [own, ...issuers] };
}

/** Whom a trust store in a file, PKCS #12 or JKS, trusts. Throws CONFIG_INVALID, naming the setting. */
export function javaTrustStore(properties: TlsProperties, file: Buffer): readonly X509Certificate[] {
  requireReadable(properties, truststore, file);
  const password = properties.value(truststore.password);
  const { trusted } = contentOf(properties, truststore, file, password);
  if (trusted.length > 0) return trusted;
  const why = password === undefined ? ` that can be read without ${properties.nameOf(truststore.password)}` : "";
  const hint = "Java trusts what keytool -importcert has put into a store; what openssl puts there needs -jdktrust anyExtendedKeyUsage.";
  throw refusedProperty(properties, truststore.location, `there is no trusted certificate in it${why}`, hint);
}

type Names = typeof keystore | typeof truststore;

function requireReadable(properties: TlsProperties, { type, location }: Names, file: Buffer): void {
  const given = properties.value(type) ?? "JKS";
  if (isPemText(file)) throw refusedProperty(properties, type, `it is ${given}, but ${properties.value(location)} is PEM`);
  if (readable.includes(given.toUpperCase())) return;
  const hint = `Convert it: keytool -importkeystore -srckeystore OLD -srcstoretype ${given} -destkeystore NEW -deststoretype PKCS12`;
  const why = `stores of type ${given} can't be read; expected PKCS12, JKS or PEM for ${properties.nameOf(location)}`;
  throw refusedProperty(properties, type, why, hint);
}

function contentOf(properties: TlsProperties, names: Names, file: Buffer, password: string | undefined): StoreContent {
  return told(properties, names, () => readStore(file, password));
}

/** What is wrong with a store, by the setting that is to be mended. */
function told<T>(properties: TlsProperties, { location, password }: { location: string; password: string }, read: () => T): T {
  try {
    return read();
  } catch (failure) {
    if (!(failure instanceof StoreProblem)) throw failure;
    const about = failure.about === "password" ? password : location;
    const where = failure.about === "password" ? `: ${properties.value(location)}` : "";
    throw refusedProperty(properties, about, `${failure.message}${where}`);
  }
}
