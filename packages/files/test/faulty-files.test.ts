import assert from "node:assert/strict";
import { test } from "node:test";
import { ManualClock, MillraceError, seededRandom, systemCodeOf } from "@millrace/kit";
import { FaultyFiles, readFile, replaceFile } from "../src/index.ts";

function faulty(seed: number): FaultyFiles {
  const files = new FaultyFiles(new ManualClock(), seededRandom(seed));
  files.makeDirectory("/data");
  return files;
}

test("what was flushed, name and bytes, survives loss of power; the rest is kept, lost or torn", async () => {
  const endings = new Set<string>();
  for (let seed = 0; seed < 200; seed++) {
    const files = faulty(seed);
    const file = files.open("/data/a", "create");
    file.write(Buffer.from("safe"), 0);
    await file.sync();
    await files.syncDirectory("/data");
    file.write(Buffer.from("1234"), 4);
    files.losePower();
    const content = readFile(files, "/data/a").toString();
    assert.ok(content.startsWith("safe"));
    endings.add(content.slice(4));
    assert.throws(() => file.write(Buffer.from("x"), 0), { code: "IO_FAILED" });
  }
  assert.deepEqual([...endings].sort(), ["", "1", "12", "123", "1234"]);
});

test("a name that was not flushed may be lost, with the bytes that were", async () => {
  const present = new Set<boolean>();
  for (let seed = 0; seed < 50; seed++) {
    const files = faulty(seed);
    await files.syncDirectory("");
    const file = files.open("/data/a", "create");
    await file.sync();
    files.losePower();
    present.add(files.stat("/data/a") !== undefined);
  }
  assert.deepEqual([...present].sort(), [false, true]);
});

test("a file that is unlinked goes when it is asked for, before what is renamed then, and after loss of power too", async () => {
  const endings = new Set<string>();
  for (let seed = 0; seed < 50; seed++) {
    const files = faulty(seed);
    for (const name of ["a", "b"]) {
      const file = files.open(`/data/${name}`, "create");
      file.write(Buffer.from(name), 0);
      await file.sync();
    }
    await files.syncDirectory("/data");
    const unlinked = files.unlink("/data/a");
    assert.deepEqual(files.list("/data"), ["b"]);
    files.rename("/data/b", "/data/a");
    await unlinked;
    if (seed % 2 === 0) await files.syncDirectory("/data");
    files.losePower();
    const content = files.list("/data").map((name) => name + readFile(files, `/data/${name}`).toString());
    if (seed % 2 === 0) assert.deepEqual(content, ["ab"]);
    else endings.add(content.join());
  }
  assert.deepEqual([...endings].sort(), ["aa,bb", "ab", "bb"]);
});

test("a file that can't be unlinked stays", async () => {
  const files = faulty(1);
  files.open("/data/a", "create").close();
  files.fail({ call: "remove", code: "EIO", path: "/data/a" });
  await assert.rejects(files.unlink("/data/a"), failedWith("EIO"));
  assert.deepEqual(files.list("/data"), ["a"]);
  await files.unlink("/data/a");
  assert.deepEqual(files.list("/data"), []);
});

test("an earlier change may be lost and a later one kept", () => {
  const contents = new Set<string>();
  for (let seed = 0; seed < 300; seed++) {
    const files = faulty(seed);
    const file = files.open("/data/a", "create");
    file.write(Buffer.from("a"), 0);
    file.write(Buffer.from("b"), 1);
    files.losePower();
    if (files.stat("/data/a") !== undefined) contents.add(readFile(files, "/data/a").toString("latin1"));
  }
  assert.ok(contents.has("\0b") && contents.has("ab") && contents.has("a") && contents.has(""));
});

test("the same seed gives the same losses", () => {
  const run = (): string[] => {
    const files = faulty(7);
    for (let i = 0; i < 20; i++) files.open(`/data/${i}`, "create").write(Buffer.alloc(i, "x"), 0);
    files.losePower();
    return files.stat("/data") === undefined ? [] : files.list("/data").map((name) => `${name}:${files.stat(`/data/${name}`)?.sizeBytes}`);
  };
  assert.deepEqual(run(), run());
});

