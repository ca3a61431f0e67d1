package io.sluice.gateway.mqtt.connect;

import io.sluice.gateway.access.Speaker;
import java.util.function.Predicate;

/** Told to every connection when what proved some clients does not hold any more. */
public record Revocation(Predicate<Speaker> revoked) {}
