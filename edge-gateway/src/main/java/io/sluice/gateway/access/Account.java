package io.sluice.gateway.access;

import io.sluice.model.identity.DeviceId;

/**
 * On whose account it goes what a client leaves at the gateway: the device's, if its speaker is for one only, or the
 * speaker's.
 */
public record Account(String name, boolean isOneDevice) {

    public static Account of(Speaker speaker) {
        return speaker.onlyDevice().map(Account::of).orElseGet(() -> new Account(speaker.scope(), false));
    }

    public static Account of(DeviceId device) {
        return new Account(device.toString(), true);
    }
}
