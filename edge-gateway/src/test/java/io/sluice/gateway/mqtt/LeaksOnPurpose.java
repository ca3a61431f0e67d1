package io.sluice.gateway.mqtt;

import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;

/** On a test class that makes foreign code leak: what {@link LeaksFailTests} finds after it counts for nothing. */
@Retention(RetentionPolicy.RUNTIME)
@Target(ElementType.TYPE)
@interface LeaksOnPurpose {
    /** Why it cannot be helped. */
    String value();
}
