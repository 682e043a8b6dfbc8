/** A package: its layer, and the packages that it may import. An import never goes up. */
export interface Room {
  readonly layer: number;
  readonly imports: readonly string[];
  /** No I/O, clock or randomness: nothing of Node but what is listed. */
  readonly pure?: readonly string[];
  /** Parts of a room that are so: folders below `src/`, and what of Node each may have. */
  readonly pureFolders?: Readonly<Record<string, readonly string[]>>;
}

/** The rooms of `packages/`, as ARCHITECTURE.md describes them. */
export const rooms: Readonly<Record<string, Room>> = {
  kit: { layer: 0, imports: [] },
  protocol: { layer: 1, imports: ["kit"], pure: ["node:zlib", "node:util", "node:module"] },
  resources: { layer: 1, imports: ["kit"], pure: [] },
  configs: { layer: 1, imports: ["kit"], pure: [] },
  files: { layer: 1, imports: ["kit"] },
  security: { layer: 2, imports: ["kit", "protocol"] },
  log: { layer: 2, imports: ["kit", "protocol", "files"] },
  plans: { layer: 3, imports: ["kit", "resources"], pure: [] },
  coordinators: { layer: 3, imports: ["kit", "protocol"], pure: [] },
  client: { layer: 3, imports: ["kit", "protocol", "security"] },
  kube: { layer: 3, imports: ["kit", "resources"] },
  apiserver: { layer: 3, imports: ["kit", "resources", "files"] },
  broker: { layer: 4, imports: ["kit", "protocol", "configs", "files", "security", "log", "coordinators"] },
  controllers: { layer: 4, imports: ["kit", "resources", "security", "plans", "client", "kube"] },
  observation: { layer: 4, imports: ["kit", "kube"] },
  operator: {
    layer: 5,
    imports: ["kit", "resources", "configs", "security", "plans", "client", "kube", "controllers", "observation"],
    pureFolders: { model: ["node:crypto"], install: [] },
  },
  embedded: {
    layer: 6,
    imports: ["kit", "resources", "files", "security", "plans", "client", "apiserver", "kube", "broker", "controllers", "observation"],
  },
  cli: { layer: 7, imports: ["kit", "protocol", "resources", "configs", "plans", "client", "kube", "controllers", "embedded"] },
};

/** Only these files may ask the machine for time or chance. */
export const sourcesOfTimeAndChance = ["packages/kit/src/clock.ts", "packages/kit/src/random.ts"];

/** What asking for time or chance looks like. */
export const timeAndChance =
  /\b(?:Date\.now|new Date\(\)|performance\.now|setTimeout|setInterval|randomUUID|randomBytes|randomInt|Math\.random|process\.hrtime)\b/;

export const fileLinesMax = 500;
export const functionLinesMax = 70;
export const kitLinesMax = 600;
