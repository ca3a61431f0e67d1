package io.sluice.simulator.cost;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.Optional;
import org.junit.jupiter.api.Test;

class OpenFilesTest {
    @Test
    void too_low_a_limit_is_named_with_the_need_and_the_way_out() {
        String said = OpenFiles.objection(50_000, 20_000).orElseThrow();

        assertTrue(said.startsWith("open files must be at least 50200 for 50000 devices"), said);
        assertTrue(said.contains("may have 20000"), said);
        assertTrue(said.contains("ulimit -n 50200"), said);
        assertTrue(said.endsWith("ask for at most 19800 devices"), said);
    }

    @Test
    void what_just_fits_is_not_objected_to() {
        assertEquals(Optional.empty(), OpenFiles.objection(19_800, 20_000));
    }

    @Test
    void no_limit_is_no_objection() {
        assertEquals(Optional.empty(), OpenFiles.objection(50_000, -1));
    }

    @Test
    void a_pipeline_in_the_same_process_needs_its_own() {
        assertEquals(Optional.empty(), OpenFiles.objectionToAll(100, 1_000));
        assertEquals(
                Optional.of("open files must be at least 1600 for 400 devices, two each and 800 of the pipeline; this"
                        + " process may have 1000. Raise it before the start (ulimit -n 1600), or ask for at most 100"
                        + " devices"),
                OpenFiles.objectionToAll(400, 1_000));
    }
}
