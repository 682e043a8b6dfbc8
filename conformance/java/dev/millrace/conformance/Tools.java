package dev.millrace.conformance;

import static dev.millrace.conformance.Tool.with;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.BiConsumer;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.TopicPartition;

/** What the command line tools print. */
final class Tools implements Suite {
    private static final String topics = "org.apache.kafka.tools.TopicCommand";
    private static final String configs = "kafka.admin.ConfigCommand";
    private static final String groups = "org.apache.kafka.tools.consumer.group.ConsumerGroupCommand";
    private static final String consoleConsumer = "org.apache.kafka.tools.consumer.ConsoleConsumer";
    private static final String consoleProducer = "org.apache.kafka.tools.ConsoleProducer";
    private static final ObjectMapper json = new ObjectMapper();

    @Override
    public void register(BiConsumer<String, Case> cases) {
        cases.accept("kafka-topics", Tools::topics);
        cases.accept("kafka-topics.errors", Tools::topicErrors);
        cases.accept("kafka-configs.topics", Tools::topicConfigs);
        cases.accept("kafka-configs.brokers", Tools::brokerConfigs);
        cases.accept("kafka-consumer-groups", Tools::consumerGroups);
        cases.accept("kafka-consumer-groups.active", Tools::activeGroup);
        cases.accept("kafka-consumer-groups.reset-offsets", Tools::resetOffsets);
        cases.accept("kafka-groups", Tools::listGroups);
        cases.accept("kafka-transactions", Tools::transactions);
        cases.accept("kafka-get-offsets", Tools::getOffsets);
        cases.accept("kafka-delete-records", Tools::deleteRecords);
        cases.accept("kafka-log-dirs", Tools::logDirs);
        cases.accept("kafka-console", Tools::console);
        cases.accept("verifiable-producer-and-consumer", Tools::verifiable);
        cases.accept("performance", Tools::performance);
        cases.accept("kafka-broker-api-versions", context -> named(new Tool(context, "org.apache.kafka.tools.BrokerApiVersionsCommand").run(), ": "));
        cases.accept("kafka-features", context -> named(new Tool(context, "org.apache.kafka.tools.FeatureCommand").run("describe"), " Supported"));
    }

    /** Lines by what stands before the separator. */
    private static Map<String, String> named(Object output, String separator) {
        Map<String, String> lines = new TreeMap<>();
        for (Object line : (List<?>) ((Seen) output).get("lines")) {
            String[] parts = line.toString().split(separator, 2);
            lines.put(parts[0], parts.length > 1 ? parts[1] : "");
        }
        return lines;
    }

    /** What a tool printed, once the broker knows what it changed. */
    private static Object settled(Context context, Object output) throws Exception {
        try (Admin admin = context.admin()) {
            Context.settle(admin);
        }
        return output;
    }

    private static Object topics(Context context) throws Exception {
        Tool tool = new Tool(context, topics);
        String name = context.topic();
        return new Seen()
            .with("create", settled(context, tool.run("--create", "--topic", name, "--partitions", "2", "--config", "retention.ms=3600000")))
            .with("create again, if not exists", tool.run("--create", "--topic", name, "--if-not-exists"))
            .with("list", tool.run("--list", "--topic", name))
            .with("describe", tool.run("--describe", "--topic", name))
            .with("alter", settled(context, tool.run("--alter", "--topic", name, "--partitions", "3")))
            .with("describe again", tool.run("--describe", "--topic", name))
            .with("overrides", tool.run("--describe", "--topics-with-overrides", "--topic", name))
            .with("under-replicated", tool.run("--describe", "--under-replicated-partitions", "--topic", name))
            .with("unavailable", tool.run("--describe", "--unavailable-partitions", "--topic", name))
            .with("at min isr", tool.run("--describe", "--at-min-isr-partitions", "--topic", name))
            .with("delete", settled(context, tool.run("--delete", "--topic", name)))
            .with("list then", tool.run("--list", "--topic", name));
    }

