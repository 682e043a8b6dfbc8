import { type Files, readFile } from "@millrace/files";
import { MillraceError } from "@millrace/kit";
import type { LogDirectory } from "@millrace/log";
import type { MetadataImage, Topic } from "../metadata/image.ts";
import { metadataTopic } from "../metadata/topic-names.ts";

const fileName = "partition.metadata";

/**
 * Removes what a crash left between deleting a topic from the metadata and removing its logs: directories of topics that are unknown,
 * or that have been made again since, under the same name and with another id.
 */
export function removeOrphans(logs: LogDirectory, image: MetadataImage, files: Files): void {
  for (const { topic, partition } of logs.present()) {
    if (topic === metadataTopic) continue;
    const known = image.topic(topic);
    const id = topicIdOf(files, `${logs.directory}/${topic}-${partition}`);
    if (known === undefined || partition >= known.partitionCount || (id !== undefined && id !== known.id)) logs.delete(topic, partition);
  }
}

/** Notes in a partition's directory which topic it belongs to, in Apache Kafka's file and format. */
export function writeTopicId(files: Files, directory: string, topic: Topic): void {
  const path = `${directory}/${fileName}`;
  if (files.stat(path) !== undefined) return;
  const file = files.open(path, "create");
  try {
    file.write(Buffer.from(`version: 0\ntopic_id: ${topic.id}`), 0);
  } finally {
    file.close();
  }
}

/** The file is not flushed by itself: after a loss of power it may hold less than an id, which says nothing. */
function topicIdOf(files: Files, directory: string): string | undefined {
  try {
    return /^topic_id: ([\w-]{22})$/m.exec(readFile(files, `${directory}/${fileName}`).toString())?.[1];
  } catch (error) {
    if (error instanceof MillraceError && error.code === "NOT_FOUND") return undefined;
    throw error;
  }
}
