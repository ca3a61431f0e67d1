package io.sluice.simulator.scenario;

import io.sluice.simulator.payload.Compression;
import io.sluice.simulator.payload.PayloadFormat;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/**
 * A kind of device.
 *
 * @param prefix the first part of the instances' ids
 * @param everyMillis from one message to the next
 * @param jitter the share of that by which each message may come later
 * @param batch messages in one publish
 * @param buffer publishes that the device keeps while nobody answers
 * @param whenFull what it does then
 * @param sessionSeconds how long the broker is to keep its session; 0 where every connection begins anew
 * @param away when it has no connection, and measures on
 * @param silent when it measures nothing
 * @param reboots when it starts anew
 * @param birth whether it says so when it has started, and when it is back
 * @param will whether the broker is to say so when it is gone
 * @param devicesPerNode how many share one Sparkplug node
 */
public record TypeSpec(
        String prefix,
        PayloadFormat format,
        Compression compression,
        int qos,
        long everyMillis,
        double jitter,
        int batch,
        int buffer,
        WhenFull whenFull,
        int sessionSeconds,
        Skew clock,
        Spells away,
        Spells silent,
        Spells reboots,
        boolean birth,
        boolean will,
        int devicesPerNode,
        Hostility hostility,
        Sensors sensors) {

    /**
     * Of an instance. A Sparkplug node has a number, and a name of its own what is behind it.
     *
     * @param behind its number among those behind its node
     */
    public String id(int number, int behind) {
        int colon = format == PayloadFormat.SPARKPLUG ? prefix.indexOf(':') : -1;
        String numbered = colon < 0 ? prefix : prefix.substring(0, colon);
        String id = numbered(numbered, number) + prefix.substring(numbered.length());
        return devicesPerNode == 1 ? id : numbered(id, behind);
    }

    private static String numbered(String name, int number) {
        return String.format(Locale.ROOT, "%s-%03d", name, number);
    }

    /** What a device does that has no room left. */
    public enum WhenFull {
        /** It stops measuring, so that nothing it numbered is lost. */
        HOLD,
        /** It measures on, and what it measures is lost. */
        DROP
    }

    /** How far the clocks of a type's devices are off at most, either way. */
    public record Skew(long millis, double ppm) {
        public static final Skew NONE = new Skew(0, 0);
    }

    /** How often a device sends what it should not. */
    public record Hostility(double share, List<HostileKind> kinds) {
        public static final Hostility NONE = new Hostility(0, List.of());

        public Hostility {
            kinds = List.copyOf(kinds);
        }
    }

    /** What is measured. */
    public static final class Sensors {
        private final Map<String, SignalSpec> signals;
        private final List<MetricSpec> metrics;

        Sensors(Map<String, SignalSpec> signals, List<MetricSpec> metrics) {
            this.signals = Map.copyOf(signals);
            this.metrics = List.copyOf(metrics);
        }

        /** A device's own: everything about them follows from its seed. */
        public List<Metric> of(long seed) {
            SignalSpec.Device device = new SignalSpec.Device(seed, signals);
            return metrics.stream().map(metric -> metric.on(device)).toList();
        }
    }

    /** A metric before it is a device's; exactly one of decimals, flag and words counts. */
    record MetricSpec(String name, int decimals, boolean flag, List<String> words) {
        Metric on(SignalSpec.Device device) {
            if (flag) {
                return new Metric.Flag(name, device.named(name));
            }
            return words.isEmpty()
                    ? new Metric.Number(name, device.named(name), decimals)
                    : new Metric.Mode(name, device.named(name), words);
        }
    }
}
