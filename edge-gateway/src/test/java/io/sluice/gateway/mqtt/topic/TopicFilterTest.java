package io.sluice.gateway.mqtt.topic;

import static org.junit.jupiter.api.Assertions.assertEquals;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class TopicFilterTest {
    @ParameterizedTest(name = "{0} and {1}: {2}")
    @CsvSource({
        "a/b/c, a/b/c, true",
        "a/b/c, a/b, false",
        "a/b, a/b/c, false",
        "a/b, a/bc, false",
        "a/bc, a/b, false",
        "a/+/c, a/b/c, true",
        "a/+, a, false",
        "a/+, a/, true",
        "a/+, a/b/c, false",
        "+, a, true",
        "+/+, /a, true",
        "/+, /a, true",
        "+, /a, false",
        "a/#, a, true",
        "a/#, a/b/c, true",
        "a/#, ab, false",
        "#, a/b, true",
        "+/b/#, a/b/c/d, true",
        "a//c, a//c, true",
        "a//c, a/b/c, false",
    })
    void letsThroughWhatTheProtocolSays(String filter, String topic, boolean matches) {
        assertEquals(matches, new TopicFilter(filter).matches(topic));
    }
}
