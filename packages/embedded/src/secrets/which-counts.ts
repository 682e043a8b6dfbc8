import type { Secret } from "@millrace/resources";

/**
 * Which of two Secrets of one name counts, where a data directory has one in its folder of Secrets and one in its Kubernetes API: certificates of
 * the platform came into the folder first, credentials of users, and what others made, into the API.
 */
export function whichCounts(inFolder: Secret, live: Secret | undefined): Secret {
  const isPlatforms = ({ metadata: { labels = {} } }: Secret): boolean =>
    labels["strimzi.io/kind"] === "Kafka" && labels["app.kubernetes.io/managed-by"] === "millrace";
  return live === undefined || (isPlatforms(inFolder) && isPlatforms(live)) ? inFolder : live;
}
