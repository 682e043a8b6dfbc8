import { field, type MessageDefinition, message } from "../schema.ts";

export const registerBrokerRecord: MessageDefinition = message("metadata", "RegisterBrokerRecord", {
  apiKey: 0,
  versions: "0-4",
  flexible: "0+",
  fields: [
    field("BrokerId", "int32", "0+", "The broker's `node.id`."),
    field("IsMigratingZkBroker", "bool", "2+", "Whether it came from ZooKeeper mode during a migration.", { default: false }),
    field("IncarnationId", "uuid", "0+", "Id of this run of the broker's process."),
    field("BrokerEpoch", "int64", "0+", "Number of this registration: the offset of its record."),
    field("EndPoints", "[]BrokerEndpoint", "0+", "The broker's advertised listeners.", {
      fields: [
        field("Name", "string", "0+", "The listener's name.", { mapKey: true }),
        field("Host", "string", "0+", "Host name or address that clients are told to connect to."),
        field("Port", "uint16", "0+", "TCP port of the listener."),
        field("SecurityProtocol", "int16", "0+", "0 PLAINTEXT, 1 SSL, 2 SASL_PLAINTEXT, 3 SASL_SSL."),
      ],
    }),
    field("Features", "[]BrokerFeature", "0+", "Features that the broker could run.", {
      fields: [
        field("Name", "string", "0+", "The feature.", { mapKey: true }),
        field("MinSupportedVersion", "int16", "0+", "Lowest level that it can run."),
        field("MaxSupportedVersion", "int16", "0+", "Highest level that it can run."),
      ],
    }),
    field("Rack", "string", "0+", "The broker's `broker.rack`, or null without one.", { nullable: "0+" }),
    field("Fenced", "bool", "0+", "Whether it may not serve clients yet.", { default: true }),
    field("InControlledShutdown", "bool", "1+", "Whether it is on its way out.", { default: false }),
    field("LogDirs", "[]uuid", "3+", "Ids of the log directories that work.", { tag: 0, tagged: "3+" }),
    field("CordonedLogDirs", "[]uuid", "4+", "Ids of the log directories that take no new partitions; null before the broker told.", {
      nullable: "4+",
      default: null,
      tag: 1,
      tagged: "4+",
    }),
  ],
});
