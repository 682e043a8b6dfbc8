import { type Files, readFile, replaceFile } from "@millrace/files";
import { MillraceError, type Random } from "@millrace/kit";

/** The layout that this release writes. A later one opens all earlier ones. */
const formatVersion = 1;
export const metaPropertiesFile = "meta.properties";

/** Who a data directory belongs to, kept as Apache Kafka keeps it in `meta.properties`, with the layout's version of our own. */
export interface MetaProperties {
  readonly clusterId: string;
  readonly nodeId: number;
  /** Id of this directory (KIP-858). */
  readonly directoryId: string;
}

/** Reads a data directory's identity, or gives it one. Throws DATA_FORMAT_UNKNOWN for a layout that this release can't open. */
export async function openMetaProperties(
  files: Files,
  directory: string,
  asked: { clusterId?: string; nodeId: number },
  random: Random,
): Promise<MetaProperties> {
  const path = `${directory}/${metaPropertiesFile}`;
  if (files.stat(path) !== undefined) return read(path, readFile(files, path).toString());
  const made = { clusterId: asked.clusterId ?? random.uuid(), nodeId: asked.nodeId, directoryId: random.uuid() };
  await replaceFile(files, path, Buffer.from(write(made)));
  return made;
}

function write({ clusterId, nodeId, directoryId }: MetaProperties): string {
  const lines = [
    "version=1",
    `cluster.id=${clusterId}`,
    `node.id=${nodeId}`,
    `directory.id=${directoryId}`,
    `millrace.format.version=${formatVersion}`,
  ];
  return `${lines.join("\n")}\n`;
}

function parse(text: string): Map<string, string> {
  const properties = new Map<string, string>();
  for (const line of text.split("\n")) {
    const at = line.indexOf("=");
    if (at > 0) properties.set(line.slice(0, at), line.slice(at + 1));
  }
  return properties;
}

function read(path: string, text: string): MetaProperties {
  const properties = parse(text);
  const format = properties.get("millrace.format.version");
  if (format === undefined) {
    throw new MillraceError("DATA_FORMAT_UNKNOWN", `${path} has no millrace.format.version: the directory was not written by Millrace`, {
      hint: "Choose another --data directory.",
    });
  }
  if (!/^\d+$/.test(format) || Number(format) > formatVersion) {
    throw new MillraceError("DATA_FORMAT_UNKNOWN", `${path} has format version ${format}, this release knows up to ${formatVersion}`, {
      hint: "The directory was written by a newer Millrace: use that one, or another --data directory.",
    });
  }
  const clusterId = properties.get("cluster.id");
  const nodeId = properties.get("node.id");
  const directoryId = properties.get("directory.id");
  if (!clusterId || !directoryId || nodeId === undefined || !/^\d+$/.test(nodeId)) {
    throw new MillraceError("DATA_CORRUPT", `${path} needs cluster.id, node.id and directory.id`, {
      hint: "Restore the file from a backup.",
    });
  }
  return { clusterId, nodeId: Number(nodeId), directoryId };
}
