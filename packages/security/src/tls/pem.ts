/** It ends before another begins: otherwise a text of many beginnings would be read to its end for each of them. */
const block = /-----BEGIN ([A-Z0-9 ]+)-----(?:(?!-----BEGIN ).)*?-----END \1-----/gs;

/** The blocks of a PEM text whose label ends like this (`CERTIFICATE`, `PRIVATE KEY`), whatever stands around them. */
export function pemBlocks(text: string, label: string): string[] {
  return [...text.matchAll(block)].filter(([, found = ""]) => found === label || found.endsWith(` ${label}`)).map(([whole]) => whole);
}
