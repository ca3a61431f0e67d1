package io.sluice.simulator.payload;

/**
 * What a device read off one of its sensors.
 *
 * @param value a Double, a Boolean or a String
 */
public record Reading(String metric, Object value) {
    public Reading {
        if (!(value instanceof Double || value instanceof Boolean || value instanceof String)) {
            throw new IllegalArgumentException("value must be a Double, Boolean or String, was a " + value.getClass());
        }
    }
}
