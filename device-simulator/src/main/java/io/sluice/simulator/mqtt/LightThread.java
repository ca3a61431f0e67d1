package io.sluice.simulator.mqtt;

import java.lang.invoke.MethodHandle;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.MethodType;
import org.jspecify.annotations.Nullable;

/** A thread for what mostly waits: virtual where the JDK has them (21), a daemon where it does not. */
final class LightThread {
    /** We compile for 17, which does not know the method. */
    private static final @Nullable MethodHandle START_VIRTUAL = find();

    private LightThread() {}

    private static @Nullable MethodHandle find() {
        try {
            return MethodHandles.publicLookup()
                    .findStatic(
                            Thread.class, "startVirtualThread", MethodType.methodType(Thread.class, Runnable.class));
        } catch (NoSuchMethodException | IllegalAccessException e) {
            return null;
        }
    }

    static Thread start(String name, Runnable task) {
        MethodHandle startVirtual = START_VIRTUAL;
        return startVirtual == null ? startDaemon(name, task) : startVirtual(startVirtual, name, task);
    }

    private static Thread startDaemon(String name, Runnable task) {
        Thread thread = new Thread(task, name);
        thread.setDaemon(true);
        thread.start();
        return thread;
    }

    private static Thread startVirtual(MethodHandle start, String name, Runnable task) {
        try {
            Thread thread = (Thread) start.invokeExact(task);
            thread.setName(name);
            return thread;
        } catch (RuntimeException | Error e) {
            throw e;
        } catch (Throwable e) {
            throw new IllegalStateException("a virtual thread must start, did not", e);
        }
    }
}
