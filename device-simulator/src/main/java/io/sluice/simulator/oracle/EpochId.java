package io.sluice.simulator.oracle;

import io.sluice.model.identity.DeviceId;

/** Under which a device speaks between two boots, or has a will that it left spoken. */
public record EpochId(DeviceId device, String epoch) {}
