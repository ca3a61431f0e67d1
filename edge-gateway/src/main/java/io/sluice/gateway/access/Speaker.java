package io.sluice.gateway.access;

import io.sluice.model.identity.DeviceId;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.Instant;
import java.util.HexFormat;
import java.util.List;
import java.util.Optional;

/**
 * Who a client has proven to be.
 *
 * @param name unique among those of one kind of proof
 * @param devices those it may speak for, at least one
 * @param until when the proof ends; empty where it does not
 */
public record Speaker(Proof proof, String name, List<DevicePattern> devices, Optional<Instant> until) {
    private static final int SCOPE_BYTES = 12;

    /** How it was proven. */
    public enum Proof {
        PASSWORD,
        TOKEN,
        CERTIFICATE
    }

    public Speaker {
        devices = List.copyOf(devices);
        if (devices.isEmpty()) {
            throw new IllegalArgumentException("a speaker must speak for a device, was for none");
        }
    }

    public boolean speaksFor(String site, String device) {
        for (DevicePattern pattern : devices) {
            if (pattern.matches(site, device)) {
                return true;
            }
        }
        return false;
    }

    /** Whether it speaks for every device that these levels of a topic filter stand for. */
    public boolean speaksForAll(String siteLevel, String deviceLevel) {
        return devices.stream().anyMatch(pattern -> pattern.covers(siteLevel, deviceLevel));
    }

    /** The one device it speaks for, if it is one. */
    public Optional<DeviceId> onlyDevice() {
        return devices.size() == 1 && devices.get(0).isOneDevice()
                ? DeviceId.tryOf(devices.get(0).site(), devices.get(0).device())
                : Optional.empty();
    }

    /**
     * The same for the same name and rights. What a client leaves behind at the gateway is kept under this, so that
     * nobody inherits another's session by its client id, nor their own from when they were allowed more.
     */
    public String scope() {
        String text = proof + "\n" + name + "\n" + devices;
        try {
            byte[] digest = MessageDigest.getInstance("SHA-256").digest(text.getBytes(StandardCharsets.UTF_8));
            return HexFormat.of().formatHex(digest, 0, SCOPE_BYTES);
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every JVM must know SHA-256, this one did not", e);
        }
    }
}
