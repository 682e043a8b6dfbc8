package dev.millrace.conformance;

import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.NewTopic;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.Uuid;
import org.apache.kafka.common.errors.TimeoutException;
import org.apache.kafka.common.errors.TopicExistsException;
import org.apache.kafka.common.errors.UnknownTopicOrPartitionException;

/** Creates topics and deletes those before: what was created is there with its id and its configs, what was deleted is not. */
final class TopicWork extends Work {
    private static final int kept = 4;
    /** Topics that are there, with the ids that were told; without, where the answer got lost and only a second one said that there is one. */
    private final Map<Integer, Uuid> created = new HashMap<>();
    private final Set<Integer> unknown = new HashSet<>();
    private int next;

    TopicWork(String name) {
        super(name);
    }

    @Override
    void begin(Context context) {}

    @Override
    void go(Context context) throws Exception {
        Map<String, Object> config = context.clientConfig();
        config.putAll(Map.of("request.timeout.ms", "5000", "default.api.timeout.ms", "60000", "reconnect.backoff.max.ms", "200", "retry.backoff.max.ms", "200"));
        try (Admin admin = Admin.create(config)) {
            for (; !enough; next++) {
                create(admin, next);
                if (next >= kept) delete(admin, next - kept);
                Thread.sleep(100);
            }
        }
    }

    private String topic(int number) {
        return name + "." + number;
    }

    private void create(Admin admin, int number) throws Exception {
        NewTopic topic = new NewTopic(topic(number), 1, (short) 1).configs(Map.of("retention.ms", String.valueOf(1_000_000 + number)));
        Uuid[] id = {null};
        change(number, "created", TopicExistsException.class, () -> id[0] = admin.createTopics(List.of(topic)).topicId(topic(number)).get());
        created.put(number, id[0]);
    }

    private void delete(Admin admin, int number) throws Exception {
        created.remove(number);
        change(number, "deleted", UnknownTopicOrPartitionException.class, () -> admin.deleteTopics(List.of(topic(number))).all().get());
    }

    /** A change whose answer got lost has come about all the same, as the next answer says; without any answer nothing is known. */
    private void change(int number, String what, Class<? extends Exception> alreadySo, Callable<?> action) throws Exception {
        try {
            action.call();
            count(what);
        } catch (ExecutionException failure) {
            if (failure.getCause() instanceof TimeoutException) unknown.add(number);
            else if (!alreadySo.isInstance(failure.getCause())) throw new KafkaException(topic(number) + " was not " + what + ": " + failure.getCause(), failure.getCause());
        }
    }

    @Override
    void look(Context context) throws Exception {
        try (Admin admin = context.admin()) {
            Context.settle(admin);
            Set<String> there = admin.listTopics().names().get();
            for (int number = 0; number < next; number++) {
                if (!unknown.contains(number) && there.contains(topic(number)) != created.containsKey(number)) complain(topic(number) + " is there: " + there.contains(topic(number)));
            }
            created.keySet().removeAll(unknown);
            for (int number : created.keySet()) {
                Uuid id = admin.describeTopics(List.of(topic(number))).allTopicNames().get().get(topic(number)).topicId();
                if (created.get(number) != null && !id.equals(created.get(number))) complain(topic(number) + " has the id " + id + ", told was " + created.get(number));
                Map<String, Object> configs = AdminConfigs.rows(admin, AdminConfigs.topic(topic(number)), "retention.ms");
                if (!configs.toString().contains(String.valueOf(1_000_000 + number))) complain(topic(number) + " has the configs " + configs);
            }
        }
    }
}
