package io.sluice.bench;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.PrintWriter;
import java.io.StringWriter;
import org.junit.jupiter.api.Test;
import picocli.CommandLine;

class BenchTest {
    private final StringWriter out = new StringWriter();
    private final StringWriter err = new StringWriter();

    private int run(String... arguments) {
        CommandLine command = Bench.commandLine();
        command.setOut(new PrintWriter(out, true));
        command.setErr(new PrintWriter(err, true));
        return command.execute(arguments);
    }

    @Test
    void an_unknown_name_is_a_usage_fault_that_names_the_known_ones() {
        assertEquals(2, run("gatway"));
        assertEquals(
                "sluice: NAME must be one of gateway-acks, gateway-acks-tls, gateway-latency, gateway-idle,"
                        + " gateway-burst, gateway-storm, gateway-reconnect, fleet, batch or begin some of them, was gatway",
                err.toString().stripTrailing());
    }

    @Test
    void help_lists_the_names() {
        assertEquals(0, run("--help"));
        assertTrue(out.toString().contains("gateway-latency"), out.toString());
    }
}
