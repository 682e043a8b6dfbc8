import { gauge, type Row } from "../metric.ts";

const idleHelp = "Part of the time, since it was last asked, in which the one thread that serves clients had nothing to do.";

/** What Kafka tells of its threads and disks; here it concerns the process as a whole. */
export const processRows: readonly Row[] = [
  {
    name: "kafka.network SocketServer NetworkProcessorAvgIdlePercent",
    kind: "percent",
    labels: [],
    help: idleHelp,
    read: ({ process }) => process.idleRatio(),
  },
  {
    name: "kafka.server KafkaRequestHandlerPool RequestHandlerAvgIdlePercent",
    kind: "percentMeter",
    labels: [],
    help: `${idleHelp} Strimzi's reporter tells the nanoseconds instead.`,
    read: ({ process, naming }) => (naming === "strimziMetricsReporter" ? process.idleNanos() : process.idleRatio()),
  },
  gauge("kafka.server KafkaServer linux-disk-read-bytes", "Bytes that the process made the disk read. Linux only.", ({ process }) =>
    process.diskReadBytes(),
  ),
  gauge("kafka.server KafkaServer linux-disk-write-bytes", "Bytes that the process made the disk write. Linux only.", ({ process }) =>
    process.diskWriteBytes(),
  ),
];
