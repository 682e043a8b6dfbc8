package dev.millrace.conformance;

import static dev.millrace.conformance.Tool.with;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.function.BiConsumer;
import org.apache.kafka.clients.admin.Admin;

/** What the command line tool for ACLs prints, on a broker that has an authorizer. */
final class AclTools implements Suite {
    private static final String acls = "org.apache.kafka.tools.AclCommand";

    @Override
    public void register(BiConsumer<String, Case> cases) {
        cases.accept("kafka-acls", AclTools::added);
        cases.accept("kafka-acls.producers-and-consumers", AclTools::convenient);
        cases.accept("kafka-acls.patterns", AclTools::patterns);
        cases.accept("kafka-acls.refused", AclTools::refused);
    }

    /** An output, once the broker knows what was changed; its order is that of hash tables. */
    private static Object sorted(Context context, Object output) throws Exception {
        try (Admin admin = context.admin()) {
            Context.settle(admin);
        }
        Seen seen = (Seen) output;
        List<String> lines = new ArrayList<>();
        for (Object line : (List<?>) seen.get("lines")) lines.add(line.toString());
        Collections.sort(lines);
        return seen.with("lines", lines);
    }

    private static Object added(Context context) throws Exception {
        Tool tool = new Tool(context, acls);
        String[] topic = {"--topic", context.topic()};
        return new Seen()
            .with("none", sorted(context, tool.run(with(topic, "--list"))))
            .with("add", sorted(context, tool.run(with(topic, "--add", "--allow-principal", "User:alice", "--operation", "Read", "--operation", "Write"))))
            .with("add again", sorted(context, tool.run(with(topic, "--add", "--allow-principal", "User:alice", "--operation", "Read"))))
            .with("deny", sorted(context, tool.run(with(topic, "--add", "--deny-principal", "User:mallory", "--deny-host", "10.0.0.1", "--operation", "All"))))
            .with("list", sorted(context, tool.run(with(topic, "--list"))))
            .with("list of one", sorted(context, tool.run(with(topic, "--list", "--principal", "User:mallory"))))
            .with("remove one", sorted(context, tool.run(with(topic, "--remove", "--allow-principal", "User:alice", "--operation", "Read", "--force"))))
            .with("list then", sorted(context, tool.run(with(topic, "--list"))))
            .with("remove all", sorted(context, tool.run(with(topic, "--remove", "--force"))))
            .with("list at last", sorted(context, tool.run(with(topic, "--list"))));
    }

    private static Object convenient(Context context) throws Exception {
        Tool tool = new Tool(context, acls);
        String[] everything = {"--topic", context.topic(), "--group", context.topic("group"), "--transactional-id", context.topic("tx")};
        return new Seen()
            .with("producer", sorted(context, tool.run("--add", "--allow-principal", "User:p", "--producer", "--topic", context.topic(), "--transactional-id", context.topic("tx"))))
            .with("consumer", sorted(context, tool.run("--add", "--allow-principal", "User:c", "--consumer", "--topic", context.topic(), "--group", context.topic("group"))))
            .with("list", sorted(context, tool.run(with(everything, "--list"))))
            .with("remove the consumer", sorted(context, tool.run("--remove", "--force", "--allow-principal", "User:c", "--consumer", "--topic", context.topic(), "--group", context.topic("group"))))
            .with("list then", sorted(context, tool.run(with(everything, "--list"))));
    }

    private static Object patterns(Context context) throws Exception {
        Tool tool = new Tool(context, acls);
        Seen seen = new Seen()
            .with("prefixed", sorted(context, tool.run("--add", "--allow-principal", "User:a", "--operation", "Describe", "--topic", context.topic(), "--resource-pattern-type", "prefixed")))
            .with("literal", sorted(context, tool.run("--add", "--allow-principal", "User:a", "--operation", "Describe", "--topic", context.topic("one"))))
            .with("user", sorted(context, tool.run("--add", "--allow-principal", "User:a", "--operation", "CreateTokens", "--user-principal", "User:" + context.topic())))
            .with("token", sorted(context, tool.run("--add", "--allow-principal", "User:a", "--operation", "Describe", "--delegation-token", context.topic())))
            .with("list users", sorted(context, tool.run("--list", "--user-principal", "User:" + context.topic())))
            .with("list tokens", sorted(context, tool.run("--list", "--delegation-token", context.topic())));
        for (String type : List.of("literal", "prefixed", "match", "any")) {
            seen.with("list " + type, sorted(context, tool.run("--list", "--topic", context.topic("one"), "--resource-pattern-type", type)));
        }
        return seen.with("remove what matches", sorted(context, tool.run("--remove", "--force", "--topic", context.topic("one"), "--resource-pattern-type", "match")))
            .with("list then", sorted(context, tool.run("--list", "--topic", context.topic("one"), "--resource-pattern-type", "match")));
    }

    private static Object refused(Context context) throws Exception {
        Tool tool = new Tool(context, acls);
        String topic = context.topic();
        return new Seen()
            .with("an operation that topics don't have", first(tool.run("--add", "--allow-principal", "User:a", "--operation", "CreateTokens", "--topic", topic)))
            .with("no principal", first(tool.run("--add", "--operation", "Read", "--topic", topic)))
            .with("no such pattern type", first(tool.run("--add", "--allow-principal", "User:a", "--operation", "Read", "--topic", topic, "--resource-pattern-type", "match")))
            .with("no resource", first(tool.run("--add", "--allow-principal", "User:a", "--operation", "Read")))
            .with("a principal without type", first(tool.run("--add", "--allow-principal", "alice", "--operation", "Read", "--topic", topic)));
    }

    /** What a tool says before it explains itself, without the order of its sets. */
    private static Object first(Object output) {
        Seen seen = (Seen) output;
        List<?> lines = (List<?>) seen.get("lines");
        return seen.with("lines", lines.stream().limit(1).map(line -> line.toString().replaceAll("\\[.*\\]", "[…]")).toList());
    }
}
