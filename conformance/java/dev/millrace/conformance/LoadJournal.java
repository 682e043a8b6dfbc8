package dev.millrace.conformance;

import java.io.BufferedWriter;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Properties;

/** What a program of the load has seen, a line for each thing: `acked MS PARTITION NUMBER`, `read MS PARTITION OFFSET VALUE`, `failed MS TEXT`. */
final class LoadJournal implements AutoCloseable {
    private final BufferedWriter lines;

    LoadJournal(Path file) throws IOException {
        lines = Files.newBufferedWriter(file);
    }

    static Properties properties(String file) throws IOException {
        Properties properties = new Properties();
        try (var reader = Files.newBufferedReader(Path.of(file))) {
            properties.load(reader);
        }
        return properties;
    }

    void acked(int partition, long number) {
        write("acked", partition + " " + number);
    }

    void read(int partition, long offset, String value) {
        write("read", partition + " " + offset + " " + value);
    }

    void failed(Throwable failure) {
        failure.printStackTrace();
        write("failed", failure.toString().replace('\n', ' '));
        flush();
    }

    void flush() {
        try {
            lines.flush();
        } catch (IOException failure) {
            throw new UncheckedIOException(failure);
        }
    }

    @Override
    public void close() throws IOException {
        lines.close();
    }

    private void write(String what, String rest) {
        try {
            lines.write(what + " " + System.currentTimeMillis() + " " + rest + "\n");
        } catch (IOException failure) {
            throw new UncheckedIOException(failure);
        }
    }
}
