package io.sluice.simulator.oracle;

import io.sluice.model.identity.DeviceId;

/**
 * A device broke off without a goodbye and never comes back.
 *
 * @param will the epoch of what it left with the connection that it asked for last; empty where it asked for none
 * @param isCertain whether the broker must notice: it had that will for certain
 * @param acknowledgedTs the highest that the device was acknowledged
 */
public record Death(DeviceId device, String will, boolean isCertain, long acknowledgedTs) {}
