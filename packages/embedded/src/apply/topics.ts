import type { Admin } from "@millrace/client";
import { bringTopicsAbout, type TopicsOutcome } from "@millrace/controllers";
import { effectiveTopic, isManaged, isPaused, type Platform, topicNameOf } from "@millrace/resources";
import type { Applying } from "./apply.ts";
import { readDeclared, writeDeclared } from "./declared-names.ts";

/** Brings topics about, and remembers which files have declared. */
export async function applyTopics({ topics }: Platform, admin: Admin, { files, directory, prune }: Applying): Promise<TopicsOutcome> {
  const managed = topics.filter((topic) => isManaged(topic) && !isPaused(topic)).map((topic) => effectiveTopic(topic).effective);
  const declared = new Set(managed.map(({ name }) => name));
  const before = readDeclared(files, directory, "topics");
  const named = new Set(topics.map(topicNameOf));
  const pruned = prune ? before.difference(named) : new Set<string>();
  if (declared.size === 0 && pruned.size === 0) return { done: [], failed: [] };
  const outcome = await bringTopicsAbout(admin, managed, { prune: pruned });
  const refused = new Set(outcome.failed.map(({ topic }) => topic));
  // What could not be deleted stays known, so that it is pruned another time; so does a topic that is named but not managed now.
  await writeDeclared(files, directory, "topics", before.difference(pruned.difference(refused)).union(declared));
  return outcome;
}
