package dev.millrace.conformance;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.BufferedReader;
import java.io.InputStreamReader;
import java.io.PrintStream;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;

/**
 * Knows the cases of the suite named on the command line, says their names in one line of JSON, then reads requests `{"case":…,"bootstrapServers":…}` from standard input, one a line, tries each case on the broker named and answers
 * with `{"case":…,"verdict":…}` or `{"case":…,"error":…}`, in whatever order they end.
 */
public final class Driver {
    private static final ObjectMapper json = new ObjectMapper();
    private static final PrintStream replies = System.out;
    private static final PrintStream chatter = System.err;
    private static final Map<String, List<Suite>> suites = Map.of(
        "config-tables", List.of(new ConfigTables()),
        "java", List.of(new Producing(), new Consuming(), new ConsumerGroups(), new GroupMembership(), new ModernGroups(), new StoredGroups(), new OffsetCommits(), new Transactions(), new TransactionalOffsets(),
            new AdminTopics(), new AdminTopicErrors(), new AdminConfigs(), new AdminBrokerConfigs(), new AdminOffsets(), new AdminGroups(), new AdminCluster(), new AdminTransactions()),
        "tools", List.of(new Tools(), new AdminTools(), new GroupTools(), new LogTools()),
        "acl-tools", List.of(new AclTools()),
        "share-groups", List.of(new ShareConsumers()),
        "sasl-tools", List.of(new SaslTools()),
        "durability", List.of(new Durability()),
        "torture", tortureWorks());

    private static List<Suite> tortureWorks() {
        ProducingWork source = new ProducingWork("java-idempotent", true);
        return List.of(source, new ProducingWork("java-once-only", false), new CompactedWork("java-compacted"), new CopyingWork("java-transactional", source),
            new GroupWork("java-classic-group", "classic", source), new GroupWork("java-consumer-group", "consumer", source), new TopicWork("java-topics"));
    }

    public static void main(String[] arguments) throws Exception {
        BufferedReader requests = new BufferedReader(new InputStreamReader(System.in));
        ToolRun.install(chatter); // what libraries print must not get between the replies
        Map<String, Case> cases = new LinkedHashMap<>();
        for (Suite suite : suites.get(arguments[0])) suite.register(cases::put);
        reply(Map.of("ready", true, "cases", cases.keySet()));

        ExecutorService threads = Executors.newCachedThreadPool();
        for (String line = requests.readLine(); line != null; line = requests.readLine()) {
            JsonNode request = json.readTree(line);
            String name = request.get("case").asText();
            threads.submit(() -> attempt(name, cases.get(name), request.get("bootstrapServers").asText()));
        }
        Runtime.getRuntime().halt(0);
    }

    private static void attempt(String name, Case attempted, String bootstrapServers) {
        Map<String, Object> answer = new LinkedHashMap<>();
        answer.put("case", name);
        try {
            answer.put("verdict", attempted.verdict(new Context(name, bootstrapServers)));
        } catch (Throwable failure) {
            failure.printStackTrace(chatter);
            answer.put("error", failure.toString());
        }
        reply(answer);
    }

    private static synchronized void reply(Object message) {
        try {
            replies.println(json.writeValueAsString(message));
            replies.flush();
        } catch (Exception failure) {
            throw new IllegalStateException(failure);
        }
    }
}
