/**
 * Other names that an option is taken under: what Kafka's tools, or the config that it stands for, call it. By the name that the
 * help tells; whichever command has that option takes the others too.
 */
export const spellings: Readonly<Record<string, readonly string[]>> = {
  "--acks": ["--request-required-acks"],
  "--bootstrap-server": ["--bootstrap-servers"],
  "--compression": ["--compression-codec"],
  "--count": ["--max-messages"],
  "--id-pattern": ["--transactional-id-pattern"],
};
