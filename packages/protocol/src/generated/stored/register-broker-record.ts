// Generated from the definitions by `npm run generate`; not to be edited.
import { fieldNotInVersion, noSuchVersion, tagNotInVersion, type Draft, type MessageCodec } from "../../codec.ts";
import { type Reader } from "../../wire/reader.ts";
import { ZERO_UUID } from "../../wire/uuid.ts";
import { type Writer } from "../../wire/writer.ts";

export interface RegisterBrokerRecord {
  /** The broker's `node.id`. */
  brokerId: number;
  /** Whether it came from ZooKeeper mode during a migration. */
  isMigratingZkBroker: boolean;
  /** Id of this run of the broker's process. */
  incarnationId: string;
  /** Number of this registration: the offset of its record. */
  brokerEpoch: number;
  /** The broker's advertised listeners. */
  endPoints: RegisterBrokerRecordBrokerEndpoint[];
  /** Features that the broker could run. */
  features: RegisterBrokerRecordBrokerFeature[];
  /** The broker's `broker.rack`, or null without one. */
  rack: string | null;
  /** Whether it may not serve clients yet. */
  fenced: boolean;
  /** Whether it is on its way out. */
  inControlledShutdown: boolean;
  /** Ids of the log directories that work. */
  logDirs: string[];
  /** Ids of the log directories that take no new partitions; null before the broker told. */
  cordonedLogDirs: string[] | null;
}

export interface RegisterBrokerRecordBrokerFeature {
  /** The feature. */
  name: string;
  /** Lowest level that it can run. */
  minSupportedVersion: number;
  /** Highest level that it can run. */
  maxSupportedVersion: number;
}

export interface RegisterBrokerRecordBrokerEndpoint {
  /** The listener's name. */
  name: string;
  /** Host name or address that clients are told to connect to. */
  host: string;
  /** TCP port of the listener. */
  port: number;
  /** 0 PLAINTEXT, 1 SSL, 2 SASL_PLAINTEXT, 3 SASL_SSL. */
  securityProtocol: number;
}

export const RegisterBrokerRecord: MessageCodec<RegisterBrokerRecord> = {
  name: "RegisterBrokerRecord",
  apiKey: 0,
  minVersion: 0,
  maxVersion: 4,
  flexibleFrom: 0,
  decode: decodeRegisterBrokerRecord,
  encode: encodeRegisterBrokerRecord,
};

function decodeRegisterBrokerRecordBrokerEndpoint(r: Reader, _version: number): RegisterBrokerRecordBrokerEndpoint {
  const name = r.string(true);
  const host = r.string(true);
  const port = r.uint16();
  const securityProtocol = r.int16();
  r.skipTags();
  return { name, host, port, securityProtocol };
}

function encodeRegisterBrokerRecordBrokerEndpoint(w: Writer, draft: Draft<RegisterBrokerRecordBrokerEndpoint>, _version: number): void {
  const { name = "", host = "", port = 0, securityProtocol = 0 } = draft;
  w.string(name, true);
  w.string(host, true);
  w.uint16(port);
  w.int16(securityProtocol);
  w.noTags();
}

function decodeRegisterBrokerRecordBrokerFeature(r: Reader, _version: number): RegisterBrokerRecordBrokerFeature {
  const name = r.string(true);
  const minSupportedVersion = r.int16();
  const maxSupportedVersion = r.int16();
  r.skipTags();
  return { name, minSupportedVersion, maxSupportedVersion };
}

function encodeRegisterBrokerRecordBrokerFeature(w: Writer, draft: Draft<RegisterBrokerRecordBrokerFeature>, _version: number): void {
  const { name = "", minSupportedVersion = 0, maxSupportedVersion = 0 } = draft;
  w.string(name, true);
  w.int16(minSupportedVersion);
  w.int16(maxSupportedVersion);
  w.noTags();
}

