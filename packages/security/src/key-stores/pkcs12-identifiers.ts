/** What PKCS #12 calls its parts (RFC 7292), and what it has from others. */
export const identifiers = {
  data: "1.2.840.113549.1.7.1",
  encryptedData: "1.2.840.113549.1.7.6",
  keyBag: "1.2.840.113549.1.12.10.1.1",
  shroudedKeyBag: "1.2.840.113549.1.12.10.1.2",
  certificateBag: "1.2.840.113549.1.12.10.1.3",
  x509Certificate: "1.2.840.113549.1.9.22.1",
  friendlyName: "1.2.840.113549.1.9.20",
  localKeyId: "1.2.840.113549.1.9.21",
  /** Java's: a certificate without it is not trusted, whatever store it is in. */
  trustedKeyUsage: "2.16.840.1.113894.746875.1.1",
  anyUsage: "2.5.29.37.0",
  sha256: "2.16.840.1.101.3.4.2.1",
} as const;
