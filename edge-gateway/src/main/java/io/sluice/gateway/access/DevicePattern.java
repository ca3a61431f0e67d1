package io.sluice.gateway.access;

import io.sluice.model.identity.IdAlphabet;
import java.util.Optional;

/**
 * One device, or those whose names begin alike: {@code plant-1/pump-7}, {@code plant-1/*}, {@code plant-1/pump-*} or
 * {@code *}{@code /*}. A {@code *} stands only at the end of a part and means any rest.
 */
public record DevicePattern(String site, String device) {
    private static final String ANY = "*";

    public DevicePattern {
        if (!isPart(site) || !isPart(device)) {
            throw new IllegalArgumentException("a device must be site/device, each of [A-Za-z0-9_.:-] with a * only at"
                    + " the end, was " + Printable.text(site + "/" + device));
        }
    }

    /** @throws IllegalArgumentException unless the text is {@code site/device}, with a {@code *} only at ends */
    public static DevicePattern parse(String text) {
        int slash = text.indexOf('/');
        if (slash < 0) {
            throw new IllegalArgumentException("a device must be site/device, was " + Printable.text(text));
        }
        return new DevicePattern(text.substring(0, slash), text.substring(slash + 1));
    }

    /** Empty where the text is none: what strangers show is data, not an exception. */
    static Optional<DevicePattern> tryParse(String text) {
        int slash = text.indexOf('/');
        return slash >= 0 && isPart(text.substring(0, slash)) && isPart(text.substring(slash + 1))
                ? Optional.of(parse(text))
                : Optional.empty();
    }

    private static boolean isPart(String part) {
        String literal = part.endsWith(ANY) ? part.substring(0, part.length() - 1) : part;
        return part.equals(ANY) || IdAlphabet.isId(literal);
    }

    boolean matches(String siteId, String deviceId) {
        return fits(site, siteId) && fits(device, deviceId);
    }

    private static boolean fits(String pattern, String id) {
        return pattern.endsWith(ANY) ? id.startsWith(pattern.substring(0, pattern.length() - 1)) : id.equals(pattern);
    }

    /** Whether every device is one of these that has the given ids, where {@code +} stands for all. */
    boolean covers(String siteLevel, String deviceLevel) {
        return isWhole(site, siteLevel) && isWhole(device, deviceLevel);
    }

    private static boolean isWhole(String pattern, String level) {
        return level.equals("+") ? pattern.equals(ANY) : fits(pattern, level);
    }

    boolean isOneDevice() {
        return !site.endsWith(ANY) && !device.endsWith(ANY);
    }

    @Override
    public String toString() {
        return site + "/" + device;
    }
}
