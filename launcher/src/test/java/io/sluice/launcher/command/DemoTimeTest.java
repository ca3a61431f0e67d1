package io.sluice.launcher.command;

import static org.junit.jupiter.api.Assertions.assertTrue;

import io.sluice.kit.health.HealthRegistry;
import io.sluice.launcher.exit.StopSignal;
import io.sluice.launcher.exit.Watch;
import io.sluice.launcher.figures.PublicFigures;
import io.sluice.launcher.figures.StatusLine;
import java.util.Optional;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import picocli.CommandLine;

final class DemoTimeTest {
    /** Nobody answers there, so a line is missing and the time goes on. */
    private static final PublicFigures NOBODY = new PublicFigures("http://127.0.0.1:1", Optional.empty());

    @Timeout(30)
    @ParameterizedTest(name = "--for {0}")
    @CsvSource({"300ms, 300", "1200ms, 1200", "1s, 1000"})
    void it_does_not_end_before_the_time_that_was_asked_for(String time, long millis) throws Exception {
        DemoCommand demo = new DemoCommand();
        new CommandLine(demo).parseArgs("--for", time);
        StopSignal stop = StopSignal.install();
        long startNanos = System.nanoTime();

        demo.report(new StatusLine(NOBODY), new Watch(stop, new HealthRegistry()), stop);

        long tookMillis = (System.nanoTime() - startNanos) / 1_000_000;
        assertTrue(tookMillis >= millis, "took " + tookMillis + " ms");
    }
}
