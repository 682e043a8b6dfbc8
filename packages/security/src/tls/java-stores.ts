import type { KeyObject, X509Certificate } from "node:crypto";
import { isPemText, readStore } from "../key-stores/read-store.ts";
import { type StoreContent, type StoredKey, StoreProblem } from "../key-stores/store-content.ts";
import type { KeyPair, KeyStore } from "./stores.ts";
import { refusedProperty, type TlsProperties } from "./tls-properties.ts";

/** Java reads each of them under either name. */
const readable: readonly string[] = ["JKS", "PKCS12"];

const keystore = { type: "ssl.keystore.type", location: "ssl.keystore.location", password: "ssl.keystore.password" } as const;
const truststore = { type: "ssl.truststore.type", location: "ssl.truststore.location", password: "ssl.truststore.password" } as const;
const keyPassword = "ssl.key.password";

/** The key store in a file, PKCS #12 or JKS, with one private key of each kind. Throws CONFIG_INVALID, naming the setting. */
export function javaKeyStore(properties: TlsProperties, file: Buffer): KeyStore {
  requireReadable(properties, keystore, file);
  const password = properties.value(keystore.password);
  if (password === undefined) throw refusedProperty(properties, keystore.password, "it is missing: the key store needs it");
  const { keys } = contentOf(properties, keystore, file, password);
  const pairs = keys.map((stored) => ({ alias: stored.alias, ...openedPair(properties, stored, password) }));
  // Java has no fixed choice among keys of one kind, so neither is there anything to follow.
  const twin = pairs.find(({ key }, at) => pairs.slice(0, at).some((other) => kindOf(other.key) === kindOf(key)));
  if (twin !== undefined) {
    const same = pairs.filter(({ key }) => kindOf(key) === kindOf(twin.key)).map(({ alias }) => alias);
    const hint = "Take one out: keytool -importkeystore -srckeystore ALL -srcalias NAME -destkeystore ONE -deststoretype PKCS12";
    const why = `one private key of each kind is expected, ${same.length} of the kind ${kindOf(twin.key)} are in it: ${same.join(", ")}`;
    throw refusedProperty(properties, keystore.location, why, hint);
  }
  // In an order of its own, so that a store that is written anew has the same.
  const [first, ...further] = pairs.sort((one, other) => (kindOf(one.key) < kindOf(other.key) ? -1 : 1));
  if (first === undefined) throw refusedProperty(properties, keystore.location, "there is no private key in it");
  return further.length === 0 ? { key: first.key, chain: first.chain } : { key: first.key, chain: first.chain, further };
}

const kindOf = ({ asymmetricKeyType }: KeyObject): string => asymmetricKeyType ?? "";

function openedPair(properties: TlsProperties, stored: StoredKey, password: string): KeyPair {
  const [own, ...issuers] = stored.chain;
  if (own === undefined) {
    throw refusedProperty(properties, keystore.location, `there is no certificate of its private key ${stored.alias} in it`);
  }
  const ownPassword = properties.value(keyPassword);
  const names = { location: keystore.location, password: ownPassword === undefined ? keystore.password : keyPassword };
  return { key: told(properties, names, () => stored.open(ownPassword ?? password)), chain: [own, ...issuers] };
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
