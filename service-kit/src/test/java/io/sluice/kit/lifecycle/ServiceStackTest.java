package io.sluice.kit.lifecycle;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.io.IOException;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CyclicBarrier;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

class ServiceStackTest {
    private final List<String> events = new CopyOnWriteArrayList<>();

    @Test
    void servicesStartInOrderAndDrainInReverse() throws Exception {
        ServiceStack stack = new ServiceStack().add(recording("a")).add(recording("b"));

        stack.start();
        stack.close();

        assertEquals(List.of("+a", "+b", "-b", "-a"), events);
    }

    @Test
    void aNamedDrainOrderComesFirstAndTheRestFollowsInReverse() throws Exception {
        Service broker = recording("broker");
        Service topics = recording("topics");
        Service ingest = recording("ingest");
        Service gateway = recording("gateway");
        ServiceStack stack = new ServiceStack()
                .add(broker)
                .add(topics)
                .add(ingest)
                .add(gateway)
                .drainInOrder(gateway, ingest);

        stack.start();
        stack.close();

        assertEquals(List.of("-gateway", "-ingest", "-topics", "-broker"), events.subList(4, 8));
    }

    @Test
    void aFailedStartClosesWhatWasTouchedAndThrows() {
        IOException failure = new IOException("no port");
        ServiceStack stack = new ServiceStack()
                .add(recording("a"))
                .add(failing("b", failure))
                .add(recording("c"));

        assertSame(failure, assertThrows(IOException.class, stack::start));
        stack.close();

        assertEquals(List.of("+a", "-b", "-a"), events);
    }

    @Test
    void oneServiceThatFailsToDrainDoesNotKeepTheOthersFromIt() throws Exception {
        Service broken = new Recording("b", events) {
            @Override
            public void close() {
                throw new IllegalStateException("planted");
            }
        };
        ServiceStack stack = new ServiceStack().add(recording("a")).add(broken);

        stack.start();
        stack.close();

        assertEquals(List.of("+a", "+b", "-a"), events);
    }

    @Test
    void theServicesOfAStageStartSideBySide() throws Exception {
        CyclicBarrier bothStarting = new CyclicBarrier(2);
        ServiceStack stack = new ServiceStack().addStage(meeting("a", bothStarting), meeting("b", bothStarting));

        stack.start();
        stack.close();

        assertEquals(List.of("-b", "-a"), events.subList(2, 4));
    }

    @Test
    void aStartThatIsGivenUpBeginsNoFurtherStageAndLeavesTheOthersToBeClosed() throws Exception {
        ServiceStack stack =
                new ServiceStack().add(recording("a")).add(recording("b")).add(recording("c"));

        assertFalse(stack.start(() -> events.contains("+b")));
        stack.close();

        assertEquals(List.of("+a", "+b", "-b", "-a"), events);
    }

    @Test
    void aStartThatIsGivenUpDuringItsLastStageIsNoStart() throws Exception {
        ServiceStack stack = new ServiceStack().add(recording("a"));

        assertFalse(stack.start(() -> events.contains("+a")));
    }

    @Test
    void closingTwiceDrainsOnce() throws Exception {
        ServiceStack stack = new ServiceStack().add(recording("a"));

        stack.start();
        stack.close();
        stack.close();

        assertEquals(List.of("+a", "-a"), events);
    }

    private Service recording(String name) {
        return new Recording(name, events);
    }

    private Service failing(String name, Exception failure) {
        return new Recording(name, events) {
            @Override
            public void start() throws Exception {
                throw failure;
            }
        };
    }

    private Service meeting(String name, CyclicBarrier barrier) {
        return new Recording(name, events) {
            @Override
            public void start() throws Exception {
                barrier.await(60, TimeUnit.SECONDS);
                super.start();
            }
        };
    }

    private static class Recording implements Service {
        private final String name;
        private final List<String> events;

        Recording(String name, List<String> events) {
            this.name = name;
            this.events = events;
        }

        @Override
        public String name() {
            return name;
        }

        @Override
        public void start() throws Exception {
            events.add("+" + name);
        }

        @Override
        public void close() {
            events.add("-" + name);
        }
    }
}
