package io.sluice.kit.lifecycle;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.FutureTask;
import java.util.function.BooleanSupplier;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Services that start stage by stage and drain one after another: the last started first, unless another order is
 * named.
 *
 * <p>The services of one stage start side by side. When one of them fails, everything that was started is closed again
 * before the failure is thrown. Not thread-safe, except that {@link #close} may come from another thread.
 */
public final class ServiceStack implements AutoCloseable {
    private static final Logger log = LoggerFactory.getLogger(ServiceStack.class);

    private final List<List<Service>> stages = new ArrayList<>();
    private final List<Service> touched = new ArrayList<>();
    private List<Service> drainOrder = List.of();

    public ServiceStack add(Service service) {
        return addStage(service);
    }

    /** Services that do not need each other to start. */
    public ServiceStack addStage(Service... services) {
        stages.add(List.of(services));
        return this;
    }

    /** These drain first, in this order; whatever is not named follows, the last started first. */
    public ServiceStack drainInOrder(Service... services) {
        drainOrder = List.of(services);
        return this;
    }

    public void start() throws Exception {
        start(() -> false);
    }

    /**
     * A stage that has begun is waited for.
     *
     * @param isGivenUp asked before each stage and at the end
     * @return false where it was; what was started is left to be closed
     */
    public boolean start(BooleanSupplier isGivenUp) throws Exception {
        for (List<Service> stage : stages) {
            if (isGivenUp.getAsBoolean()) {
                return false;
            }
            synchronized (touched) {
                touched.addAll(stage);
            }
            try {
                startTogether(stage);
            } catch (Exception e) {
                close();
                throw e;
            }
        }
        return !isGivenUp.getAsBoolean();
    }

    @Override
    public void close() {
        for (Service service : drainList()) {
            closeOne(service);
        }
    }

    private List<Service> drainList() {
        synchronized (touched) {
            List<Service> rest = new ArrayList<>(touched);
            Collections.reverse(rest);
            List<Service> drain = new ArrayList<>(drainOrder);
            drain.retainAll(rest);
            rest.removeAll(drain);
            drain.addAll(rest);
            touched.clear();
            return drain;
        }
    }

    private static void startTogether(List<Service> stage) throws Exception {
        List<FutureTask<Void>> starts = new ArrayList<>();
        for (Service service : stage) {
            FutureTask<Void> start = new FutureTask<>(() -> startOne(service));
            starts.add(start);
            if (stage.size() == 1) {
                start.run();
            } else {
                new Thread(start, "start-" + service.name()).start();
            }
        }
        Exception failure = null;
        for (FutureTask<Void> start : starts) {
            Exception thrown = outcome(start);
            if (failure == null) {
                failure = thrown;
            } else if (thrown != null) {
                failure.addSuppressed(thrown);
            }
        }
        if (failure != null) {
            throw failure;
        }
    }

    private static @Nullable Exception outcome(FutureTask<Void> start) throws InterruptedException {
        try {
            start.get();
            return null;
        } catch (ExecutionException e) {
            return e.getCause() instanceof Exception cause ? cause : e;
        }
    }

    private static Void startOne(Service service) throws Exception {
        long startedNanos = System.nanoTime();
        service.start();
        log.atInfo()
                .addKeyValue("service", service.name())
                .addKeyValue("millis", (System.nanoTime() - startedNanos) / 1_000_000)
                .log("service started");
        return null;
    }

    private static void closeOne(Service service) {
        long startedNanos = System.nanoTime();
        try {
            service.close();
            log.atInfo()
                    .addKeyValue("service", service.name())
                    .addKeyValue("millis", (System.nanoTime() - startedNanos) / 1_000_000)
                    .log("service drained");
        } catch (RuntimeException e) {
            // The others still have to drain.
            log.atError().setCause(e).addKeyValue("service", service.name()).log("service failed to drain");
        }
    }
}
