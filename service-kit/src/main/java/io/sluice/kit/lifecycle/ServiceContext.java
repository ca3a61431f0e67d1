package io.sluice.kit.lifecycle;

import io.micrometer.core.instrument.MeterRegistry;
import io.sluice.kit.health.HealthRegistry;
import java.time.Clock;

/** What a service is given besides its settings. */
public record ServiceContext(MeterRegistry meters, HealthRegistry health, Clock clock) {}
