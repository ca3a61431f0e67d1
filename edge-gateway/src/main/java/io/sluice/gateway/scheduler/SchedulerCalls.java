package io.sluice.gateway.scheduler;

import com.sun.jna.LastErrorException;
import com.sun.jna.Library;
import com.sun.jna.Memory;
import com.sun.jna.Native;
import com.sun.jna.NativeLong;
import com.sun.jna.Platform;

/**
 * {@code sched_getattr(2)} and {@code sched_setattr(2)} of the calling thread, for which older C libraries have no
 * names.
 */
final class SchedulerCalls {
    /** Where {@code sched_runtime} is in {@code struct sched_attr}, of which the first version is enough. */
    static final int RUNTIME_AT = 24;

    private static final int SIZE = 48;
    private static final NativeLong NONE = new NativeLong(0);
    private static final NativeLong THIS_THREAD = NONE;

    /** The C library. */
    private interface LibC extends Library {
        NativeLong syscall(NativeLong number, Object... arguments) throws LastErrorException;
    }

    private SchedulerCalls() {}

    /**
     * Those that there are.
     *
     * @throws UnsupportedOperationException where this is no Linux whose numbers are known
     * @throws LinkageError where native code cannot be loaded
     */
    static Memory attributes() {
        Memory attributes = new Memory(SIZE);
        attributes.clear();
        libc().syscall(number(315, 275), THIS_THREAD, attributes, new NativeLong(SIZE), NONE);
        return attributes;
    }

    static void setAttributes(Memory attributes) {
        libc().syscall(number(314, 274), THIS_THREAD, attributes, NONE);
    }

    private static NativeLong number(int onX86, int onArm) {
        boolean isArm = Platform.isARM();
        if (!Platform.isLinux() || !Platform.is64Bit() || !(Platform.isIntel() || isArm)) {
            throw new UnsupportedOperationException(
                    "the system must be Linux on x86-64 or ARM64, was " + Platform.RESOURCE_PREFIX);
        }
        return new NativeLong(isArm ? onArm : onX86);
    }

    private static LibC libc() {
        return Holder.LIBC;
    }

    /** Loaded once. */
    private static final class Holder {
        private static final LibC LIBC = Native.load("c", LibC.class);
    }
}
