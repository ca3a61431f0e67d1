package io.sluice.model.batch;

import io.sluice.model.message.DeviceMessage;

/** @param counter the message's dense counter in its (spool, partition), from 0 */
public record CountedMessage(long counter, DeviceMessage message) {}