function decodeRegisterBrokerRecord(r: Reader, version: number): RegisterBrokerRecord {
  if (version < 0 || version > 4) throw noSuchVersion("RegisterBrokerRecord", version);
  const brokerId = r.int32();
  const isMigratingZkBroker = version >= 2 ? r.bool() : false;
  const incarnationId = r.uuid();
  const brokerEpoch = r.int64();
  const endPoints: RegisterBrokerRecordBrokerEndpoint[] = [];
  for (let n = r.arrayLength(true); n > 0; n--) endPoints.push(decodeRegisterBrokerRecordBrokerEndpoint(r, version));
  const features: RegisterBrokerRecordBrokerFeature[] = [];
  for (let n = r.arrayLength(true); n > 0; n--) features.push(decodeRegisterBrokerRecordBrokerFeature(r, version));
  const rack = r.nullableString(true);
  const fenced = r.bool();
  const inControlledShutdown = version >= 1 ? r.bool() : false;
  let logDirs: string[] = [];
  let cordonedLogDirs: string[] | null = null;
  for (let tags = r.unsignedVarint(); tags > 0; tags--) {
    const tag = r.unsignedVarint();
    const end = r.tagEnd();
    switch (tag) {
      case 0:
        if (version < 3) throw tagNotInVersion(tag, version);
        logDirs = [];
        for (let n = r.arrayLength(true); n > 0; n--) logDirs.push(r.uuid());
        break;
      case 1:
        if (version < 4) throw tagNotInVersion(tag, version);
        {
          let n = r.nullableArrayLength(true);
          if (n < 0) cordonedLogDirs = null;
          else {
            const cordonedLogDirsElements: string[] = [];
            for (; n > 0; n--) cordonedLogDirsElements.push(r.uuid());
            cordonedLogDirs = cordonedLogDirsElements;
          }
        }
        break;
      default:
        r.skip(end - r.position);
    }
    r.expectTagEnd(end);
  }
  return { brokerId, isMigratingZkBroker, incarnationId, brokerEpoch, endPoints, features, rack, fenced, inControlledShutdown, logDirs, cordonedLogDirs };
}

function encodeRegisterBrokerRecord(w: Writer, draft: Draft<RegisterBrokerRecord>, version: number): void {
  if (version < 0 || version > 4) throw noSuchVersion("RegisterBrokerRecord", version);
  const { brokerId = 0, isMigratingZkBroker = false, incarnationId = ZERO_UUID, brokerEpoch = 0, endPoints = [], features = [], rack = "", fenced = true, inControlledShutdown = false, logDirs = [], cordonedLogDirs = null } = draft;
  w.int32(brokerId);
  if (version >= 2) w.bool(isMigratingZkBroker);
  else if (isMigratingZkBroker) throw fieldNotInVersion("RegisterBrokerRecord", "isMigratingZkBroker", version);
  w.uuid(incarnationId);
  w.int64(brokerEpoch);
  { w.arrayLength(endPoints, true); for (const element of endPoints) encodeRegisterBrokerRecordBrokerEndpoint(w, element, version); }
  { w.arrayLength(features, true); for (const element of features) encodeRegisterBrokerRecordBrokerFeature(w, element, version); }
  w.nullableString(rack, true);
  w.bool(fenced);
  if (version >= 1) w.bool(inControlledShutdown);
  else if (inControlledShutdown) throw fieldNotInVersion("RegisterBrokerRecord", "inControlledShutdown", version);
  if (version < 3 && logDirs.length !== 0) throw fieldNotInVersion("RegisterBrokerRecord", "logDirs", version);
  if (version < 4 && cordonedLogDirs !== null) throw fieldNotInVersion("RegisterBrokerRecord", "cordonedLogDirs", version);
  const hasLogDirs = version >= 3 && logDirs.length !== 0;
  const hasCordonedLogDirs = version >= 4 && cordonedLogDirs !== null;
  w.unsignedVarint(+hasLogDirs + +hasCordonedLogDirs);
  if (hasLogDirs) {
    const at = w.beginTag(0);
    { w.arrayLength(logDirs, true); for (const element of logDirs) w.uuid(element); }
    w.endTag(at);
  }
  if (hasCordonedLogDirs) {
    const at = w.beginTag(1);
    { w.nullableArrayLength(cordonedLogDirs, true); if (cordonedLogDirs !== null) for (const element of cordonedLogDirs) w.uuid(element); }
    w.endTag(at);
  }
}
