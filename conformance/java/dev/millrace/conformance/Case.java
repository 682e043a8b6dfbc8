package dev.millrace.conformance;

/** One thing tried on a broker; what it saw, as maps, lists, strings, numbers and booleans, free of anything that differs from run to run. */
@FunctionalInterface
public interface Case {
    Object verdict(Context context) throws Exception;
}
