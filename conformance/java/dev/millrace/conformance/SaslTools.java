package dev.millrace.conformance;

import static dev.millrace.conformance.Tool.with;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Properties;
import java.util.function.BiConsumer;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.common.security.token.delegation.DelegationToken;

/** What Kafka's command line tools print on a listener with SASL, each with a file of client properties. */
final class SaslTools implements Suite {
    private static final String configs = "kafka.admin.ConfigCommand";
    private static final String tokens = "org.apache.kafka.tools.DelegationTokenCommand";
    private static final String topics = "org.apache.kafka.tools.TopicCommand";
    private static final String consoleProducer = "org.apache.kafka.tools.ConsoleProducer";
    private static final String consoleConsumer = "org.apache.kafka.tools.consumer.ConsoleConsumer";
    private static final String anHour = "3600000";

    @Override
    public void register(BiConsumer<String, Case> cases) {
        cases.accept("kafka-configs.scram-users", trying(SaslTools::scramUsers));
        cases.accept("kafka-configs.scram-logins", trying(SaslTools::scramLogins));
        cases.accept("kafka-delegation-tokens", trying(SaslTools::delegationTokens));
        cases.accept("kafka-delegation-tokens.refused", trying(SaslTools::refusedTokens));
        cases.accept("kafka-console", trying(SaslTools::console));
        cases.accept("kafka-topics", trying(SaslTools::topics));
        cases.accept("tools", trying(SaslTools::others));
    }

    /** A case that gets a place for files of client properties. */
    private interface Tried {
        Object verdict(Context context, Logins logins) throws Exception;
    }

    private static Case trying(Tried tried) {
        return context -> {
            Path folder = Files.createTempDirectory("logins");
            try {
                return clean(tried.verdict(context, new Logins(context, folder)));
            } finally {
                try (var files = Files.list(folder)) {
                    for (Path file : files.toList()) Files.delete(file);
                }
                Files.delete(folder);
            }
        };
    }

    /** Files of client properties, by who logs in. */
    private record Logins(Context context, Path folder) {
        private static final String modules = "org.apache.kafka.common.security.";

        String plain(String user) throws IOException {
            return plain(user, user + "-secret");
        }

        String plain(String user, String password) throws IOException {
            return write(user, "PLAIN", modules + "plain.PlainLoginModule", "username=\"" + user + "\" password=\"" + password + "\"");
        }

        String scram(String mechanism, String user, String password, String more) throws IOException {
            return write(user, mechanism, modules + "scram.ScramLoginModule", "username=\"" + user + "\" password=\"" + password + "\"" + more);
        }

        private String write(String user, String mechanism, String module, String options) throws IOException {
            Path file = Files.createTempFile(folder, user, ".properties");
            Files.writeString(file, "security.protocol=SASL_PLAINTEXT\nsasl.mechanism=" + mechanism + "\nsasl.jaas.config=" + module + " required " + options + ";\n");
            return file.toString();
        }

        Admin admin() throws IOException {
            Properties properties = new Properties();
            try (var reader = Files.newBufferedReader(Path.of(plain("admin")))) {
                properties.load(reader);
            }
            Map<String, Object> config = new HashMap<>(context.clientConfig());
            properties.forEach((name, value) -> config.put(name.toString(), value));
            return Admin.create(config);
        }

        /** Waits until the broker knows what the controller did before. */
        Object settled(Object output) throws Exception {
            try (Admin admin = admin()) {
                Context.settle(admin);
            }
            return output;
        }
    }

    private static Object scramUsers(Context context, Logins logins) throws Exception {
        Tool tool = new Tool(context, configs);
        String[] as = {"--command-config", logins.plain("admin")};
        String[] user = with(as, "--entity-type", "users", "--entity-name", context.topic());
        String[] other = with(as, "--user", context.topic("other"));
        String[] add = with(user, "--alter", "--add-config");
        return new Seen()
            .with("none", tool.run(with(user, "--describe")))
            .with("add", logins.settled(tool.run(with(add, "SCRAM-SHA-256=[iterations=8192,password=first]"))))
            .with("one", tool.run(with(user, "--describe")))
            .with("add the other", logins.settled(tool.run(with(add, "SCRAM-SHA-512=[password=second]"))))
            .with("two", tool.run(with(user, "--describe")))
            .with("both at once", logins.settled(tool.run(with(other, "--alter", "--add-config", "SCRAM-SHA-256=[password=a],SCRAM-SHA-512=[password=b]"))))
            .with("with a quota", tool.run(with(add, "SCRAM-SHA-256=[password=a],producer_byte_rate=1000000000")))
            .with("too few rounds", tool.run(with(add, "SCRAM-SHA-256=[iterations=100,password=a]")))
            .with("too many rounds", tool.run(with(add, "SCRAM-SHA-256=[iterations=100000,password=a]")))
            .with("no password", tool.run(with(add, "SCRAM-SHA-256=[iterations=8192]")))
            .with("no such mechanism", tool.run(with(add, "SCRAM-SHA-1=[password=a]")))
            .with("the default user", tool.run(with(as, "--user-defaults", "--alter", "--add-config", "SCRAM-SHA-256=[password=a]")))
            .with("delete", logins.settled(tool.run(with(user, "--alter", "--delete-config", "SCRAM-SHA-256"))))
            .with("one left", tool.run(with(user, "--describe")))
            .with("delete again", tool.run(with(user, "--alter", "--delete-config", "SCRAM-SHA-256")))
            .with("delete the last", logins.settled(tool.run(with(user, "--alter", "--delete-config", "SCRAM-SHA-512"))))
            .with("gone", tool.run(with(user, "--describe")));
    }

