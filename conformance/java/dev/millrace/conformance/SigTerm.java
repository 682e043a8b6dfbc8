package dev.millrace.conformance;

import java.util.concurrent.atomic.AtomicBoolean;

/** The polite way of being asked to end. */
final class SigTerm {
    private SigTerm() {}

    /** Becomes true when the process is asked to end, which it does when the calling thread has ended. */
    static AtomicBoolean heeded() {
        AtomicBoolean ending = new AtomicBoolean();
        Thread caller = Thread.currentThread();
        Runtime.getRuntime().addShutdownHook(new Thread(() -> {
            ending.set(true);
            try {
                caller.join();
            } catch (InterruptedException interrupted) {
                Thread.currentThread().interrupt();
            }
        }));
        return ending;
    }
}
