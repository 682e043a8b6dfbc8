import assert from "node:assert/strict";
import { test } from "node:test";
import { BufferPool } from "../src/network/buffer-pool.ts";

test("what is given back is given out again", () => {
  const pool = new BufferPool(1 << 20);
  const first = pool.acquire(5000);
  assert.equal(first.length, 8192);
  pool.release(first);
  assert.equal(pool.acquire(8192), first);
});

test("a buffer is never given out twice", () => {
  const pool = new BufferPool(1 << 20);
  pool.release(pool.acquire(4096));
  const one = pool.acquire(4096);
  const other = pool.acquire(4096);
  assert.notEqual(one, other);
});

test("idle memory stays under the limit", () => {
  const pool = new BufferPool(10_000);
  const buffers = [pool.acquire(4096), pool.acquire(4096), pool.acquire(4096)];
  for (const buffer of buffers) pool.release(buffer);
  assert.equal(pool.idleBytes, 8192);
});

test("what is too large for a class, or not from here, is not kept", () => {
  const pool = new BufferPool(1 << 30);
  const large = pool.acquire(5 << 20);
  assert.ok(large.length >= 5 << 20);
  pool.release(large);
  pool.release(Buffer.alloc(5000));
  pool.release(Buffer.alloc(1));
  assert.equal(pool.idleBytes, 0);
});

test("what several use is given out again when the last has given it back", () => {
  const pool = new BufferPool(1 << 20);
  const shared = pool.acquire(4096);
  for (let n = 0; n < 2; n++) assert.equal(pool.retain(shared), shared);
  for (let n = 0; n < 2; n++) {
    pool.release(shared);
    assert.equal(pool.idleBytes, 0);
  }
  pool.release(shared);
  assert.equal(pool.acquire(4096), shared);
});
