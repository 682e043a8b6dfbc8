import assert from "node:assert/strict";
import { describe, it } from "node:test";
import type { File, Files } from "@millrace/files";
import { brokerSimulation } from "../src/broker/broker-simulation.ts";
import { drawnWorld } from "../src/broker/drawn-world.ts";
import { SimulatedWorld } from "../src/broker/simulated-world.ts";
import { firstFinding, seedsFrom } from "../src/simulation.ts";

const everydaySeeds = 200;
/** In so many worlds a disk that can't be relied upon has to be found out. */
const brokenSeeds = 60;

describe("a broker in drawn worlds", () => {
  it("keeps what it promises", async () => {
    const found = await firstFinding(brokerSimulation(), seedsFrom(0, everydaySeeds));
    assert.equal(found, undefined, found === undefined ? "" : `${found.violation.message}\n${found.command}`);
  });

  it("does the same again for the same seed", async () => {
    const played = async (seed: number): Promise<readonly string[]> => {
      const world = new SimulatedWorld(drawnWorld(seed));
      await world.play();
      return world.trace.lines;
    };
    const seeds = [1, 2, 3, 4, 5];
    const first = [];
    for (const seed of seeds) first.push(await played(seed));
    for (const [at, seed] of seeds.entries()) assert.deepEqual(await played(seed), first[at]);
    assert.notDeepEqual(first[0], first[1]);
  });
});

let calls = 0;
/** Whether it is the turn of one call in so many. */
const isTurn = (oneIn: number): boolean => ++calls % oneIn === 0;
const isOf =
  (topic: string) =>
  ({ path }: File): boolean =>
    path.includes(`/${topic}-`);
const isLog = ({ path }: File): boolean => path.endsWith(".log");

/** Files whose calls are others than they should be. */
const broken: Readonly<Record<string, (file: File) => Partial<File>>> = {
  "flushes that bring nothing onto the disk": () => ({ sync: async () => {} }),
  "flushes that leave out what share groups are told": (file) => (isOf("__share_group_state")(file) ? { sync: async () => {} } : {}),
  "flushes that leave out what groups are told": (file) => (isOf("__consumer_offsets")(file) ? { sync: async () => {} } : {}),
  "writes of which some are left out": (file) => ({
    write: (bytes, position) => {
      if (!isLog(file) || !isTurn(40)) file.write(bytes, position);
    },
  }),
  "reads of what stands elsewhere": (file) => ({
    read: (target, at, length, position) => file.read(target, at, length, isLog(file) && isTurn(40) ? 0 : position),
  }),
};

describe("a broker is found out with", () => {
  for (const [name, change] of Object.entries(broken)) {
    it(name, async () => {
      const found = await firstFinding(brokerSimulation(changed(change)), seedsFrom(0, brokenSeeds));
      assert.notEqual(found, undefined);
      assert.equal(found?.command, `npm run sim -- --only broker --seed ${found?.seed}`);
    });
  }
});

function changed(change: (file: File) => Partial<File>): (files: Files) => Files {
  return (files) => {
    const { open } = files;
    files.open = (path, mode) => {
      const file = open.call(files, path, mode);
      return {
        path,
        sizeBytes: () => file.sizeBytes(),
        read: (target, at, length, position) => file.read(target, at, length, position),
        write: (bytes, position) => file.write(bytes, position),
        truncate: (sizeBytes) => file.truncate(sizeBytes),
        sync: () => file.sync(),
        close: () => file.close(),
        ...change(file),
      };
    };
    return files;
  };
}
