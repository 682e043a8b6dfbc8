import assert from "node:assert/strict";
import { test } from "node:test";
import { MillraceError, systemCodeOf } from "@millrace/kit";
import fc from "fast-check";
import type { Files } from "../src/index.ts";
import { readFile, replaceFile } from "../src/index.ts";

export interface Subject {
  readonly files: Files;
  /** An empty directory. */
  readonly directory: string;
}

/** What every implementation of `Files` has to do. `make` gives a fresh one. */
export function filesContract(name: string, make: () => Subject): void {
  test(`${name}: a file is made, written, read and grows where it is written`, () => {
    const { files, directory } = make();
    const path = `${directory}/a`;
    const file = files.open(path, "create");
    file.write(Buffer.from("hello"), 0);
    file.write(Buffer.from("HE"), 0);
    file.write(Buffer.from("!"), 8);
    assert.equal(file.sizeBytes(), 9);
    const target = Buffer.alloc(20, ".");
    assert.equal(file.read(target, 2, 18, 1), 8);
    assert.equal(target.toString("latin1"), "..Ello\0\0\0!..........");
    assert.equal(file.read(target, 0, 5, 100), 0);
    file.close();
    assert.equal(files.stat(path)?.sizeBytes, 9);
  });

  test(`${name}: any sequence of writes and truncations leaves what an array would hold`, () => {
    const write = fc.record({ position: fc.nat(150_000), length: fc.nat(70_000), byte: fc.integer({ min: 1, max: 255 }) });
    const truncate = fc.record({ truncate: fc.nat(150_000) });
    fc.assert(
      fc.property(fc.array(fc.oneof(write, truncate), { maxLength: 12 }), (steps) => {
        const { files, directory } = make();
        const file = files.open(`${directory}/a`, "create");
        let model = Buffer.alloc(0);
        for (const step of steps) {
          const end = "truncate" in step ? step.truncate : Math.max(model.length, step.length === 0 ? 0 : step.position + step.length);
          model = Buffer.concat([model.subarray(0, end), Buffer.alloc(Math.max(0, end - model.length))]);
          if ("truncate" in step) {
            file.truncate(step.truncate);
          } else {
            const bytes = Buffer.alloc(step.length, step.byte);
            bytes.copy(model, step.position);
            file.write(bytes, step.position);
          }
        }
        assert.equal(file.sizeBytes(), model.length);
        file.close();
        assert.ok(readFile(files, `${directory}/a`).equals(model));
      }),
      { numRuns: 40 },
    );
  });

  test(`${name}: a file has the time that it is given, until it is written again`, () => {
    const { files, directory } = make();
    const path = `${directory}/a`;
    const file = files.open(path, "create");
    files.setModified(path, 1_234_567_890_123);
    assert.ok(Math.abs((files.stat(path)?.modifiedMs ?? 0) - 1_234_567_890_123) <= 1);
    file.write(Buffer.from("x"), 0);
    assert.ok((files.stat(path)?.modifiedMs ?? 0) > 1_300_000_000_000);
    file.close();
    assert.throws(() => files.setModified(`${directory}/b`, 0), { code: "NOT_FOUND" });
  });

  test(`${name}: a missing file is NOT_FOUND, everything else IO_FAILED with the system's code`, () => {
    const { files, directory } = make();
    assert.throws(() => files.open(`${directory}/no`, "read"), { code: "NOT_FOUND" });
    assert.throws(() => files.open(`${directory}/no`, "write"), { code: "NOT_FOUND" });
    assert.throws(() => files.open(`${directory}/no/file`, "create"), { code: "NOT_FOUND" });
    assert.throws(() => files.list(`${directory}/no`), { code: "NOT_FOUND" });
    assert.throws(() => files.rename(`${directory}/no`, `${directory}/a`), { code: "NOT_FOUND" });
    assert.equal(files.stat(`${directory}/no`), undefined);
    files.remove(`${directory}/no`);
    const file = files.open(`${directory}/a`, "create");
    file.close();
    const readOnly = files.open(`${directory}/a`, "read");
    assert.throws(
      () => readOnly.write(Buffer.from("x"), 0),
      (error) => error instanceof MillraceError && error.code === "IO_FAILED" && systemCodeOf(error.cause) === "EBADF",
    );
    readOnly.close();
  });

  test(`${name}: directories are made, listed in order, renamed and removed with what is in them`, () => {
    const { files, directory } = make();
    files.makeDirectory(`${directory}/x/y`);
    files.makeDirectory(`${directory}/x/y`);
    for (const file of ["b", "a", "c"]) files.open(`${directory}/x/${file}`, "create").close();
    assert.deepEqual(files.list(`${directory}/x`), ["a", "b", "c", "y"]);
    assert.equal(files.stat(`${directory}/x`)?.kind, "directory");
    files.rename(`${directory}/x`, `${directory}/z`);
    assert.deepEqual(files.list(directory), ["z"]);
    assert.deepEqual(files.list(`${directory}/z`), ["a", "b", "c", "y"]);
    files.remove(`${directory}/z`);
    assert.deepEqual(files.list(directory), []);
  });

  test(`${name}: a renamed file replaces what was there; an open handle goes on with its file`, () => {
    const { files, directory } = make();
    const old = files.open(`${directory}/a`, "create");
    old.write(Buffer.from("old"), 0);
    const young = files.open(`${directory}/b`, "create");
    young.write(Buffer.from("new"), 0);
    files.rename(`${directory}/b`, `${directory}/a`);
    assert.deepEqual(files.list(directory), ["a"]);
    assert.equal(readFile(files, `${directory}/a`).toString(), "new");
    files.remove(`${directory}/a`);
    const target = Buffer.alloc(3);
    assert.equal(old.read(target, 0, 3, 0), 3);
    assert.equal(target.toString(), "old");
    young.write(Buffer.from("er"), 3);
    assert.equal(young.sizeBytes(), 5);
    old.close();
    young.close();
  });

  test(`${name}: a file is unlinked; an open handle goes on with it, a missing one is left alone, a directory refused`, async () => {
    const { files, directory } = make();
    const file = files.open(`${directory}/a`, "create");
    file.write(Buffer.from("old"), 0);
    await files.unlink(`${directory}/a`);
    assert.deepEqual(files.list(directory), []);
    const target = Buffer.alloc(3);
    assert.equal(file.read(target, 0, 3, 0), 3);
    file.close();
    await files.unlink(`${directory}/a`);
    await files.unlink(`${directory}/no/a`);
    files.makeDirectory(`${directory}/x`);
    await assert.rejects(files.unlink(`${directory}/x`), { code: "IO_FAILED" });
    assert.deepEqual(files.list(directory), ["x"]);
  });

  test(`${name}: a small file is replaced in one step`, async () => {
    const { files, directory } = make();
    await replaceFile(files, `${directory}/a`, Buffer.from("first and long"));
    await replaceFile(files, `${directory}/a`, Buffer.from("second"));
    assert.deepEqual(files.list(directory), ["a"]);
    assert.equal(readFile(files, `${directory}/a`).toString(), "second");
  });

  test(`${name}: restricting needs something to restrict`, () => {
    const { files, directory } = make();
    files.restrict(directory);
    assert.throws(() => files.restrict(`${directory}/none`), { code: "NOT_FOUND" });
  });

  test(`${name}: flushing works on files and directories`, async () => {
    const { files, directory } = make();
    const file = files.open(`${directory}/a`, "create");
    file.write(Buffer.from("x"), 0);
    await file.sync();
    await files.syncDirectory(directory);
    file.close();
  });

  test(`${name}: a locked directory is refused to the next one, who is told the holder, until it is given back`, () => {
    const { files, directory } = make();
    const lock = files.lock(directory);
    assert.throws(
      () => files.lock(directory),
      (error) => error instanceof MillraceError && error.code === "DATA_LOCKED" && error.message.includes(`process ${process.pid}`),
    );
    lock.close();
    lock.close();
    files.lock(directory).close();
  });
}
