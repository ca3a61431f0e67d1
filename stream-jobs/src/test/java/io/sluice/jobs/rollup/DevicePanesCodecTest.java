package io.sluice.jobs.rollup;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import org.junit.jupiter.api.Test;

class DevicePanesCodecTest {
    private static final long T0 = 1_732_410_000_000L;

    private final Blocks pump = Blocks.ofPump();

    @Test
    void comesBackEqualWithLiveFrozenAndDirtyWindows() throws IOException {
        EngineRun run = new EngineRun(T0);
        run.take(pump.at(T0, T0 + 900, T0 + 1_000)).runTo(T0 + 2_200).take(pump.at(T0 + 901, T0 + 2_100));
        byte[] bytes = run.snapshot();
        run.restore(bytes);
        assertArrayEquals(bytes, run.snapshot());
        assertArrayEquals(bytes, bytes(run.state().copy()));
    }

    @Test
    void whatARebuildFoundOnlyAPartOfComesBack() throws IOException {
        EngineRun run = new EngineRun(T0, 1);
        pump.at(T0);
        run.take(pump.at(T0 + 5));
        run.restore(run.snapshot());
        assertEquals(T0 + 5, run.state().partialUntilMillis);
        assertEquals(T0 + 5, run.state().copy().partialUntilMillis);
    }

    @Test
    void aCopyDoesNotGrowWithItsOriginal() throws IOException {
        EngineRun run = new EngineRun(T0).take(pump.at(T0));
        DevicePanes copy = run.state().copy();
        byte[] before = bytes(copy);
        run.take(pump.at(T0 + 1, T0 + 70_000)).runTo(T0 + 80_000);
        assertArrayEquals(before, bytes(copy));
    }

    @Test
    void readsTheStateOfTheBuildBefore() throws IOException {
        EngineRun run = new EngineRun(T0).take(pump.at(T0));
        byte[] now = run.snapshot();
        int names =
                1 + 2 + Blocks.PUMP.site().length() + 2 + Blocks.PUMP.device().length();
        byte[] before = new byte[now.length - Long.BYTES];
        System.arraycopy(now, 0, before, 0, names + Long.BYTES);
        System.arraycopy(now, names + 2 * Long.BYTES, before, names + Long.BYTES, before.length - names - Long.BYTES);
        before[0] = 1;
        run.restore(before);
        assertArrayEquals(now, run.snapshot());
    }

    @Test
    void refusesTheStateOfALaterBuild() {
        byte[] later = {3, 0, 0};
        Exception thrown = assertThrows(
                IOException.class, () -> DevicePanesCodec.read(new DataInputStream(new ByteArrayInputStream(later))));
        assertEquals("version of a device's state must be 1 to 2, was 3", thrown.getMessage());
    }

    @Test
    void holdsNoMoreRowsOfEpochsThanItsBound() {
        EngineRun run = new EngineRun(T0);
        for (int i = 0; i < DevicePanes.MAX_EPOCHS + 10; i++) {
            run.take(new Blocks(Blocks.PUMP, "e" + i).at(T0 + i)).runTo(run.now + 2_000);
        }
        assertEquals(DevicePanes.MAX_EPOCHS, run.state().epochs.size());
    }

    private static byte[] bytes(DevicePanes state) throws IOException {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        DevicePanesCodec.write(state, new DataOutputStream(bytes));
        return bytes.toByteArray();
    }
}
