package dev.millrace.conformance;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.BufferedReader;
import java.io.InputStreamReader;
import java.io.PrintStream;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import org.apache.kafka.clients.admin.Admin;

/**
 * Reads requests `{"case":…,"properties":{…},"pauseMs":…}` from standard input, one a line, tries to list a broker's topics with these properties of a client, once more after the pause if there is one, and answers
 * with `{"case":…,"verdict":…}`: "connected", or the errors, outermost first. What Java says of them differs by what a server's library says, but for what a broker says of a login.
 */
public final class Connecting {
    private static final ObjectMapper json = new ObjectMapper();
    private static final PrintStream replies = System.out;
    private static final String allowedUrls = "org.apache.kafka.sasl.oauthbearer.allowed.urls";
    private static final String tokenUrl = "sasl.oauthbearer.token.endpoint.url";

    public static void main(String[] arguments) throws Exception {
        System.setOut(System.err);
        reply(Map.of("ready", true, "cases", Set.of()));
        BufferedReader requests = new BufferedReader(new InputStreamReader(System.in));
        ExecutorService threads = Executors.newCachedThreadPool();
        for (String line = requests.readLine(); line != null; line = requests.readLine()) {
            JsonNode request = json.readTree(line);
            Map<String, Object> properties = new HashMap<>();
            request.get("properties").properties().forEach(entry -> properties.put(entry.getKey(), entry.getValue().asText()));
            if (properties.get(tokenUrl) instanceof String url) System.setProperty(allowedUrls, System.getProperty(allowedUrls, url) + "," + url);
            threads.submit(() -> reply(Map.of("case", request.get("case").asText(), "verdict", connect(properties, request.get("pauseMs").asLong()))));
        }
        Runtime.getRuntime().halt(0);
    }

    private static String connect(Map<String, Object> properties, long pauseMs) {
        try (Admin admin = Admin.create(properties)) {
            admin.listTopics().names().get();
            if (pauseMs > 0) {
                Thread.sleep(pauseMs);
                admin.listTopics().names().get();
            }
            return "connected";
        } catch (Throwable thrown) {
            return errors(thrown);
        }
    }

    private static String errors(Throwable thrown) {
        Set<String> shown = new LinkedHashSet<>();
        for (Throwable each = thrown; each != null; each = each.getCause()) {
            if (each instanceof ExecutionException) continue;
            String name = each.getClass().getSimpleName();
            shown.add(name.contains("Sasl") && each.getMessage() != null ? name + " (" + each.getMessage() + ")" : name);
        }
        return String.join(", ", shown);
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