    private static Object topicErrors(Context context) throws Exception {
        context.createTopic(context.topic(), 2);
        Tool tool = new Tool(context, topics);
        return new Seen()
            .with("exists", tool.run("--create", "--topic", context.topic()))
            .with("invalid name", tool.run("--create", "--topic", "not valid"))
            .with("factor 3", tool.run("--create", "--topic", context.topic("new"), "--replication-factor", "3"))
            .with("invalid config", tool.run("--create", "--topic", context.topic("new"), "--config", "retention.ms=soon"))
            .with("unknown config", tool.run("--create", "--topic", context.topic("new"), "--config", "no.such=1"))
            .with("fewer partitions", tool.run("--alter", "--topic", context.topic(), "--partitions", "1"))
            .with("alter missing", tool.run("--alter", "--topic", context.topic("missing"), "--partitions", "1"))
            .with("describe missing", tool.run("--describe", "--topic", context.topic("missing")))
            .with("describe missing, if exists", tool.run("--describe", "--topic", context.topic("missing"), "--if-exists"))
            .with("delete missing", tool.run("--delete", "--topic", context.topic("missing")));
    }

    private static Object topicConfigs(Context context) throws Exception {
        context.createTopic(context.topic(), 1);
        Tool tool = new Tool(context, configs);
        String[] entity = {"--entity-type", "topics", "--entity-name", context.topic()};
        return new Seen()
            .with("none", tool.run(with(entity, "--describe")))
            .with("add", settled(context, tool.run(with(entity, "--alter", "--add-config", "retention.ms=9000,cleanup.policy=[compact,delete]"))))
            .with("two", tool.run(with(entity, "--describe")))
            .with("delete", settled(context, tool.run(with(entity, "--alter", "--delete-config", "retention.ms"))))
            .with("one", tool.run(with(entity, "--describe")))
            .with("all", tool.run(with(entity, "--describe", "--all")))
            .with("invalid", tool.run(with(entity, "--alter", "--add-config", "retention.ms=x")))
            .with("unknown", tool.run(with(entity, "--alter", "--add-config", "no.such=x")))
            .with("delete what is not there", tool.run(with(entity, "--alter", "--delete-config", "segment.ms")))
            .with("missing topic", tool.run("--entity-type", "topics", "--entity-name", context.topic("missing"), "--describe"));
    }

    private static Object brokerConfigs(Context context) throws Exception {
        Tool tool = new Tool(context, configs);
        String[] entity = {"--entity-type", "brokers", "--entity-default"};
        return new Seen()
            .with("none", tool.run(with(entity, "--describe")))
            .with("add", settled(context, tool.run(with(entity, "--alter", "--add-config", "log.cleaner.backoff.ms=14000"))))
            .with("one", tool.run(with(entity, "--describe")))
            .with("delete", settled(context, tool.run(with(entity, "--alter", "--delete-config", "log.cleaner.backoff.ms"))))
            .with("read only", tool.run(with(entity, "--alter", "--add-config", "num.partitions=3")));
    }

    private static void consume(Context context, String group, int count) throws Exception {
        new Tool(context, consoleConsumer).runAsProcess("--topic", context.topic(), "--group", group, "--from-beginning", "--max-messages", String.valueOf(count), "--timeout-ms", "30000");
    }

    private static Object consumerGroups(Context context) throws Exception {
        context.createTopic(context.topic(), 2);
        context.fill(context.partition(0), 4);
        context.fill(context.partition(1), 2);
        consume(context, context.topic(), 6);
        context.fill(context.partition(1), 1);
        Tool tool = new Tool(context, groups);
        String[] group = {"--group", context.topic()};
        return new Seen()
            .with("offsets", tool.run(with(group, "--describe")))
            .with("state", tool.run(with(group, "--describe", "--state")))
            .with("members", tool.run(with(group, "--describe", "--members")))
            .with("missing", tool.run("--group", context.topic("missing"), "--describe"))
            .with("delete offsets", tool.run(with(group, "--delete-offsets", "--topic", context.topic() + ":0")))
            .with("offsets then", tool.run(with(group, "--describe")))
            .with("delete", tool.run(with(group, "--delete")))
            .with("delete again", tool.run(with(group, "--delete")));
    }

