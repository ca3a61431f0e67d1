package io.sluice.ingest.row;

import io.sluice.model.identity.DeviceId;

/** The kinds of rows. A key is the kind's letter and then names of the id alphabet, parted by what no name holds. */
public enum RowKind {
    /** A spool whose counters were seen on this partition. */
    SPOOL('s'),
    /** What was seen of one device and epoch. */
    EPOCH('e'),
    /** Content hashes of 64 consecutive seqs of one device and epoch. */
    HASHES('h'),
    /** Content hashes of a device's last messages and publishes without an identity of their own. */
    RECENT('r'),
    /** How many epochs a device has begun of late. */
    BUDGET('b'),
    /** A device's last values and liveness. */
    TWIN('t');

    private final char letter;

    RowKind(char letter) {
        this.letter = letter;
    }

    /**
     * The kind of a key.
     *
     * @throws IllegalArgumentException where no kind has such keys
     */
    public static RowKind of(String key) {
        for (RowKind kind : values()) {
            if (key.charAt(0) == kind.letter) {
                return kind;
            }
        }
        throw new IllegalArgumentException("row's key must begin with a kind's letter, was " + key);
    }

    /** The lowest key of the kind. */
    public String firstKey() {
        return String.valueOf(letter);
    }

    /** Above every key of the kind: all names are ASCII. */
    public String lastKey() {
        return letter + "\u007f";
    }

    public String key(String name) {
        return letter + name;
    }

    public String key(DeviceId device) {
        return letter + device.site() + '/' + device.device();
    }

    public String key(DeviceId device, String epoch) {
        return key(device) + '|' + epoch;
    }

    public static String hashesKey(String epochKey, long chunk) {
        return HASHES.letter + epochKey.substring(1) + '|' + chunk;
    }

    /** The key without its letter. */
    public static String nameIn(String key) {
        return key.substring(1);
    }
}
