package io.sluice.kit.settings;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.List;
import org.junit.jupiter.api.Test;

class SettingsReferenceTest {
    private final SettingsReference reference = new SettingsReference(List.of(
            Setting.integer("mqtt.port")
                    .between(0, 65535)
                    .defaultsTo(1883)
                    .meaning("MQTT listener")
                    .build(),
            Setting.oneOf("log.format", "text", "json")
                    .defaultsTo("text")
                    .meaning("text | JSON")
                    .build()));

    @Test
    void theTextHasALineASettingInTheOrderOfTheirNames() {
        assertEquals("""
                name        type     default  unit  bounds             meaning
                log.format  choice   text           one of text, json  text | JSON
                mqtt.port   integer  1883           from 0 to 65535    MQTT listener
                """, reference.toText());
    }

    @Test
    void theMarkdownIsATableThatSurvivesBars() {
        assertEquals("""
                | name | type | default | unit | bounds | meaning |
                |---|---|---|---|---|---|
                | `log.format` | choice | text |  | one of text, json | text \\| JSON |
                | `mqtt.port` | integer | 1883 |  | from 0 to 65535 | MQTT listener |
                """, reference.toMarkdown());
    }
}
