import assert from "node:assert/strict";
import { test } from "node:test";
import fc from "fast-check";
import { BufferPool } from "../src/network/buffer-pool.ts";
import { FrameCutter } from "../src/network/frame-cutter.ts";

const frameBytesMax = 1 << 20;

function framed(body: Uint8Array): Buffer {
  const frame = Buffer.alloc(4 + body.length);
  frame.writeInt32BE(body.length);
  frame.set(body, 4);
  return frame;
}

/** A cutter that stops after each frame whose turn `stops` names, and what it handed on. */
function cutterOf(stops: (index: number) => boolean = () => false) {
  const cut: string[] = [];
  const cutter = new FrameCutter(
    () => frameBytesMax,
    new BufferPool(1 << 20),
    (buffer, start, end) => {
      cut.push(buffer.toString("hex", start, end));
      return !stops(cut.length);
    },
  );
  return { cutter, cut };
}

const bodies = fc.array(fc.uint8Array({ maxLength: 40 }), { maxLength: 20 });

test("frames come out whole and in order, however the stream is divided", () => {
  fc.assert(
    fc.property(bodies, fc.array(fc.integer({ min: 1, max: 50 }), { minLength: 1 }), (frames, sizes) => {
      const { cutter, cut } = cutterOf();
      const stream = Buffer.concat(frames.map(framed));
      const lent = Buffer.alloc(64);
      for (let at = 0, turn = 0; at < stream.length; turn++) {
        const length = Math.min(sizes[turn % sizes.length] as number, stream.length - at);
        stream.copy(lent, 0, at, at + length);
        cutter.push(lent, length);
        lent.fill(0xff); // what was lent may be written over
        at += length;
      }
      assert.deepEqual(
        cut,
        frames.map((body) => Buffer.from(body).toString("hex")),
      );
    }),
  );
});

test("a stopped cutter keeps what comes and goes on with it", () => {
  fc.assert(
    fc.property(bodies, fc.array(fc.integer({ min: 1, max: 50 }), { minLength: 1 }), (frames, sizes) => {
      const { cutter, cut } = cutterOf((index) => index % 2 === 0);
      const stream = Buffer.concat(frames.map(framed));
      for (let at = 0, turn = 0; at < stream.length; turn++) {
        const length = Math.min(sizes[turn % sizes.length] as number, stream.length - at);
        cutter.push(stream.subarray(at, at + length), length);
        at += length;
      }
      for (let turn = 0; turn <= frames.length && cutter.stopped; turn++) cutter.resume();
      assert.deepEqual(
        cut,
        frames.map((body) => Buffer.from(body).toString("hex")),
      );
    }),
  );
});

test("nothing is handed on after a stop", () => {
  const { cutter, cut } = cutterOf(() => true);
  const stream = Buffer.concat([framed(Buffer.from("a")), framed(Buffer.from("b"))]);
  cutter.push(stream, stream.length);
  assert.deepEqual(cut, [Buffer.from("a").toString("hex")]);
});

test("sizes that can't be are refused before their bytes come", () => {
  const head = Buffer.alloc(4);
  for (const size of [-1, -2_147_483_648, frameBytesMax + 1, 2_147_483_647]) {
    head.writeInt32BE(size);
    assert.throws(() => cutterOf().cutter.push(head, 4), /frame of -?\d+ bytes/);
  }
});

test("an announced size alone takes little memory", () => {
  const acquired: number[] = [];
  class Watched extends BufferPool {
    override acquire(bytes: number): Buffer {
      acquired.push(bytes);
      return super.acquire(bytes);
    }
  }
  const cutter = new FrameCutter(
    () => 100 << 20,
    new Watched(1 << 20),
    () => true,
  );
  const head = Buffer.alloc(5);
  head.writeInt32BE(90 << 20);
  cutter.push(head, 5);
  assert.ok(Math.max(...acquired) <= 1 << 20, `${acquired}`);
});