    /** Users that the tool made log in, and whoever may not look after users does not. */
    private static Object scramLogins(Context context, Logins logins) throws Exception {
        String user = context.topic("user");
        Tool tool = new Tool(context, configs);
        String[] named = {"--entity-type", "users", "--entity-name", user};
        Seen seen = new Seen()
            .with("add", logins.settled(tool.run(with(named, "--command-config", logins.plain("admin"), "--alter", "--add-config", "SCRAM-SHA-512=[iterations=5000,password=its-secret]"))));
        Tool list = new Tool(context, topics);
        return seen
            .with("logs in", list.run("--list", "--command-config", logins.scram("SCRAM-SHA-512", user, "its-secret", "")))
            .with("by the other mechanism", told(list.run("--list", "--command-config", logins.scram("SCRAM-SHA-256", user, "its-secret", ""))))
            .with("wrong password", told(list.run("--list", "--command-config", logins.scram("SCRAM-SHA-512", user, "wrong", ""))))
            .with("may not look after users", told(tool.run(with(named, "--command-config", logins.plain("alice"), "--describe"))));
    }

    /** The exit status and the first line that tells of a login or a right. */
    private static Object told(Object output) {
        Seen seen = (Seen) output;
        List<?> lines = (List<?>) seen.get("lines");
        return seen.with("lines", lines.stream().map(Object::toString).filter(line -> line.matches(".*([Aa]uthenti|[Aa]uthoriz|does not exist).*")).limit(1).toList());
    }

    /** Without names of files, ids, secrets and times. */
    private static Object clean(Object seen) {
        if (seen instanceof Map<?, ?> map) {
            Seen cleaned = new Seen();
            map.forEach((name, value) -> cleaned.with(name.toString(), clean(value)));
            return cleaned;
        }
        if (seen instanceof List<?> list) return list.stream().map(SaslTools::clean).toList();
        if (!(seen instanceof String line)) return seen;
        return line.replaceAll("/\\S+\\.properties", "FILE")
            .replaceAll("[A-Za-z0-9+/]{86}==", "HMAC")
            .replaceAll("\\b\\d{4}-\\d\\d-\\d\\dT\\d\\d:\\d\\d\\b(?!:)", "DATE")
            .replaceAll("^\\S+Z main ", "")
            // Kafka's broker tells the mechanisms in an order of its hash tables.
            .replaceAll("(SCRAM-SHA-512=iterations=\\d+), (SCRAM-SHA-256=iterations=\\d+)", "$2, $1")
            .replaceAll("console-consumer-\\d+", "console-consumer-N")
            .replaceAll("(?<=^|tokenId : )[A-Za-z0-9_-]{22}(?= |$)", "ID");
    }

    private static DelegationToken tokenOf(Logins logins, String renewer) throws Exception {
        try (Admin admin = logins.admin()) {
            for (DelegationToken token : admin.describeDelegationToken().delegationTokens().get()) {
                if (token.tokenInfo().renewersAsString().contains("User:" + renewer)) return token;
            }
        }
        throw new AssertionError("there is no token that " + renewer + " renews");
    }

    private static Object delegationTokens(Context context, Logins logins) throws Exception {
        Tool tool = new Tool(context, tokens);
        String renewer = context.topic("renewer");
        String[] dora = {"--command-config", logins.plain("dora")};
        String[] bob = {"--command-config", logins.plain("bob")};
        Seen seen = new Seen()
            .with("none", tool.run(with(dora, "--describe")))
            .with("create", logins.settled(tool.run(with(dora, "--create", "--max-life-time-period", "-1", "--renewer-principal", "User:" + renewer))))
            .with("describe", tool.run(with(dora, "--describe")))
            .with("of the owner", tool.run(with(dora, "--describe", "--owner-principal", "User:dora")))
            .with("of another", tool.run(with(dora, "--describe", "--owner-principal", "User:alice")))
            .with("by another", tool.run(with(bob, "--describe")))
            .with("by a super user", tool.run("--command-config", logins.plain("admin"), "--describe", "--owner-principal", "User:dora"));
        DelegationToken token = tokenOf(logins, renewer);
        String hmac = token.hmacAsBase64String();
        String proof = logins.scram("SCRAM-SHA-256", token.tokenInfo().tokenId(), hmac, " tokenauth=\"true\"");
        Tool list = new Tool(context, topics);
        seen.with("log in", list.run("--list", "--command-config", proof))
            .with("by a token", tool.run("--command-config", proof, "--describe"))
            .with("renew", logins.settled(tool.run(with(dora, "--renew", "--renew-time-period", anHour, "--hmac", hmac))))
            .with("renew, by another", tool.run(with(bob, "--renew", "--renew-time-period", anHour, "--hmac", hmac)))
            .with("expire later", logins.settled(tool.run(with(dora, "--expire", "--expiry-time-period", anHour, "--hmac", hmac))))
            .with("expire", logins.settled(tool.run(with(dora, "--expire", "--expiry-time-period", "-1", "--hmac", hmac))))
            .with("expire again", tool.run(with(dora, "--expire", "--expiry-time-period", "-1", "--hmac", hmac)))
            .with("renew again", tool.run(with(dora, "--renew", "--renew-time-period", anHour, "--hmac", hmac)))
            .with("none then", tool.run(with(dora, "--describe")));
        return seen;
    }

