import assert from "node:assert/strict";
import { after, before, describe, test } from "node:test";
import { apis, encodeBatch, errors, Writer } from "@millrace/protocol";
import fc from "fast-check";
import { TestBroker } from "./harness/test-broker.ts";

describe("bad input", () => {
  let it: TestBroker;

  before(async () => {
    it = await TestBroker.start({ "socket.request.max.bytes": "100000" });
    await it.createTopic("solid");
  });

  after(() => it.stop());

  function framed(...parts: Buffer[]): Buffer {
    const body = Buffer.concat(parts);
    const frame = Buffer.alloc(4 + body.length);
    frame.writeInt32BE(body.length);
    body.copy(frame, 4);
    return frame;
  }

  function head(key: number, version: number, correlationId = 1): Buffer {
    const bytes = Buffer.alloc(10);
    bytes.writeInt16BE(key, 0);
    bytes.writeInt16BE(version, 2);
    bytes.writeInt32BE(correlationId, 4);
    bytes.writeInt16BE(-1, 8); // no client id
    return bytes;
  }

  async function closes(bytes: Buffer): Promise<void> {
    const client = it.connect();
    client.sendBytes(bytes);
    assert.equal(await client.frame(), undefined);
  }

  test("an API that nobody knows ends the connection", () => closes(framed(head(999, 0))));
  test("a version that is not served ends the connection", () => closes(framed(head(apis.metadata.key, 99))));
  test("Produce is named from version 0 on and served from 3 on", () => closes(framed(head(apis.produce.key, 0))));
  test("a frame too short for a header ends the connection", () => closes(framed(Buffer.from([0, 3, 0]))));
  test("an empty frame ends the connection", () => closes(framed()));
  test("a negative size ends the connection", () => closes(Buffer.from([0xff, 0xff, 0xff, 0xff])));
  test("a frame over socket.request.max.bytes ends the connection before it comes", () => closes(Buffer.from([0x00, 0x01, 0x86, 0xa1])));
  test("a request that ends too early ends the connection", () => closes(framed(head(apis.metadata.key, 1), Buffer.from([0, 0, 0, 5]))));
  test("a count of two thousand million ends the connection", () =>
    closes(framed(head(apis.metadata.key, 1), Buffer.from([0x7f, 0xff, 0xff, 0xff]))));

  test("a request of millions of elements ends the connection before anything is made of them", async () => {
    const roomy = await TestBroker.start();
    const client = roomy.connect();
    const names = Buffer.alloc(3_000_000, 1); // each an empty string
    client.sendBytes(framed(head(apis.deleteGroups.key, 2), Buffer.from([0, 0xc1, 0x8d, 0xb7, 0x01]), names, Buffer.from([0])));
    assert.equal(await client.frame(), undefined);
    await roomy.stop();
  });

  test("an ApiVersions of the future is answered in version 0", async () => {
    const client = it.connect();
    client.sendBytes(framed(head(apis.apiVersions.key, 99, 5)));
    const { errorCode, apiKeys } = await client.receive(apis.apiVersions, 0, 5);
    assert.equal(errorCode, errors.UNSUPPORTED_VERSION.code);
    assert.deepEqual(apiKeys, [{ apiKey: 18, minVersion: 0, maxVersion: 4 }]);
    assert.equal((await client.call(apis.apiVersions, 3, { clientSoftwareName: "a", clientSoftwareVersion: "1" })).errorCode, 0);
  });

  test("nonsense behind good requests ends the connection once those are answered, and the broker lives on", async () => {
    const client = it.connect();
    client.sendBytes(
      Buffer.concat([framed(head(apis.apiVersions.key, 0, 8)), framed(head(apis.apiVersions.key, 0, 9)), framed(head(999, 0))]),
    );
    for (const id of [8, 9]) assert.equal((await client.receive(apis.apiVersions, 0, id)).errorCode, 0);
    assert.equal(await client.frame(), undefined);
    assert.equal((await it.call(apis.apiVersions, 0, {})).errorCode, 0);
  });

  const batch = () => encodeBatch({ records: [{ key: null, value: Buffer.from("value"), timestamp: it.clock.now() }] });

  async function produce(records: Buffer): Promise<number | undefined> {
    const topicData = [{ name: "solid", partitionData: [{ index: 0, records }] }];
    const { responses } = await it.call(apis.produce, 9, { acks: -1, timeoutMs: 1, topicData });
    return responses[0]?.partitionResponses[0]?.errorCode;
  }

  test("a bad checksum, another magic and lying lengths are refused and leave the log alone", async () => {
    const endOf = async () =>
      (await it.call(apis.listOffsets, 1, { topics: [{ name: "solid", partitions: [{ partitionIndex: 0, timestamp: -1 }] }] })).topics[0]
        ?.partitions[0]?.offset;
    const before = await endOf();
    const badCrc = batch();
    badCrc[badCrc.length - 1] = (badCrc.at(-1) ?? 0) ^ 1;
    assert.equal(await produce(badCrc), errors.CORRUPT_MESSAGE.code);
    const otherMagic = batch();
    otherMagic[16] = 1;
    assert.notEqual(await produce(otherMagic), 0);
    for (const length of [-1, 0, 48, 1_000_000, 2_147_483_647]) {
      const lying = batch();
      lying.writeInt32BE(length, 8);
      assert.notEqual(await produce(lying), 0, `a batch that says it has ${length} bytes`);
    }
    assert.notEqual(await produce(Buffer.concat([batch(), batch()])), 0);
    assert.equal(await endOf(), before);
    assert.equal(await produce(batch()), 0);
  });

  test("no frame, however mutated, brings the broker down or into the log", async () => {
    const writer = new Writer();
    apis.produce.request.encode(
      writer,
      { acks: -1, timeoutMs: 1, topicData: [{ name: "solid", partitionData: [{ index: 0, records: batch() }] }] },
      9,
    );
    const requests = [Buffer.concat([head(0, 9), Buffer.from([0]), writer.toBuffer()])];
    for (const api of Object.values(apis)) {
      const body = new Writer();
      api.request.encode(body, {} as never, api.maxVersion);
      const flexible = api.maxVersion >= api.request.flexibleFrom;
      requests.push(Buffer.concat([head(api.key, api.maxVersion), Buffer.alloc(flexible ? 1 : 0), body.toBuffer()]));
    }
    await fc.assert(
      fc.asyncProperty(
        fc.constantFrom(...requests),
        fc.array(fc.tuple(fc.nat(), fc.integer({ min: 0, max: 255 })), { maxLength: 6 }),
        async (request, changes) => {
          const mutated = Buffer.from(request);
          // The API's key and version stay, so that the mutation reaches the body.
          for (const [at, byte] of changes) mutated[4 + (at % (mutated.length - 4))] = byte;
          const client = it.connect();
          client.sendBytes(framed(mutated));
          client.sendBytes(framed(head(999, 0)));
          client.close();
          assert.equal((await it.call(apis.apiVersions, 0, {})).errorCode, 0);
        },
      ),
      { numRuns: 500 },
    );
  });
});
