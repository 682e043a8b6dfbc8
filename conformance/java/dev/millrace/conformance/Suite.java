package dev.millrace.conformance;

import java.util.function.BiConsumer;

/** Cases that belong together. */
public interface Suite {
    void register(BiConsumer<String, Case> cases);
}
