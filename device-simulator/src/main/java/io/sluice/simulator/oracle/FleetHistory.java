package io.sluice.simulator.oracle;

import io.sluice.model.identity.DeviceId;
import io.sluice.model.rollup.Tier;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** The truth: all that a fleet said, and what it was answered. Thread-safe. */
public final class FleetHistory {
    private final Map<DeviceId, List<BootHistory>> boots = new LinkedHashMap<>();
    private final Map<DeviceId, List<WillHistory>> wills = new HashMap<>();
    private final List<Death> deaths = new ArrayList<>();
    private final HistoryJournal journal;
    private boolean areRefusalsExcused;

    public FleetHistory() {
        this(HistoryJournal.NONE);
    }

    /** @param journal which is the caller's to close */
    public FleetHistory(HistoryJournal journal) {
        this.journal = journal;
    }

    /** A device starts, under an epoch that it has not had before. */
    public synchronized BootHistory boot(DeviceId device, String epoch) {
        BootHistory boot = new BootHistory(device, epoch, journal);
        boots.computeIfAbsent(device, key -> new ArrayList<>()).add(boot);
        return boot;
    }

    /** A device asks for a connection, and leaves a will with it. */
    public synchronized WillHistory will(DeviceId device, String epoch, long tsMillis) {
        WillHistory will = new WillHistory(device, epoch, tsMillis, journal);
        wills.computeIfAbsent(device, key -> new ArrayList<>()).add(will);
        return will;
    }

    public synchronized boolean isWill(DeviceId device, String epoch) {
        return wills.getOrDefault(device, List.of()).stream()
                .anyMatch(will -> will.epoch().equals(epoch));
    }

    /**
     * The broker may refuse what is right, at a time that nobody knows: no message must be taken, and no will counted.
     * Before any death.
     */
    public synchronized void excuseRefusals() {
        areRefusalsExcused = true;
    }

    /**
     * A device has broken off for good, and hears no answer any more.
     *
     * @param acknowledgedTs the highest that it was acknowledged
     * @param saidTs the highest that it said, acknowledged or not
     * @return whether the broker must notice
     */
    public synchronized boolean died(DeviceId device, long acknowledgedTs, long saidTs) {
        journal.became(device, "", 0, "died");
        List<WillHistory> left = wills.getOrDefault(device, List.of());
        if (left.isEmpty()) {
            deaths.add(new Death(device, "", false, acknowledgedTs));
            return false;
        }
        WillHistory last = left.get(left.size() - 1);
        last.ended(acknowledgedTs);
        if (last.isKept() && !areRefusalsExcused) {
            last.mustBeSaid(saidTs);
        }
        deaths.add(new Death(device, last.epoch(), last.isKept(), acknowledgedTs));
        return last.isKept();
    }

    public synchronized List<Death> deaths() {
        return List.copyOf(deaths);
    }

    public synchronized List<DeviceId> devices() {
        return List.copyOf(boots.keySet());
    }

    /** Of messages, without the wills. */
    public synchronized long count(Outcome outcome) {
        return boots.values().stream()
                .flatMap(Collection::stream)
                .mapToLong(boot -> boot.count(outcome))
                .sum();
    }

    /**
     * For a broker that promises no more than to deliver: what it acknowledged and a subscriber to everything never
     * got.
     *
     * @param delivered once or more often
     */
    public synchronized List<Finding> missingFrom(Set<MessageId> delivered) {
        return boots.values().stream()
                .flatMap(Collection::stream)
                .flatMap(boot -> boot.acknowledged().stream())
                .filter(message -> !delivered.contains(message))
                .map(lost -> new Finding(
                        Finding.Kind.LOST,
                        lost.device(),
                        lost.epoch(),
                        lost.seq(),
                        "subscriber",
                        "acknowledged, never delivered",
                        ""))
                .toList();
    }

    /** That much was said and nothing acknowledged: of such a run nothing is known, and nothing can be missed. */
    public synchronized List<Finding> unacknowledged() {
        boolean isAnythingSaid =
                boots.values().stream().flatMap(Collection::stream).anyMatch(boot -> boot.said() > 0);
        return isAnythingSaid && count(Outcome.ACKED) == 0
                ? List.of(new Finding(
                        Finding.Kind.STUCK, "*", "", 0, "mqtt", "something must be acknowledged, nothing was", ""))
                : List.of();
    }

    /** Messages that nothing is wrong with and that were refused, where that is not excused. */
    public synchronized List<Finding> wronglyRefused() {
        return boots.values().stream()
                .flatMap(Collection::stream)
                .filter(boot -> !areRefusalsExcused)
                .flatMap(boot -> boot.wronglyRefused().stream())
                .map(right -> new Finding(
                        Finding.Kind.WRONGLY_REFUSED,
                        right.device(),
                        right.epoch(),
                        right.seq(),
                        "mqtt",
                        "was refused, though nothing is wrong with it",
                        ""))
                .toList();
    }

    /** What the ledger must account for. */
    synchronized Map<EpochId, Owed> owed() {
        Map<EpochId, Owed> owed = new LinkedHashMap<>();
        for (List<BootHistory> ofDevice : boots.values()) {
            long newest = BootHistory.NOTHING_BEFORE;
            for (BootHistory boot : ofDevice) {
                newest = boot.addTo(owed, newest);
            }
        }
        wills.values().stream()
                .flatMap(Collection::stream)
                .forEach(will -> owed.put(will.id(), Owed.either(will.due())));
        return owed;
    }

    synchronized Optional<BootHistory> find(EpochId epoch) {
        return boots.getOrDefault(epoch.device(), List.of()).stream()
                .filter(boot -> boot.epoch().equals(epoch.epoch()))
                .findFirst();
    }

    synchronized Map<Long, Window> windows(DeviceId device, Tier tier) {
        Map<Long, Window> windows = BootHistory.windows(boots.getOrDefault(device, List.of()), tier);
        wills.getOrDefault(device, List.of()).forEach(will -> will.addTo(windows, tier));
        return windows;
    }
}
