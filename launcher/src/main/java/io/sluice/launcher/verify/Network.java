package io.sluice.launcher.verify;

import io.sluice.simulator.fault.FaultProxy;
import io.sluice.simulator.fault.Lane;
import io.sluice.simulator.mqtt.BrokerAddress;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;
import java.util.stream.IntStream;
import java.util.stream.Stream;

/**
 * What lies between devices and gateway: several ways through proxies, so that a fault can hit some of the devices. A
 * proxy takes four threads a connection, so that it is there only where a plan has something for it to do.
 */
final class Network implements AutoCloseable {
    /** Divisible by 2, 3 and 4: with as many ways every third device is on every third way. */
    private static final int WAYS = 24;

    private final BrokerAddress gateway;
    private final List<FaultProxy> ways = new ArrayList<>();

    private Network(BrokerAddress gateway) {
        this.gateway = gateway;
    }

    /** Proxies where a fault is on the way, nothing otherwise. */
    static Network before(BrokerAddress gateway, List<Fault> plan) throws IOException {
        Network network = new Network(gateway);
        if (plan.stream().anyMatch(fault -> fault.kind().isOnTheWay())) {
            for (int i = 0; i < WAYS; i++) {
                network.ways.add(FaultProxy.to(new InetSocketAddress(gateway.host(), gateway.port())));
            }
        }
        return network;
    }

    /** Where devices connect to, in turn. */
    List<BrokerAddress> addresses() {
        return ways.isEmpty()
                ? List.of(gateway)
                : ways.stream()
                        .map(way -> new BrokerAddress(way.host(), way.port()))
                        .toList();
    }

    void inflict(Fault fault) {
        set(fault, fault.delay(), 3, true);
        switch (fault.kind()) {
            case HALF_CLOSE -> every(fault).forEach(way -> way.upstream().halfClose());
            case HALF_OPEN -> every(fault).forEach(FaultProxy::forsake);
            default -> {
                // It lasts, or it is not on the way.
            }
        }
    }

    /** Ends what lasts. Of two that overlap and do the same to the same way, the first to end ends both. */
    void heal(Fault fault) {
        set(fault, Duration.ZERO, Integer.MAX_VALUE, false);
    }

    private void set(Fault fault, Duration latency, int sliceBytes, boolean held) {
        switch (fault.kind()) {
            case LATENCY -> lanes(fault, lane -> lane.latency(latency));
            case SLICE -> lanes(fault, lane -> lane.slices(sliceBytes));
            case BLACKHOLE -> lanes(fault, lane -> lane.hold(held));
            case BLACKHOLE_UP -> every(fault).forEach(way -> way.upstream().hold(held));
            case BLACKHOLE_DOWN -> every(fault).forEach(way -> way.downstream().hold(held));
            default -> {
                // It is over at once.
            }
        }
    }

    private void lanes(Fault fault, Consumer<Lane> change) {
        every(fault).flatMap(way -> Stream.of(way.upstream(), way.downstream())).forEach(change);
    }

    private Stream<FaultProxy> every(Fault fault) {
        return IntStream.range(0, ways.size())
                .filter(i -> i % fault.every() == 0)
                .mapToObj(ways::get);
    }

    @Override
    public void close() throws IOException {
        for (FaultProxy way : ways) {
            way.close();
        }
    }
}
