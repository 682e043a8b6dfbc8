import type { Path } from "../problem.ts";
import type { Edit } from "./edit.ts";
import { type Conversion, oauthMessage, pauseToState } from "./rules.ts";
import { storageTopics } from "./storage-topics.ts";

const clusters: Path = ["spec", "clusters"];
const target: Path = ["spec", "target"];
const mirrors = (edit: Edit): readonly Path[] => edit.items(["spec", "mirrors"]);

const oauth: Conversion = (edit) => {
  const places = [...edit.items(clusters), target, ...mirrors(edit).map((mirror) => [...mirror, "source"])];
  for (const place of places)
    if (edit.text([...place, "authentication", "type"]) === "oauth") edit.refuse([...place, "authentication"], oauthMessage);
};

const excluded: Conversion = (edit) => {
  for (const mirror of mirrors(edit)) {
    for (const what of ["topics", "groups"]) {
      edit.move([...mirror, `${what}BlacklistPattern`], [...mirror, `${what}ExcludePattern`], "it has another name");
    }
  }
};

const connectors: Conversion = (edit) => {
  for (const mirror of mirrors(edit)) {
    edit.remove([...mirror, "heartbeatConnector"], "v1 does not have it");
    for (const connector of ["sourceConnector", "checkpointConnector"]) pauseToState(edit, [...mirror, connector]);
  }
};

/** A list of clusters, and names that point into it, become a target and a source for each mirror. */
const restructured: Conversion = (edit) => {
  const byAlias = new Map(edit.items(clusters).map((cluster) => [edit.text([...cluster, "alias"]), cluster]));
  const targetAlias = edit.text([...target, "alias"]) ?? edit.text(["spec", "connectCluster"]);
  if (!edit.has(target)) {
    const cluster = byAlias.get(targetAlias);
    if (cluster === undefined) {
      edit.refuse(["spec"], "spec.clusters has no cluster that spec.connectCluster names");
      return;
    }
    edit.copy(cluster, target);
    storageTopics(edit, target, [...target, "config"], "mirrormaker2-cluster");
    edit.changes.push(`spec.target is made of the cluster ${targetAlias}: it was spec.connectCluster`);
  }
  for (const mirror of mirrors(edit)) sourceOf(edit, mirror, byAlias, targetAlias);
  edit.remove(["spec", "connectCluster"], "spec.target takes its place");
  edit.remove(clusters, "spec.target and the source of each mirror take its place");
};

function sourceOf(edit: Edit, mirror: Path, byAlias: ReadonlyMap<string | undefined, Path>, targetAlias: string | undefined): void {
  const to = edit.text([...mirror, "targetCluster"]);
  if (to !== undefined && to !== targetAlias) {
    edit.refuse([...mirror, "targetCluster"], "a mirror's target has to be where Connect runs");
    return;
  }
  const alias = edit.text([...mirror, "sourceCluster"]);
  if (!edit.has([...mirror, "source"])) {
    const cluster = byAlias.get(alias);
    if (cluster === undefined) {
      edit.refuse(mirror, "spec.clusters has no cluster that sourceCluster names");
      return;
    }
    edit.copy(cluster, [...mirror, "source"]);
    edit.changes.push(`spec.mirrors[${mirror.at(-1)}].source is made of the cluster ${alias}: it was sourceCluster`);
  }
  edit.remove([...mirror, "sourceCluster"], "source takes its place");
  edit.remove([...mirror, "targetCluster"], "spec.target takes its place");
}

export const mirrorMaker2Conversions: readonly Conversion[] = [oauth, excluded, connectors, restructured];
