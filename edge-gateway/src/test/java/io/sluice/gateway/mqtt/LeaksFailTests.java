package io.sluice.gateway.mqtt;

import io.netty.buffer.PooledByteBufAllocator;
import io.netty.util.ResourceLeakDetector;
import io.netty.util.ResourceLeakDetectorFactory;
import java.util.ArrayList;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import org.junit.jupiter.api.extension.AfterAllCallback;
import org.junit.jupiter.api.extension.ExtensionContext;

/**
 * Netty only logs the buffers that nobody released; here they fail the test class after which they were found, which
 * may be one later than the culprit: the trace tells. JUnit finds this extension by itself for all tests of the module.
 */
public final class LeaksFailTests implements AfterAllCallback {
    private static final Queue<String> FOUND = new ConcurrentLinkedQueue<>();
    private static final long LOOK_NANOS = TimeUnit.MILLISECONDS.toNanos(10);

    static {
        ResourceLeakDetectorFactory.setResourceLeakDetectorFactory(new RecordingFactory());
    }

    @Override
    public void afterAll(ExtensionContext context) {
        System.gc();
        for (int i = 0; i < 3; i++) {
            LockSupport.parkNanos(LOOK_NANOS); // the collector's queue is filled by a thread of its own
            PooledByteBufAllocator.DEFAULT.buffer(1).release(); // each allocation looks into that queue
        }
        List<String> leaks = new ArrayList<>();
        for (String leak = FOUND.poll(); leak != null; leak = FOUND.poll()) {
            leaks.add(leak);
        }
        if (!leaks.isEmpty() && !context.getRequiredTestClass().isAnnotationPresent(LeaksOnPurpose.class)) {
            throw new AssertionError("buffers must be released, " + leaks.size() + " were not: " + leaks);
        }
    }

    private static final class RecordingFactory extends ResourceLeakDetectorFactory {
        @Override
        @SuppressWarnings("deprecation") // the method is; there is no other to override
        public <T> ResourceLeakDetector<T> newResourceLeakDetector(
                Class<T> resource, int samplingInterval, long maxActive) {
            return new Recording<>(resource, samplingInterval);
        }
    }

    private static final class Recording<T> extends ResourceLeakDetector<T> {
        Recording(Class<?> resource, int samplingInterval) {
            super(resource, samplingInterval);
        }

        @Override
        protected boolean needReport() {
            return true;
        }

        @Override
        protected void reportTracedLeak(String resourceType, String records) {
            FOUND.add(resourceType + records);
        }

        @Override
        protected void reportUntracedLeak(String resourceType) {
            FOUND.add(resourceType);
        }
    }
}
