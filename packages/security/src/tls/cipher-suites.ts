import { listOf, refusedProperty, type TlsProperties } from "./tls-properties.ts";

type Names = Readonly<Record<string, string>>;

/** Suites of TLS 1.3; OpenSSL calls them as IANA and Java do. */
const suites13 = ["TLS_AES_256_GCM_SHA384", "TLS_CHACHA20_POLY1305_SHA256", "TLS_AES_128_GCM_SHA256"];

/** Ciphers of TLS 1.2 with authenticated encryption, as IANA's names end and as OpenSSL's do. */
const authenticated: Names = {
  AES_256_GCM_SHA384: "AES256-GCM-SHA384",
  CHACHA20_POLY1305_SHA256: "CHACHA20-POLY1305",
  AES_128_GCM_SHA256: "AES128-GCM-SHA256",
};
const chained: Names = { AES_256_CBC_SHA: "AES256-SHA", AES_128_CBC_SHA: "AES128-SHA", AES_128_CBC_SHA256: "AES128-SHA256" };

const elliptic: Names = { ECDHE_ECDSA: "ECDHE-ECDSA-", ECDHE_RSA: "ECDHE-RSA-" };
const { CHACHA20_POLY1305_SHA256: _, ...blocks } = authenticated;

function suites(exchanges: Names, ciphers: Names): [iana: string, openssl: string][] {
  return Object.entries(exchanges).flatMap(([exchange, before]) =>
    Object.entries(ciphers).map(([cipher, after]): [string, string] => [`TLS_${exchange}_WITH_${cipher}`, `${before}${after}`]),
  );
}

/** Those with forward secrecy and authenticated encryption. */
const safe = suites(elliptic, authenticated);
/** What is there for those who ask for it by name. */
const byName = [
  ...suites(elliptic, { ...chained, AES_256_CBC_SHA384: "AES256-SHA384" }),
  ...suites({ DHE_RSA: "DHE-RSA-" }, { ...authenticated, ...chained, AES_256_CBC_SHA256: "AES256-SHA256" }),
  ...suites({ RSA: "" }, { ...blocks, ...chained, AES_256_CBC_SHA256: "AES256-SHA256" }),
];
const known = new Map([...suites13.map((name): [string, string] => [name, name]), ...safe, ...byName]);
const property = "ssl.cipher.suites";

/** `ssl.cipher.suites` as OpenSSL writes it; if none are named, those that are safe. Throws CONFIG_INVALID. */
export function cipherSuites(properties: TlsProperties): string {
  const names = listOf(properties, property);
  if (names.length === 0) return [...suites13, ...safe.map(([, openssl]) => openssl)].join(":");
  const named = names.map((name) => {
    // Java's older names begin with SSL_.
    const openssl = known.get(name.replace(/^SSL_/, "TLS_"));
    if (openssl !== undefined) return openssl;
    throw refusedProperty(properties, property, `there is no cipher suite ${name} here`, `There are: ${[...known.keys()].join(", ")}.`);
  });
  return named.join(":");
}
