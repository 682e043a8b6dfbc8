package dev.millrace.conformance;

import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Properties;
import java.util.concurrent.atomic.AtomicBoolean;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.common.errors.RetriableException;
import org.apache.kafka.common.serialization.StringDeserializer;

/** Reads a topic from its beginning as the only member of a group, committing as it goes, until it is asked to end, and tells of each record. */
public final class GroupLoad {
    /** Arguments: properties of clients, topic, group, file of the journal. */
    public static void main(String[] arguments) throws Exception {
        Properties properties = LoadJournal.properties(arguments[0]);
        properties.putAll(Map.of("group.id", arguments[2], "auto.offset.reset", "earliest", "isolation.level", "read_committed"));
        properties.putAll(Map.of("group.protocol", "consumer", "enable.auto.commit", "true", "client.id", arguments[2]));
        AtomicBoolean ending = SigTerm.heeded();
        try (LoadJournal journal = new LoadJournal(Path.of(arguments[3]));
                KafkaConsumer<String, String> consumer = new KafkaConsumer<>(properties, new StringDeserializer(), new StringDeserializer())) {
            consumer.subscribe(List.of(arguments[1]));
            while (!ending.get()) {
                try {
                    for (ConsumerRecord<String, String> record : consumer.poll(Duration.ofMillis(200)))
                        journal.read(record.partition(), record.offset(), record.value());
                } catch (RetriableException again) {
                    // By Kafka's own word it is to be polled again.
                } catch (RuntimeException failure) {
                    journal.failed(failure);
                }
                journal.flush();
            }
        }
    }
}
