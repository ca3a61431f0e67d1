package io.sluice.model.batch;

import io.sluice.model.identity.DeviceId;

/**
 * A device's client was lost, and had left a will for that. It takes no counter, since it is no message and may come
 * more than once: a later death of the same device replaces it, a later message revokes it.
 *
 * @param beforeCounter the counter of the next message in its (spool, partition): what is below was said before
 * @param atMillis when the gateway noticed
 */
public record DeviceDeath(DeviceId device, long beforeCounter, long atMillis) {}