    private static Object refusedTokens(Context context, Logins logins) throws Exception {
        Tool tool = new Tool(context, tokens);
        String[] carol = {"--command-config", logins.plain("carol")};
        return new Seen()
            .with("for another", tool.run(with(carol, "--create", "--max-life-time-period", "-1", "--owner-principal", "User:bob")))
            .with("for another, by a super user", logins.settled(tool.run("--command-config", logins.plain("admin"), "--create", "--max-life-time-period", anHour, "--owner-principal", "User:carol")))
            .with("described", tool.run(with(carol, "--describe")))
            .with("a renewer that is no user", tool.run(with(carol, "--create", "--max-life-time-period", "-1", "--renewer-principal", "Group:g")))
            .with("no such token", tool.run(with(carol, "--renew", "--renew-time-period", anHour, "--hmac", "bm9uZQ==")))
            .with("wrong password", told(tool.run("--command-config", logins.plain("carol", "wrong"), "--describe")));
    }

    private static Object console(Context context, Logins logins) throws Exception {
        String topic = context.topic();
        String admin = logins.plain("admin");
        Tool producer = new Tool(context, consoleProducer);
        Tool consumer = new Tool(context, consoleConsumer);
        Seen seen = new Seen().with("create", logins.settled(new Tool(context, topics).run("--command-config", admin, "--create", "--topic", topic)));
        return seen
            .with("--command-config", producer.runWith("first\n", "--topic", topic, "--command-config", admin))
            .with("--producer.config", producer.runWith("second\n", "--topic", topic, "--producer.config", admin))
            .with("--consumer.config", consumer.runAsProcess("--topic", topic, "--partition", "0", "--offset", "0", "--max-messages", "2", "--consumer.config", admin))
            .with("in a group", consumer.runAsProcess("--topic", topic, "--group", topic, "--from-beginning", "--max-messages", "2", "--command-config", admin))
            .with("wrong password", told(consumer.runAsProcess("--topic", topic, "--from-beginning", "--timeout-ms", "30000", "--command-config", logins.plain("admin", "wrong"))))
            .with("no right to the topic", told(consumer.runAsProcess("--topic", topic, "--partition", "0", "--offset", "0", "--timeout-ms", "30000", "--command-config", logins.plain("alice"))));
    }

    private static Object topics(Context context, Logins logins) throws Exception {
        Tool tool = new Tool(context, topics);
        String[] topic = {"--topic", context.topic()};
        String[] admin = {"--command-config", logins.plain("admin")};
        String[] alice = {"--command-config", logins.plain("alice")};
        return new Seen()
            .with("not allowed", told(tool.run(with(topic, with(alice, "--create")))))
            .with("create", logins.settled(tool.run(with(topic, with(admin, "--create", "--partitions", "2")))))
            .with("describe", tool.run(with(topic, with(admin, "--describe"))))
            .with("hidden", told(tool.run(with(topic, with(alice, "--describe")))))
            .with("hidden in lists", tool.run(with(alice, "--list")))
            .with("delete", logins.settled(tool.run(with(topic, with(admin, "--delete")))))
            .with("wrong password", told(tool.run("--list", "--command-config", logins.plain("alice", "wrong"))))
            .with("unknown user", told(tool.run("--list", "--command-config", logins.plain("nobody"))));
    }

    /** Tools of every sort take the file. */
    private static Object others(Context context, Logins logins) throws Exception {
        String admin = logins.plain("admin");
        Seen seen = new Seen().with("create", logins.settled(new Tool(context, topics).run("--command-config", admin, "--create", "--topic", context.topic())));
        return seen
            .with("kafka-get-offsets", new Tool(context, "org.apache.kafka.tools.GetOffsetShell").run("--topic", context.topic(), "--command-config", admin))
            .with("kafka-consumer-groups", new Tool(context, "org.apache.kafka.tools.consumer.group.ConsumerGroupCommand").run("--group", context.topic(), "--describe", "--command-config", admin))
            .with("kafka-acls", new Tool(context, "org.apache.kafka.tools.AclCommand").run("--topic", context.topic(), "--list", "--command-config", admin))
            .with("kafka-cluster", new Tool(context, "org.apache.kafka.tools.ClusterTool").runSubcommand("list-endpoints", "--command-config", admin))
            .with("kafka-configs", new Tool(context, configs).run("--topic", context.topic(), "--describe", "--command-config", admin));
    }
}
