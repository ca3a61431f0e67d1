package io.sluice.model.identity;

import java.util.Optional;

/**
 * A device, always together with its site: {@code site/device}.
 *
 * @param site 1 to 64 characters of {@code A-Z a-z 0-9 _ . : -}
 * @param device of the same alphabet and length
 */
public record DeviceId(String site, String device) implements Comparable<DeviceId> {
    public DeviceId {
        IdAlphabet.check("site", site, IdAlphabet.MAX_ID_LENGTH);
        IdAlphabet.check("device", device, IdAlphabet.MAX_ID_LENGTH);
    }

    public static DeviceId of(String site, String device) {
        return new DeviceId(site, device);
    }

    /** Empty where either part breaks the alphabet or the length: hostile text is data, not an exception. */
    public static Optional<DeviceId> tryOf(String site, String device) {
        return IdAlphabet.isId(site) && IdAlphabet.isId(device)
                ? Optional.of(new DeviceId(site, device))
                : Optional.empty();
    }

    /** @throws IllegalArgumentException unless the text is {@code site/device} */
    public static DeviceId parse(String text) {
        int slash = text.indexOf('/');
        if (slash < 0) {
            throw new IllegalArgumentException("device must be site/device, was " + text);
        }
        return new DeviceId(text.substring(0, slash), text.substring(slash + 1));
    }

    @Override
    public int compareTo(DeviceId other) {
        int bySite = site.compareTo(other.site);
        return bySite != 0 ? bySite : device.compareTo(other.device);
    }

    @Override
    public String toString() {
        return site + "/" + device;
    }
}
