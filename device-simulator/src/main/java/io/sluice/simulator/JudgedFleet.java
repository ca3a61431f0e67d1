package io.sluice.simulator;

import io.sluice.simulator.fleet.JudgedDevice;
import io.sluice.simulator.fleet.Mortals;
import io.sluice.simulator.fleet.Mortals.Fate;
import io.sluice.simulator.fleet.Mutation;
import io.sluice.simulator.fleet.Scenario;
import io.sluice.simulator.fleet.SimulatedDevice;
import io.sluice.simulator.mqtt.BrokerAddress;
import io.sluice.simulator.mqtt.DeviceLink;
import io.sluice.simulator.mqtt.Ending;
import io.sluice.simulator.mqtt.LinkLoops;
import io.sluice.simulator.oracle.FleetHistory;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.SplittableRandom;
import java.util.TreeMap;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Future;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.function.IntPredicate;
import java.util.stream.Stream;

/** A fleet whose devices write down what they say and what they are answered. One caller's, but for the history. */
public final class JudgedFleet implements AutoCloseable {
    private static final Duration INTRUSION = Duration.ofMillis(300);

    private final FleetHistory history;
    private final LinkLoops loops = new LinkLoops("judged-fleet", 1);
    /** The links' only thread: so ticks and answers of a device never meet. */
    private final ScheduledExecutorService loop = loops.executor();

    private final OpenAnswers answers = new OpenAnswers(this::living, loop);
    private final List<JudgedMember> members;
    private final List<Future<?>> deaths = new ArrayList<>();
    private final SplittableRandom random;
    private final long seed;
    private final Clock clock;
    private Map<Integer, Fate> mortals = Map.of();

    /** @param options whose reference devices are not used */
    public JudgedFleet(FleetOptions options, Clock clock) {
        this(options, List.of(options.broker()), new FleetHistory(), clock);
    }

    /** @param ways to the broker, which the devices take in turn */
    public JudgedFleet(FleetOptions options, List<BrokerAddress> ways, FleetHistory history, Clock clock) {
        this.history = history;
        this.clock = clock;
        String epochPrefix = "v" + Long.toString(clock.millis(), Character.MAX_RADIX) + "-";
        this.seed = options.seed();
        this.random = new SplittableRandom(options.seed());
        this.members = JudgedMember.all(options, ways, history, epochPrefix, loops, random);
    }

    public FleetHistory history() {
        return history;
    }

    /**
     * Some of those that leave wills break off for good in the second half of that time ({@link Mortals}). Before the
     * start.
     */
    public void letSomeDie(Duration time, Set<Ending> ways) {
        mortals = Mortals.of(members.size(), this::hasWill, seed, time, ways);
    }

    /** By device, as site/device. */
    public Map<String, Fate> mortals() {
        Map<String, Fate> named = new TreeMap<>();
        mortals.forEach((device, fate) -> named.put(device(device).id().toString(), fate));
        return named;
    }

    /**
     * Plants the fault in one device. Before the start, and once it is known who dies.
     *
     * @throws IllegalArgumentException where none has what it takes
     */
    public void mutate(Mutation mutation) {
        device(mutation.device(members.size(), this::hasWill, mortals.keySet())).mutate(mutation);
    }

    private boolean hasWill(int device) {
        return device(device).hasWill();
    }

    private JudgedDevice device(int number) {
        return members.get(number).device();
    }

    private Stream<JudgedDevice> devices() {
        return members.stream().map(JudgedMember::device);
    }

    /** Whether a fault was asked for that has not been planted so far. */
    public boolean isMutationDue() {
        return devices().anyMatch(JudgedDevice::isMutationDue);
    }

    /**
     * The same question as {@link #mutate} asks, before there is a fleet.
     *
     * @param ways to die
     * @throws IllegalArgumentException where no device has what it takes
     */
    public static void checkMutation(FleetOptions options, Duration time, Set<Ending> ways, Mutation mutation) {
        List<SimulatedDevice> devices = Scenario.named(options.scenario()).devices(options.devices(), options.seed());
        IntPredicate hasWill = i -> devices.get(i).type().will();
        mutation.device(
                devices.size(),
                hasWill,
                Mortals.of(devices.size(), hasWill, options.seed(), time, ways).keySet());
    }

    public void start() {
        long beginNanos = System.nanoTime();
        long beginMillis = clock.millis();
        members.forEach(member -> member.ticker().begin(beginNanos, beginMillis));
        members.forEach(member -> member.ticker().start());
        mortals.forEach((device, fate) -> deaths.add(loop.schedule(
                () -> members.get(device).die(fate.how(), loop), fate.when().toMillis(), TimeUnit.MILLISECONDS)));
    }

    /** Breaks every so manieth connection of those that live, without a word to the broker. */
    public void resetConnections(int every) {
        for (int i = 0; i < members.size(); i += every) {
            if (!device(i).isDead()) {
                device(i).link().reset();
            }
        }
    }

    /**
     * A second connection comes under the client id of every so manieth device, and stays for a moment. Never under
     * that of one that is to die: a gateway that was killed would take it for the device that is back.
     */
    public void takeOver(int every) {
        for (int i = 0; i < members.size(); i += every) {
            if (!mortals.containsKey(i)) {
                DeviceLink intruder = loops.link(members.get(i).link(), random.split(), (message, answer) -> {});
                intruder.start();
                loop.schedule(intruder::close, INTRUSION.toMillis(), TimeUnit.MILLISECONDS);
            }
        }
    }

    /** How often a device was told that another connection has come under its client id. */
    public long takenOver() {
        return devices().mapToLong(device -> device.link().takenOver()).sum();
    }

    /** Messages without a final answer, of those that live. */
    public long outstanding() {
        return answers.count();
    }

    private Stream<JudgedDevice> living() {
        return devices().filter(device -> !device.isDead());
    }

    /**
     * Nobody dies any more. Ends the talking with a last word of every device that lives, goodbye and return of those
     * that leave wills, and waits for the answers that are due.
     *
     * @throws java.util.concurrent.CompletionException where the simulation of a device has failed
     */
    public void stop(Duration patience) throws InterruptedException {
        deaths.forEach(death -> death.cancel(false));
        onAll(members.stream().map(member -> member.ticker().stop()));
        long deadline = System.nanoTime() + patience.toNanos();
        answers.await(deadline);
        onAll(living().map(device -> CompletableFuture.runAsync(device::leaveAndReturn, loop)));
        answers.await(deadline);
    }

    private static void onAll(Stream<CompletableFuture<Void>> tasks) {
        CompletableFuture.allOf(tasks.toArray(CompletableFuture[]::new)).join();
    }

    /** Living devices that still wait for an answer, as site/device. */
    public List<String> stuck() {
        return answers.devices();
    }

    @Override
    public void close() {
        devices().forEach(device -> device.link().close());
        loops.close();
    }
}
