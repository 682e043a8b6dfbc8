package dev.millrace.conformance;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.net.InetAddress;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import org.apache.kafka.common.metrics.Metrics;
import org.apache.kafka.common.metrics.Quota;
import org.apache.kafka.common.metrics.QuotaViolationException;
import org.apache.kafka.common.security.auth.KafkaPrincipal;
import org.apache.kafka.common.utils.Time;
import org.apache.kafka.network.Session;
import org.apache.kafka.server.config.ClientQuotaManagerConfig;
import org.apache.kafka.server.quota.ClientQuotaEntity;
import org.apache.kafka.server.quota.ClientQuotaManager;
import org.apache.kafka.server.quota.ControllerMutationQuotaManager;
import org.apache.kafka.server.quota.QuotaType;

/**
 * What Kafka's own quota managers say of made-up usage, one trial on each line of the output: throttle times of rates (`rate`), of token
 * buckets that refuse (`strict`) or only hold back (`permissive`), and which of several quotas counts for whom (`limits`).
 */
final class QuotaMeters {
    private static final int TRIALS = 25;
    private static final int STEPS = 60;
    private static final long START_MS = 1_700_000_000_000L;
    private static final List<String> NAMES = List.of("a", "b", "c d");

    private final ObjectMapper json = new ObjectMapper();
    private final Random random = new Random(5);

    public static void main(String[] args) throws Exception {
        QuotaMeters meters = new QuotaMeters();
        for (int trial = 0; trial < TRIALS; trial++) {
            System.out.println(meters.usage("rate"));
            System.out.println(meters.usage("strict"));
            System.out.println(meters.usage("permissive"));
            System.out.println(meters.limits());
        }
        System.exit(0);
    }

    private ObjectNode usage(String kind) throws Exception {
        int samples = 1 + random.nextInt(12);
        int windowSeconds = 1 + random.nextInt(3);
        double limit = random.nextInt(4) == 0 ? random.nextDouble() : 1 + random.nextInt(100);
        ClientQuotaManagerConfig config = new ClientQuotaManagerConfig(samples, windowSeconds);
        ClientQuotaManager manager = "rate".equals(kind)
            ? new ClientQuotaManager(config, new Metrics(), QuotaType.PRODUCE, Time.SYSTEM, "")
            : new ControllerMutationQuotaManager(config, new Metrics(), Time.SYSTEM, "", Optional.empty());
        set(manager, "a", null, limit);
        ObjectNode trial = json.createObjectNode();
        trial.put("kind", kind).put("samples", samples).put("windowSeconds", windowSeconds).put("limit", limit);
        ArrayNode steps = trial.putArray("steps");
        long atMs = START_MS;
        for (int step = 0; step < STEPS; step++) {
            atMs += pause(samples * windowSeconds);
            int value = 1 + random.nextInt(random.nextInt(5) == 0 ? 500 : 20);
            boolean takesBack = "rate".equals(kind) && random.nextInt(6) == 0;
            steps.addArray().add(atMs - START_MS).add(takesBack ? -value : value).add(record(kind, manager, value, takesBack, atMs));
        }
        manager.shutdown();
        return trial;
    }

    /** Mostly less than a window, now and then more than all of them. */
    private int pause(int seconds) {
        return random.nextInt(12) == 0 ? random.nextInt(2000 * seconds) : random.nextInt(700);
    }

    private int record(String kind, ClientQuotaManager manager, int value, boolean takesBack, long atMs) throws Exception {
        Session session = session("a");
        if (takesBack) {
            manager.unrecordQuotaSensor(session, "x", value, atMs);
            return 0;
        }
        if (!"permissive".equals(kind)) return manager.recordAndGetThrottleTimeMs(session, "x", value, atMs);
        try {
            manager.getOrCreateQuotaSensors(session, "x").quotaSensor().record(value, atMs, true);
            return 0;
        } catch (QuotaViolationException exceeded) {
            return (int) ControllerMutationQuotaManager.throttleTimeMs(exceeded);
        }
    }

    /** Some quotas by user (null: the default, absent: none) and client id, and what they are for each user and client id. */
    private ObjectNode limits() throws Exception {
        ClientQuotaManager manager =
            new ClientQuotaManager(new ClientQuotaManagerConfig(11, 1), new Metrics(), QuotaType.FETCH, Time.SYSTEM, "");
        ObjectNode trial = json.createObjectNode();
        trial.put("kind", "limits");
        ArrayNode quotas = trial.putArray("quotas");
        int count = 1 + random.nextInt(7);
        for (int value = 1; value <= count; value++) {
            int levels = 1 + random.nextInt(3);
            String user = (levels & 1) == 0 ? null : nameOrDefault();
            String clientId = (levels & 2) == 0 ? null : nameOrDefault();
            set(manager, user, clientId, value);
            ObjectNode quota = quotas.addObject().put("value", value);
            if (user != null) quota.put("user", user.isEmpty() ? null : user);
            if (clientId != null) quota.put("clientId", clientId.isEmpty() ? null : clientId);
        }
        ArrayNode asked = trial.putArray("asked");
        for (String user : NAMES) {
            for (String clientId : List.of("a", "b", "c d", "")) {
                Map<String, String> group = manager.getOrCreateQuotaSensors(session(user), clientId).metricTags();
                double limit = manager.quota(new KafkaPrincipal(KafkaPrincipal.USER_TYPE, user), clientId).bound();
                asked.addObject().put("user", user).put("clientId", clientId).put("limit", limit)
                    .put("isByUser", !group.get("user").isEmpty()).put("isByClientId", !group.get("client-id").isEmpty());
            }
        }
        manager.shutdown();
        return trial;
    }

    /** The empty name stands for the default. */
    private String nameOrDefault() {
        return random.nextInt(3) == 0 ? "" : NAMES.get(random.nextInt(NAMES.size()));
    }

    private static void set(ClientQuotaManager manager, String user, String clientId, double value) {
        manager.updateQuota(part(user, true), part(clientId, false), Optional.of(new Quota(value, true)));
    }

    private static Optional<ClientQuotaEntity.ConfigEntity> part(String name, boolean isUser) {
        if (name == null) return Optional.empty();
        if (name.isEmpty()) return Optional.of(isUser ? ClientQuotaManager.DEFAULT_USER_ENTITY : ClientQuotaManager.DEFAULT_USER_CLIENT_ID);
        String sanitized = org.apache.kafka.common.utils.Sanitizer.sanitize(name);
        return Optional.of(isUser ? new ClientQuotaManager.UserEntity(sanitized) : new ClientQuotaManager.ClientIdEntity(name));
    }

    private static Session session(String user) throws Exception {
        return new Session(new KafkaPrincipal(KafkaPrincipal.USER_TYPE, user), InetAddress.getLoopbackAddress());
    }
}
