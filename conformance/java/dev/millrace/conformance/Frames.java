package dev.millrace.conformance;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.BufferedReader;
import java.io.InputStreamReader;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.HexFormat;
import java.util.List;
import org.apache.kafka.common.protocol.Message;
import org.apache.kafka.common.protocol.MessageUtil;

/**
 * Encodes messages with Kafka's own codecs. Each line of the input is {"message", "version", "value"} with the value in the form of
 * Kafka's JSON converters; each line of the output is the message's bytes in hexadecimal, or "error: " and the reason.
 */
final class Frames {
    private static final List<String> PLACES = List.of(
        "org.apache.kafka.common.message.%sDataJsonConverter",
        "org.apache.kafka.common.message.%sJsonConverter",
        "org.apache.kafka.common.metadata.%sJsonConverter",
        "org.apache.kafka.coordinator.group.generated.%sJsonConverter",
        "org.apache.kafka.coordinator.share.generated.%sJsonConverter",
        "org.apache.kafka.coordinator.transaction.generated.%sJsonConverter");

    public static void main(String[] args) throws Exception {
        ObjectMapper json = new ObjectMapper();
        BufferedReader lines = new BufferedReader(new InputStreamReader(System.in, StandardCharsets.UTF_8));
        for (String line = lines.readLine(); line != null; line = lines.readLine()) {
            JsonNode given = json.readTree(line);
            System.out.println(encode(given.get("message").asText(), (short) given.get("version").asInt(), given.get("value")));
        }
    }

    private static String encode(String name, short version, JsonNode value) {
        try {
            Message message = (Message) converter(name).getMethod("read", JsonNode.class, short.class).invoke(null, value, version);
            ByteBuffer bytes = MessageUtil.toByteBufferAccessor(message, version).buffer();
            byte[] content = new byte[bytes.remaining()];
            bytes.get(content);
            return HexFormat.of().formatHex(content);
        } catch (ReflectiveOperationException | RuntimeException failure) {
            return "error: " + (failure.getCause() == null ? failure : failure.getCause());
        }
    }

    private static Class<?> converter(String name) throws ClassNotFoundException {
        for (String place : PLACES) {
            try {
                return Class.forName(String.format(place, name));
            } catch (ClassNotFoundException absent) {
                continue;
            }
        }
        throw new ClassNotFoundException(name);
    }
}
