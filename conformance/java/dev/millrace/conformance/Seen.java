package dev.millrace.conformance;

import java.util.LinkedHashMap;
import java.util.concurrent.Callable;
import java.util.concurrent.CompletionException;
import java.util.concurrent.ExecutionException;

/** What a case saw, by name, in the order it was seen. */
final class Seen extends LinkedHashMap<String, Object> {
    Seen with(String name, Object value) {
        put(name, value);
        return this;
    }

    /** The outcome of an action under a name: its value, or the error that it ended with. */
    Seen outcome(String name, Callable<?> action) {
        return with(name, outcomeOf(action));
    }

    static Object outcomeOf(Callable<?> action) {
        try {
            Object value = action.call();
            return value == null ? "ok" : value;
        } catch (Throwable thrown) {
            return error(thrown);
        }
    }

    /** An error's class and message. Errors that only wrap another are taken off. */
    static Seen error(Throwable thrown) {
        Throwable cause = thrown;
        while ((cause instanceof ExecutionException || cause instanceof CompletionException) && cause.getCause() != null) cause = cause.getCause();
        return new Seen().with("error", cause.getClass().getSimpleName()).with("message", cause.getMessage());
    }
}