    private static Object activeGroup(Context context) throws Exception {
        context.createTopic(context.topic(), 2);
        Tool tool = new Tool(context, groups);
        String[] group = {"--group", context.topic()};
        try (Member member = new Member(context, context.topic(), List.of(context.topic()), Map.of("group.instance.id", "instance"))) {
            Member.settled(List.of(member), 2);
            return new Seen()
                .with("members", tool.run(with(group, "--describe", "--members", "--verbose")))
                .with("state", tool.run(with(group, "--describe", "--state")))
                .with("delete", tool.run(with(group, "--delete")))
                .with("reset", tool.run(with(group, "--reset-offsets", "--to-earliest", "--execute", "--topic", context.topic())));
        }
    }

    private static Object resetOffsets(Context context) throws Exception {
        context.createTopic(context.topic(), 1);
        context.fill(context.partition(0), 10);
        consume(context, context.topic(), 10);
        Tool tool = new Tool(context, groups);
        String[] group = {"--group", context.topic(), "--topic", context.topic(), "--reset-offsets"};
        Seen seen = new Seen().with("dry run", tool.run(with(group, "--to-earliest", "--dry-run")));
        String[][] ways = {{"--shift-by", "-3"}, {"--to-offset", "5"}, {"--to-offset", "99"}, {"--to-earliest"}, {"--to-latest"}, {"--to-current"}, {"--to-datetime", "1970-01-01T00:00:01.004"}, {"--by-duration", "PT1H"}};
        for (String[] way : ways) seen.with(String.join(" ", way), tool.run(with(with(group, way), "--execute")));
        return seen.with("exported", tool.run(with(group, "--to-current", "--dry-run", "--export")));
    }

    private static Object listGroups(Context context) throws Exception {
        context.createTopic(context.topic(), 1);
        context.fill(context.partition(0), 1);
        consume(context, context.topic(), 1);
        Seen listed = (Seen) new Tool(context, "org.apache.kafka.tools.GroupsCommand").run("--list");
        Seen byState = (Seen) new Tool(context, groups).run("--list", "--state", "empty");
        return new Seen().with("groups", own(context, listed)).with("by state", own(context, byState));
    }

    private static Object own(Context context, Seen output) {
        return ((List<?>) output.get("lines")).stream().map(Object::toString).filter(line -> line.startsWith(context.topic() + " ")).toList();
    }

    private static Object transactions(Context context) throws Exception {
        context.createTopic(context.topic(), 1);
        Tool tool = new Tool(context, "org.apache.kafka.tools.TransactionsCommand");
        String id = context.topic("tx");
        // An idempotent producer has the very first id, which would look like other numbers.
        context.createTopic(context.topic("other"), 1);
        context.fill(new TopicPartition(context.topic("other"), 0), 1);
        try (KafkaProducer<String, String> producer = context.producer(Map.of("transactional.id", id)); Admin admin = context.admin()) {
            producer.initTransactions();
            producer.beginTransaction();
            producer.send(new ProducerRecord<>(context.topic(), 0, "k", "v")).get();
            String producerId = String.valueOf(admin.describeTransactions(List.of(id)).description(id).get().producerId());
            Seen seen = new Seen();
            transactional(seen, "list", producerId, id, tool.run("list"));
            transactional(seen, "list by pattern", producerId, id, tool.run("list", "--transactional-id-pattern", id.replace(".", "[.]")));
            transactional(seen, "list of an hour", producerId, id, tool.run("list", "--duration-filter", "3600000"));
            transactional(seen, "describe", producerId, id, tool.run("describe", "--transactional-id", id));
            transactional(seen, "describe-producers", producerId, id, tool.run("describe-producers", "--topic", context.topic(), "--partition", "0"));
            transactional(seen, "find-hanging", producerId, id, findHanging(context, tool));
            transactional(seen, "find-hanging on a partition", producerId, id, tool.run("find-hanging", "--topic", context.topic(), "--partition", "0"));
            transactional(seen, "abort", producerId, id, tool.run("abort", "--topic", context.topic(), "--partition", "0", "--start-offset", "0"));
            transactional(seen, "abort again", producerId, id, tool.run("abort", "--topic", context.topic(), "--partition", "0", "--start-offset", "0"));
            transactional(seen, "terminate", producerId, id, tool.run("forceTerminateTransaction", "--transactionalId", id));
            transactional(seen, "describe a stranger", producerId, id, tool.run("describe", "--transactional-id", context.topic("none")));
            return seen;
        }
    }

