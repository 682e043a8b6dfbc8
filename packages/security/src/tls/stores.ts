import { createPrivateKey, type KeyObject, X509Certificate } from "node:crypto";
import { javaKeyStore, javaTrustStore } from "./java-stores.ts";
import { pemBlocks } from "./pem.ts";
import { fileOf, refusedProperty, type TlsProperties } from "./tls-properties.ts";

/** Who this end is: a private key and the certificates that vouch for it, its own first. */
export interface KeyPair {
  readonly key: KeyObject;
  readonly chain: readonly [own: X509Certificate, ...issuers: X509Certificate[]];
}

/** One, or further ones of other kinds, of which the other end takes what it can. */
export interface KeyStore extends KeyPair {
  readonly further?: readonly KeyPair[];
}

export const pairsOf = (store: KeyStore): readonly KeyPair[] => [store, ...(store.further ?? [])];

/** The same for `node:tls`. */
export function keysAndCertificates(store: KeyStore): { readonly key: string[]; readonly cert: string[] } {
  const pairs = pairsOf(store);
  return {
    key: pairs.map(({ key }) => key.export({ type: "pkcs8", format: "pem" }).toString()),
    cert: pairs.map(({ chain }) => chain.map(String).join("")),
  };
}

const pem = "PEM";
const keystoreType = "ssl.keystore.type";
const truststoreType = "ssl.truststore.type";
const keystoreLocation = "ssl.keystore.location";
const keystoreKey = "ssl.keystore.key";
const keystoreChain = "ssl.keystore.certificate.chain";
const truststoreLocation = "ssl.truststore.location";
const truststoreCertificates = "ssl.truststore.certificates";

/** `ssl.keystore.*`; undefined if none of it is given. Throws CONFIG_INVALID, naming the setting. */
export function readKeyStore(properties: TlsProperties): KeyStore | undefined {
  const { value } = properties;
  const [key, chain, location] = [value(keystoreKey), value(keystoreChain), value(keystoreLocation)];
  requirePem(properties, keystoreType, [keystoreKey, keystoreChain]);
  if (key !== undefined && chain === undefined) throw refusedProperty(properties, keystoreChain, `it is missing; ${keystoreKey} is given`);
  if (key === undefined && chain !== undefined) throw refusedProperty(properties, keystoreKey, `it is missing; ${keystoreChain} is given`);
  if (key !== undefined && chain !== undefined) {
    refuseBoth(properties, keystoreLocation, keystoreKey);
    return pemKeyStore(properties, { property: keystoreKey, text: key }, { property: keystoreChain, text: chain });
  }
  if (location === undefined) {
    refuseBoth(properties, "ssl.keystore.password", keystoreLocation, "it is given without a key store");
    return undefined;
  }
  const file = fileOf(properties, keystoreLocation, location);
  if (!isPem(properties, keystoreType)) return javaKeyStore(properties, file);
  const source = { property: keystoreLocation, text: file.toString("latin1") };
  return pemKeyStore(properties, source, source);
}

/** `ssl.truststore.*`; undefined if none of it is given. Throws CONFIG_INVALID, naming the setting. */
export function readTrustStore(properties: TlsProperties): readonly X509Certificate[] | undefined {
  const { value } = properties;
  const [inline, location] = [value(truststoreCertificates), value(truststoreLocation)];
  requirePem(properties, truststoreType, [truststoreCertificates]);
  if (inline !== undefined) {
    refuseBoth(properties, truststoreLocation, truststoreCertificates);
    refusePemPassword(properties);
    return certificatesOf(properties, truststoreCertificates, inline);
  }
  if (location === undefined) {
    refuseBoth(properties, "ssl.truststore.password", truststoreLocation, "it is given without a trust store");
    return undefined;
  }
  const file = fileOf(properties, truststoreLocation, location);
  if (!isPem(properties, truststoreType)) return javaTrustStore(properties, file);
  refusePemPassword(properties);
  return certificatesOf(properties, truststoreLocation, file.toString("latin1"));
}

function refusePemPassword(properties: TlsProperties): void {
  refuseBoth(properties, "ssl.truststore.password", truststoreLocation, "a PEM trust store has none");
}

function requirePem(properties: TlsProperties, typeProperty: string, inline: readonly string[]): void {
  const given = inline.find((name) => properties.value(name) !== undefined);
  if (given === undefined || isPem(properties, typeProperty)) return;
  throw refusedProperty(properties, given, `it needs ${properties.nameOf(typeProperty)}=${pem}`);
}

const isPem = ({ value }: TlsProperties, typeProperty: string): boolean => value(typeProperty) === pem;

function refuseBoth(properties: TlsProperties, one: string, other: string, why = `it can't be given together with ${other}`): void {
  if (properties.value(one) !== undefined) throw refusedProperty(properties, one, why);
}

interface PemSource {
  /** The setting that the text comes from. */
  readonly property: string;
  readonly text: string;
}

function pemKeyStore(properties: TlsProperties, keySource: PemSource, chainSource: PemSource): KeyStore {
  if (properties.value("ssl.keystore.password") !== undefined) {
    throw refusedProperty(properties, "ssl.keystore.password", "a PEM key store has none; ssl.key.password is for its key");
  }
  const [key, ...others] = pemBlocks(keySource.text, "PRIVATE KEY");
  if (key === undefined) throw refusedProperty(properties, keySource.property, "there is no private key in it");
  if (others.length > 0)
    throw refusedProperty(properties, keySource.property, `one private key is expected, ${1 + others.length} are in it`);
  const [own, ...issuers] = certificatesOf(properties, chainSource.property, chainSource.text);
  if (own === undefined) throw refusedProperty(properties, chainSource.property, "there is no certificate in it");
  return { key: privateKey(properties, keySource.property, key), chain: [own, ...issuers] };
}

function privateKey(properties: TlsProperties, property: string, key: string): KeyObject {
  const passphrase = properties.value("ssl.key.password");
  const encrypted = key.includes("ENCRYPTED");
  if (encrypted && passphrase === undefined)
    throw refusedProperty(properties, "ssl.key.password", "the private key is encrypted: it is needed");
  try {
    return createPrivateKey({ key, format: "pem", ...(passphrase === undefined ? {} : { passphrase }) });
  } catch {
    const why = encrypted ? "the private key can't be read with ssl.key.password" : "the private key can't be read";
    throw refusedProperty(properties, property, why);
  }
}

function certificatesOf(properties: TlsProperties, property: string, text: string): X509Certificate[] {
  const blocks = pemBlocks(text, "CERTIFICATE");
  if (blocks.length === 0) throw refusedProperty(properties, property, "there is no certificate in it");
  return blocks.map((block, at) => {
    try {
      return new X509Certificate(block);
    } catch {
      throw refusedProperty(properties, property, `certificate ${at + 1} of it can't be read`);
    }
  });
}
