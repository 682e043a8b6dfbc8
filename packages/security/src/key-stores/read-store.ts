import { MillraceError } from "@millrace/kit";
import { tags } from "../certificates/der.ts";
import { isJks, readJks } from "./jks-reader.ts";
import { readPkcs12 } from "./pkcs12-reader.ts";
import { corrupt, type StoreContent, StoreProblem } from "./store-content.ts";

/** Java's own list of whom the world trusts has a fortieth of that. */
const sizeMax = 8 << 20;
const jceksMagic = 0xcececece;

/** Whether it is PEM, and no store: a mistake that is made often. */
export const isPemText = (bytes: Buffer): boolean => !isJks(bytes) && bytes[0] !== tags.sequence && bytes.includes("-----BEGIN ");

/**
 * Reads a store of Java's: PKCS #12, or JKS, whichever it is, since Java takes either for the other. Throws StoreProblem, which says whether
 * the file or the password is what is wrong. However the file is made, it does no more than so much work.
 */
export function readStore(bytes: Buffer, password: string | undefined): StoreContent {
  if (bytes.length === 0) throw corrupt("the file is empty");
  if (bytes.length > sizeMax) throw corrupt(`the file has more than ${sizeMax} bytes`);
  if (bytes.length >= 4 && bytes.readUInt32BE(0) === jceksMagic) throw corrupt("it is a JCEKS store; expected PKCS12 or JKS");
  try {
    return isJks(bytes) ? readJks(bytes, password) : readPkcs12(bytes, password);
  } catch (failure) {
    if (failure instanceof StoreProblem || !(failure instanceof MillraceError)) throw failure;
    throw corrupt("it is neither a PKCS12 nor a JKS store, or it is damaged");
  }
}