    /** Of all that the broker has: it fails while a topic, of another case perhaps, is just being made. */
    private static Object findHanging(Context context, Tool tool) throws Exception {
        Object[] found = new Object[1];
        Context.waitUntil("the broker leads all that it has", () -> {
            found[0] = tool.run("find-hanging", "--broker-id", context.brokerId());
            return ((Seen) found[0]).get("exit").equals(0);
        });
        return found[0];
    }

    /** How a transaction is listed, that of another case perhaps: id, coordinator, producer id, state. */
    private static final String LISTED_TRANSACTION = "\\S+ \\d+ \\d+ [A-Z]\\w+";

    /** Lines of the tool that concern the transaction, its headers too, without ids and times. */
    private static void transactional(Seen seen, String name, String producerId, String transactionalId, Object output) {
        List<String> lines = ((List<?>) ((Seen) output).get("lines")).stream().map(Object::toString)
            .filter(line -> line.contains(transactionalId) || line.matches("\\D.*") || line.startsWith(producerId + " ") || line.startsWith("0 "))
            .filter(line -> line.contains(transactionalId) || !line.matches(LISTED_TRANSACTION))
            .map(line -> line.replaceAll("(?<=^| )" + producerId + "(?= |$)", "PID").replaceAll("\\b\\d{13}( \\d+)?\\b", "TIME"))
            .toList();
        seen.with(name, new Seen().with("exit", ((Seen) output).get("exit")).with("lines", lines));
    }

    private static Object getOffsets(Context context) throws Exception {
        context.createTopic(context.topic(), 2);
        context.fill(context.partition(0), 5);
        Tool tool = new Tool(context, "org.apache.kafka.tools.GetOffsetShell");
        Seen seen = new Seen();
        for (String time : List.of("-1", "-2", "-3", "-4", "-5", "-6", "latest", "earliest", "max-timestamp", "earliest-local", "1003")) {
            seen.with(time, tool.run("--topic", context.topic(), "--time", time));
        }
        return seen.with("chosen", tool.run("--topic-partitions", context.topic() + ":0"))
            .with("missing", tool.run("--topic", context.topic("missing")));
    }

    private static Object deleteRecords(Context context) throws Exception {
        context.createTopic(context.topic(), 2);
        context.fill(context.partition(0), 5);
        Path file = Files.createTempFile("offsets", ".json");
        Files.writeString(file, json.writeValueAsString(Map.of("version", 1, "partitions", List.of(
            Map.of("topic", context.topic(), "partition", 0, "offset", 3), Map.of("topic", context.topic(), "partition", 1, "offset", -1)))));
        try {
            Seen output = (Seen) new Tool(context, "org.apache.kafka.tools.DeleteRecordsCommand").run("--offset-json-file", file.toString());
            return output.with("lines", ((List<?>) output.get("lines")).stream().map(Object::toString).sorted().toList());
        } finally {
            Files.delete(file);
        }
    }

