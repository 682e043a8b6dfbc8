package dev.millrace.conformance;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.PrintStream;
import java.lang.reflect.InvocationTargetException;
import java.nio.charset.StandardCharsets;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.apache.kafka.common.utils.Exit;

/**
 * One run of a program's main method as if in a process of its own: standard streams, exit and shutdown hooks belong to the thread that
 * runs it and to the threads that it starts.
 */
final class ToolRun {
    /** Thrown where exit was called, once the output was taken, so that the program closes what it opened. */
    private static final class Ended extends RuntimeException {
        Ended(int status) {
            super("exit " + status, null, false, false);
        }
    }

    private static final InheritableThreadLocal<ToolRun> current = new InheritableThreadLocal<>();
    private final ByteArrayOutputStream output = new ByteArrayOutputStream();
    private final InputStream input;
    private final CompletableFuture<Integer> status = new CompletableFuture<>();
    private final CountDownLatch taken = new CountDownLatch(1);
    private final ConcurrentLinkedQueue<Runnable> hooks = new ConcurrentLinkedQueue<>();

    private ToolRun(String input) {
        this.input = new ByteArrayInputStream(input.getBytes(StandardCharsets.UTF_8));
    }

    record Result(int status, String output) { }

    static Result of(String mainClass, String input, String... arguments) throws Exception {
        ToolRun run = new ToolRun(input);
        Thread thread = new Thread(() -> {
            current.set(run);
            run.main(mainClass, arguments);
        }, mainClass);
        thread.setDaemon(true);
        thread.start();
        int status = run.status.get(60, TimeUnit.SECONDS);
        Thread ending = new Thread(() -> {
            current.set(run);
            run.hooks.forEach(Runnable::run);
        });
        ending.start();
        ending.join(20_000);
        try {
            return new Result(status, run.output.toString(StandardCharsets.UTF_8));
        } finally {
            run.taken.countDown();
        }
    }

    private void main(String mainClass, String... arguments) {
        try {
            Class.forName(mainClass).getMethod("main", String[].class).invoke(null, (Object) arguments);
            status.complete(0);
        } catch (InvocationTargetException thrown) {
            if (!status.isDone()) System.err.println(thrown.getCause());
            status.complete(1);
        } catch (ReflectiveOperationException missing) {
            status.completeExceptionally(missing);
        }
    }

    private void exit(int code) {
        status.complete(code);
        try {
            taken.await();
        } catch (InterruptedException stopped) {
            Thread.currentThread().interrupt();
        }
        throw new Ended(code);
    }

    /** Makes the process's streams and Kafka's way to exit look at which run they are used by; `chatter` is for threads of no run. */
    static void install(PrintStream chatter) {
        PrintStream sorting = new PrintStream(new OutputStream() {
            private OutputStream target() {
                return current.get() == null ? chatter : current.get().output;
            }

            @Override
            public void write(int oneByte) throws IOException {
                target().write(oneByte);
            }

            @Override
            public void write(byte[] bytes, int start, int length) throws IOException {
                target().write(bytes, start, length);
            }
        }, true, StandardCharsets.UTF_8);
        System.setOut(sorting);
        System.setErr(sorting);
        System.setIn(new InputStream() {
            private InputStream source() {
                return current.get() == null ? InputStream.nullInputStream() : current.get().input;
            }

            @Override
            public int read() throws IOException {
                return source().read();
            }

            @Override
            public int read(byte[] bytes, int start, int length) throws IOException {
                return source().read(bytes, start, length);
            }
        });
        Exit.setExitProcedure((code, message) -> current.get().exit(code));
        Exit.setHaltProcedure((code, message) -> current.get().exit(code));
        Exit.setShutdownHookAdder((name, hook) -> {
            // Outside of a tool there is no end to wait for: the driver halts.
            if (current.get() != null) current.get().hooks.add(hook);
        });
    }
}
