package dev.millrace.conformance;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.regex.Pattern;

/** One of Kafka's command line tools, run by its main class as the scripts do. */
final class Tool {
    private static final Pattern noise = Pattern.compile("^(SLF4J:.*|\\s*|\\tat .*|\\d{4}-\\d\\d-\\d\\d .* (WARN|ERROR|INFO) .*|The consumer rebalance protocol .*)$");
    private final Context context;
    private final String mainClass;

    Tool(Context context, String mainClass) {
        this.context = context;
        this.mainClass = mainClass;
    }

    /** Arguments, and more of them. */
    static String[] with(String[] first, String... more) {
        List<String> all = new ArrayList<>(List.of(first));
        Collections.addAll(all, more);
        return all.toArray(String[]::new);
    }

    Object run(String... arguments) throws Exception {
        return runWith("", arguments);
    }

    /** As `run`, of a tool whose subcommands take the address themselves. */
    Object runSubcommand(String subcommand, String... arguments) throws Exception {
        List<String> all = new ArrayList<>(List.of(subcommand));
        all.addAll(withBroker(arguments));
        return seen(ToolRun.of(mainClass, "", all.toArray(String[]::new)));
    }

    /** As `run`, of a tool that talks to no broker. */
    Object runOffline(String... arguments) throws Exception {
        return seen(ToolRun.of(mainClass, "", arguments));
    }

    /** The first line that `wanted` is found in, of a tool that goes on until it is killed. */
    String firstLine(Pattern wanted, String... arguments) throws Exception {
        Process process = start(List.of(arguments));
        process.onExit().orTimeout(60, TimeUnit.SECONDS).whenComplete((ended, late) -> process.destroyForcibly());
        try (BufferedReader lines = process.inputReader(StandardCharsets.UTF_8)) {
            return lines.lines().filter(line -> wanted.matcher(line).find()).map(this::normal).findFirst().orElse("none");
        } finally {
            process.destroyForcibly();
        }
    }

    /** Exit status and lines of output, with blanks run together and without what differs from run to run. */
    Object runWith(String input, String... arguments) throws Exception {
        return seen(ToolRun.of(mainClass, input, withBroker(arguments).toArray(String[]::new)));
    }

    /** In a Java machine of its own, for tools that do their last work when the machine ends. */
    Object runAsProcess(String... arguments) throws Exception {
        Process process = start(withBroker(arguments));
        CompletableFuture<String> output = CompletableFuture.supplyAsync(() -> {
            try {
                return new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
            } catch (IOException failure) {
                throw new UncheckedIOException(failure);
            }
        });
        if (!process.waitFor(60, TimeUnit.SECONDS)) process.destroyForcibly();
        return seen(new ToolRun.Result(process.waitFor(), output.get(10, TimeUnit.SECONDS)));
    }

    private Process start(List<String> arguments) throws IOException {
        List<String> command = new ArrayList<>(List.of(Path.of(System.getProperty("java.home"), "bin", "java").toString(), "-XX:TieredStopAtLevel=1",
            "-cp", System.getProperty("java.class.path"), mainClass));
        command.addAll(arguments);
        Process process = new ProcessBuilder(command).redirectErrorStream(true).start();
        process.getOutputStream().close();
        return process;
    }

    private List<String> withBroker(String... arguments) {
        List<String> all = new ArrayList<>(List.of("--bootstrap-server", context.bootstrapServers));
        all.addAll(Arrays.asList(arguments));
        return all;
    }

    private Seen seen(ToolRun.Result result) {
        return new Seen().with("exit", result.status())
            .with("lines", result.output().lines().filter(line -> !noise.matcher(line).matches()).map(this::normal).toList());
    }

    private String normal(String line) {
        String port = context.bootstrapServers.substring(context.bootstrapServers.lastIndexOf(':') + 1);
        return line.replaceAll("\\s+", " ").strip().replace("127.0.0.1:" + port, "HOST:PORT")
            .replaceAll("\"log_dirs\":\\[\"[^\"]*\"\\]", "\"log_dirs\":[\"DIR\"]")
            .replaceAll("TopicId: \\S{22}", "TopicId: ID")
            .replaceAll("Epoch: \\d+", "Epoch: N")
            .replaceAll("\\b" + port + "\\b", "PORT")
            .replaceAll("[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}", "UUID");
    }
}
