package io.sluice.api.json;

import static org.junit.jupiter.api.Assertions.assertEquals;

import io.sluice.api.JsonTree;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class JsonBytesTest {
    @Test
    void commasStandBetweenValuesAndNowhereElse() {
        JsonBytes json = new JsonBytes().beginObject();
        json.name("a")
                .value(1)
                .name("b")
                .beginArray()
                .value(true)
                .value("x")
                .beginObject()
                .endObject()
                .endArray();
        json.name("c").value(2.5).endObject();
        assertEquals("{\"a\":1,\"b\":[true,\"x\",{}],\"c\":2.5}", json.toString());
    }

    @Test
    void textOfAnyKindComesBackAsItWas() {
        String text = "quote \" back\\slash \n tab\t nul\0 umlaut ü kanji 水 emoji 🚰 lone \ud800 end";
        String expected = text.replace('\ud800', '?');
        assertEquals(expected, JsonTree.parse(new JsonBytes().value(text).toString()));
    }

    @Test
    void everyFiniteNumberComesBackAsItWas() {
        for (double number : List.of(0.0, -1.5, 21.4, 1e15, 1e-300, Double.MAX_VALUE, 0.1 + 0.2, 9007199254740992.0)) {
            assertEquals(number, JsonTree.parse(new JsonBytes().value(number).toString()));
        }
    }

    @Test
    void whatJsonCannotHoldIsNull() {
        assertEquals("null", new JsonBytes().value(Double.NaN).toString());
        assertEquals("null", new JsonBytes().value(Double.NEGATIVE_INFINITY).toString());
    }

    @Test
    void bitsAreSixteenHexadecimalDigits() {
        assertEquals("\"00000000000000ff\"", new JsonBytes().hex(255).toString());
        assertEquals("\"ffffffffffffffff\"", new JsonBytes().hex(-1).toString());
    }

    @Test
    void drainingInTheMiddleChangesNothing() throws IOException {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        JsonBytes json = new JsonBytes().beginArray();
        for (int i = 0; i < 3; i++) {
            json.value(i);
            json.drainTo(out);
        }
        json.endArray().drainTo(out);
        assertEquals("[0,1,2]", out.toString(StandardCharsets.UTF_8));
    }

    @Test
    void rawJsonStandsAsItIs() {
        JsonBytes json = new JsonBytes().beginObject().name("a").raw("{\"b\":1}".getBytes(StandardCharsets.UTF_8));
        assertEquals(
                Map.of("a", Map.of("b", 1L), "c", 2L),
                JsonTree.parse(json.name("c").value(2).endObject().toString()));
    }
}
