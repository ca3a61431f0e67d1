package io.sluice.e2e;

import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.sluice.e2e.fixture.Api;
import io.sluice.e2e.fixture.Prerequisites;
import io.sluice.e2e.fixture.SluiceProcess;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A real browser opens the dashboard of a running demo and sees points arrive; its pictures stay in target/page. */
class PageIT {
    @TempDir
    Path work;

    @Test
    void the_page_is_live_points_arrive_and_the_demo_balances() throws Exception {
        Prerequisites.require("chromium");
        Prerequisites.require("node");
        Path pictures = Path.of("target", "page").toAbsolutePath();
        Map<String, String> settings = SluiceProcess.pipelineSettings(work.resolve("data"));
        int httpPort = Integer.parseInt(settings.get("http.port"));
        Api api = new Api(httpPort);
        try (SluiceProcess demo = SluiceProcess.start(work, settings, "demo", "--devices", "60", "--no-browser")
                .awaitReady(httpPort)) {
            await().atMost(Duration.ofMinutes(2))
                    .until(() -> api.json("/api/v1/devices").get("devices").size() == 60);
            assertLooked("http://127.0.0.1:" + httpPort + "/", pictures);
            assertEquals(0, demo.terminate());
            List<String> lines = demo.stdoutLines();
            String total = lines.get(lines.size() - 1);
            assertTrue(total.matches("total produced=[1-9]\\d* counted=[1-9]\\d* .*inFlight=0 residue=0"), total);
        }
    }

    private static void assertLooked(String url, Path pictures) throws Exception {
        Path script = Path.of("src", "test", "resources", "page", "look.mjs").toAbsolutePath();
        Path log = Files.createDirectories(pictures).resolve("look.log");
        Process look = new ProcessBuilder("node", script.toString(), url, pictures.toString())
                .directory(Path.of("..", "sse-dashboard-api", "web").toFile())
                .redirectErrorStream(true)
                .redirectOutput(log.toFile())
                .start();
        assertTrue(look.waitFor(10, TimeUnit.MINUTES), "the browser was still looking after ten minutes");
        assertEquals(0, look.exitValue(), () -> read(log));
    }

    private static String read(Path log) {
        try {
            return Files.readString(log);
        } catch (java.io.IOException e) {
            return "no log: " + e;
        }
    }
}