    private static Object logDirs(Context context) throws Exception {
        context.createTopic(context.topic(), 2);
        context.fill(context.partition(0), 5);
        Seen output = (Seen) new Tool(context, "org.apache.kafka.tools.LogDirsCommand").run("--describe", "--topic-list", context.topic());
        List<Object> lines = new ArrayList<>();
        for (Object line : (List<?>) output.get("lines")) {
            if (!line.toString().startsWith("{")) {
                lines.add(line);
                continue;
            }
            JsonNode tree = json.readTree(line.toString());
            for (JsonNode broker : tree.get("brokers")) for (JsonNode dir : broker.get("logDirs")) {
                ((ObjectNode) dir).put("logDir", "DIR");
                Map<String, JsonNode> sorted = new TreeMap<>();
                dir.get("partitions").forEach(partition -> sorted.put(partition.get("partition").asText(), partition));
                ((ObjectNode) dir).set("partitions", json.valueToTree(sorted));
            }
            lines.add(tree);
        }
        return output.with("lines", lines);
    }

    private static Object console(Context context) throws Exception {
        context.createTopic(context.topic(), 1);
        Tool producer = new Tool(context, consoleProducer);
        Object produced = producer.runWith("h1:a,h2:b\tone\tfirst\nh1:c\ttwo\tsecond\n", "--topic", context.topic(), "--reader-property", "parse.key=true",
            "--reader-property", "parse.headers=true", "--compression-codec", "gzip");
        Object plain = producer.runWith("third\n", "--topic", context.topic());
        Tool consumer = new Tool(context, consoleConsumer);
        return new Seen().with("produced", produced).with("plain", plain)
            .with("all", consumer.runAsProcess("--topic", context.topic(), "--from-beginning", "--max-messages", "3", "--formatter-property", "print.key=true", "--formatter-property", "print.headers=true",
                "--formatter-property", "print.offset=true", "--formatter-property", "print.partition=true"))
            .with("from an offset", consumer.runAsProcess("--topic", context.topic(), "--partition", "0", "--offset", "1", "--max-messages", "2"));
    }

    private static Object verifiable(Context context) throws Exception {
        context.createTopic(context.topic(), 1);
        Seen produced = (Seen) new Tool(context, "org.apache.kafka.tools.VerifiableProducer").runAsProcess("--topic", context.topic(), "--max-messages", "20", "--acks", "-1", "--repeating-keys", "3");
        Seen consumed = (Seen) new Tool(context, "org.apache.kafka.tools.VerifiableConsumer").runAsProcess("--topic", context.topic(), "--group-id", context.topic(), "--max-messages", "20", "--reset-policy", "earliest", "--verbose");
        return new Seen().with("produced", events(produced)).with("consumed", events(consumed));
    }

    /** The tools' lines of JSON without their times; how records fall into reads is left out. */
    private static List<String> events(Seen output) throws Exception {
        List<String> events = new ArrayList<>();
        for (Object line : (List<?>) output.get("lines")) {
            if (!line.toString().startsWith("{")) continue;
            ObjectNode event = (ObjectNode) json.readTree(line.toString());
            event.remove(List.of("timestamp", "avg_throughput", "target_throughput"));
            String name = event.path("name").asText();
            if (!name.equals("records_consumed") && !name.equals("offsets_committed")) events.add(event.toString());
        }
        return events;
    }

    private static Object performance(Context context) throws Exception {
        context.createTopic(context.topic(), 1);
        Seen produced = (Seen) new Tool(context, "org.apache.kafka.tools.ProducerPerformance").run("--topic", context.topic(), "--num-records", "5000", "--record-size", "100", "--throughput", "-1");
        Seen consumed = (Seen) new Tool(context, "org.apache.kafka.tools.ConsumerPerformance").run("--topic", context.topic(), "--num-records", "5000", "--timeout", "30000");
        List<?> consumedLines = (List<?>) consumed.get("lines");
        String[] columns = consumedLines.get(consumedLines.size() - 1).toString().split(", ");
        return new Seen().with("produced", produced.get("exit"))
            .with("summary", ((List<?>) produced.get("lines")).stream().anyMatch(line -> line.toString().startsWith("5000 records sent")))
            .with("consumed", consumed.get("exit")).with("records", columns.length > 4 ? columns[4] : consumedLines.toString());
    }
}
