import assert from "node:assert/strict";
import { describe, it } from "node:test";
import { nextQuorumStep, type QuorumReplica, type QuorumState } from "../../src/quorum/index.ts";

const replica = (id: number, lagMs: number | "never" = 0, directoryId = `d${id}`): QuorumReplica => ({
  id,
  directoryId,
  lagMs: lagMs === "never" ? undefined : lagMs,
});
const node = (id: number, more: Partial<QuorumState["nodes"][number]> = {}) => ({
  id,
  podName: `pod-${id}`,
  votes: true,
  isSettled: true,
  ...more,
});
const state = (more: Partial<QuorumState>): QuorumState => ({
  ...{
    nodes: [0, 1, 2].map((id) => node(id)),
    leaderId: 0,
    voters: [0, 1, 2].map((id) => replica(id)),
    observers: [],
    fetchTimeoutMs: 2000,
  },
  ...more,
});
const stepOf = (more: Partial<QuorumState>): string => {
  const step = nextQuorumStep(state(more));
  if (step.type === "done") return "done";
  return step.type === "wait" ? `wait: ${step.why}` : `${step.type} ${step.replica.id} ${step.replica.directoryId}`;
};

describe("who votes in the quorum", () => {
  it("is left alone where those vote that shall", () => {
    assert.equal(stepOf({ observers: [replica(7), replica(8, "never")] }), "done");
  });

  it("is joined by controllers that follow it, once they are caught up", () => {
    const nodes = [0, 1, 2, 3, 4].map((id) => node(id));
    assert.equal(stepOf({ nodes, observers: [replica(3, 5000), replica(4, 100)] }), "add 4 d4");
    assert.match(stepOf({ nodes, observers: [replica(3, 5000), replica(4, "never")] }), /^wait: controller pod-3 does not follow/);
    assert.match(stepOf({ nodes }), /^wait: controller pod-3 does not follow/);
  });

  it("is not joined where the others are too few", () => {
    const voters = [replica(0), replica(1, 9000), replica(2, "never")];
    const why = "wait: controller pod-3 can't join the quorum now: 2 of 4 voters would be caught up, and 3 are needed; behind: 1, 2";
    assert.equal(stepOf({ nodes: [0, 1, 2, 3].map((id) => node(id)), voters, observers: [replica(3)] }), why);
  });

  it("is left by those that go, who serves least first and the leader last", () => {
    const nodes = [node(0, { votes: false }), node(1, { votes: false }), node(2)];
    assert.equal(stepOf({ nodes }), "remove 1 d1");
    assert.equal(stepOf({ nodes, voters: [replica(0), replica(2)] }), "remove 0 d0");
    assert.equal(stepOf({ nodes: [node(1), node(2)], voters: [replica(0), replica(1), replica(2), replica(3, "never")] }), "remove 3 d3");
  });

  it("is not left before those are in it that stay, nor by one that might join again by itself", () => {
    const leaving = node(2, { votes: false });
    assert.match(stepOf({ nodes: [node(0), node(1), leaving, node(3)] }), /^wait: controller pod-3 does not follow/);
    const unsettled = { ...leaving, isSettled: false };
    assert.match(stepOf({ nodes: [node(0), node(1), unsettled] }), /^wait: controller pod-2 is about to be restarted/);
  });

  it("is not left where the rest would be no majority", () => {
    const nodes = [node(0), node(1), node(2, { votes: false })];
    const voters = [replica(0), replica(1, 60_000), replica(2)];
    assert.match(stepOf({ nodes, voters }), /^wait: controller pod-2 leaves the quorum, but not now: 1 of 2 voters would be caught up/);
    assert.match(stepOf({ nodes: [node(0, { votes: false })], voters: [replica(0)] }), /nobody else votes$/);
  });

  it("loses a voter that came back without the volume that it voted by, and gets it back as another one", () => {
    const voters = [replica(0), replica(1), replica(2, 9000)];
    const observers = [replica(2, 10, "new")];
    assert.equal(stepOf({ voters, observers }), "remove 2 d2");
    assert.equal(stepOf({ voters: voters.slice(0, 2), observers }), "add 2 new");
    assert.equal(stepOf({ voters, observers: [replica(2, "never", "new")] }), "done");
  });
});