test("a killed process loses its handles and locks, and nothing that it wrote", () => {
  const files = faulty(1);
  files.lock("/data");
  const file = files.open("/data/a", "create");
  file.write(Buffer.from("written"), 0);
  files.kill();
  assert.equal(readFile(files, "/data/a").toString(), "written");
  assert.throws(() => file.sizeBytes(), { code: "IO_FAILED" });
  files.lock("/data").close();
});

test("what a killed process wrote is lost with the power all the same, unless somebody flushes it", async () => {
  const contents = new Set<string>();
  for (let seed = 0; seed < 50; seed++) {
    const files = faulty(seed);
    const file = files.open("/data/a", "create");
    await file.sync();
    await files.syncDirectory("/data");
    file.write(Buffer.from("written"), 0);
    files.kill();
    if (seed % 2 === 0) await files.open("/data/a", "write").sync();
    files.losePower();
    const content = readFile(files, "/data/a").toString();
    if (seed % 2 === 0) assert.equal(content, "written");
    else contents.add(content);
  }
  assert.ok(contents.size > 2);
});

test("what a flush failed to bring onto the disk is not brought there by the next, unless it is written again", async () => {
  const contents = new Set<string>();
  for (let seed = 0; seed < 50; seed++) {
    const files = faulty(seed);
    const file = files.open("/data/a", "create");
    await files.syncDirectory("/data");
    file.write(Buffer.from("given up"), 0);
    files.fail({ call: "sync", code: "EIO" });
    await assert.rejects(file.sync(), { code: "IO_FAILED" });
    if (seed % 2 === 0) file.write(Buffer.from("given up"), 0);
    await file.sync();
    files.losePower();
    const content = readFile(files, "/data/a").toString();
    if (seed % 2 === 0) assert.equal(content, "given up");
    else contents.add(content);
  }
  assert.ok(contents.size > 2);
});

test("a system that reads and writes less than it is asked for does all of it in the end", () => {
  const files = faulty(3);
  files.isHalting = true;
  const file = files.open("/data/a", "create");
  const bytes = Buffer.from(Array.from({ length: 1000 }, (_, at) => at & 0xff));
  file.write(bytes, 0);
  const target = Buffer.alloc(1200);
  assert.equal(file.read(target, 100, 1100, 0), 1000);
  assert.deepEqual(target.subarray(100, 1100), bytes);
});

test("a full disk takes what fits; calls fail as told, as often as told", async () => {
  const files = faulty(1);
  files.capacityBytes = 6;
  const file = files.open("/data/a", "create");
  file.write(Buffer.from("1234"), 0);
  assert.throws(() => file.write(Buffer.from("5678"), 4), failedWith("ENOSPC"));
  assert.equal(file.sizeBytes(), 6);
  file.write(Buffer.from("ABCDEF"), 0);
  files.mend();
  files.fail({ call: "write", code: "EIO", after: 1, times: 2, partialBytes: 1 });
  file.write(Buffer.from("x"), 6);
  assert.throws(() => file.write(Buffer.from("yz"), 7), failedWith("EIO"));
  assert.throws(() => file.write(Buffer.from("yz"), 7));
  assert.equal(readFile(files, "/data/a").toString(), "ABCDEFxy");
  file.write(Buffer.from("yz"), 7);
  files.fail({ call: "sync", code: "EIO", path: "/data/a" });
  await assert.rejects(file.sync(), { code: "IO_FAILED" });
  await file.sync();
});

function failedWith(systemCode: string): (error: unknown) => boolean {
  return (error) => error instanceof MillraceError && error.code === "IO_FAILED" && systemCodeOf(error.cause) === systemCode;
}

test("what still runs of a process that is dead gets nothing done", async () => {
  const files = faulty(1);
  const first = files.process();
  await replaceFile(first, "/data/a", Buffer.from("1"));
  const late = replaceFile(first, "/data/a", Buffer.from("2"));
  files.kill();
  await assert.rejects(late, { code: "IO_FAILED" });
  assert.equal(readFile(files.process(), "/data/a").toString(), "1");
  for (const call of [() => first.stat("/data/a"), () => first.list("/data"), () => first.remove("/data/a")]) {
    assert.throws(call, { code: "IO_FAILED" });
  }
  await assert.rejects(first.unlink("/data/a"), { code: "IO_FAILED" });
  assert.equal(readFile(files.process(), "/data/a").toString(), "1");
});
