package io.sluice.jobs.flink;

import java.io.DataInputStream;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.apache.flink.runtime.checkpoint.Checkpoints;
import org.apache.flink.runtime.checkpoint.OperatorState;
import org.apache.flink.runtime.checkpoint.OperatorSubtaskState;
import org.apache.flink.runtime.checkpoint.metadata.CheckpointMetadata;
import org.apache.flink.runtime.state.KeyGroupsStateHandle;
import org.apache.flink.runtime.state.KeyedStateHandle;
import org.apache.flink.runtime.state.OperatorStateHandle;
import org.apache.flink.runtime.state.StreamStateHandle;
import org.apache.flink.runtime.state.filesystem.FileStateHandle;

/** Tells before a job is started whether a checkpoint is whole, so that an older one can be taken instead. */
final class SnapshotFiles {
    private SnapshotFiles() {}

    /** @throws IOException naming what is missing or cut short */
    static void check(Path snapshot) throws IOException {
        for (OperatorState operator : metadata(snapshot).getOperatorStates()) {
            for (OperatorSubtaskState subtask : operator.getStates()) {
                for (StreamStateHandle handle : handles(subtask)) {
                    checkFile(handle);
                }
            }
        }
    }

    private static CheckpointMetadata metadata(Path snapshot) throws IOException {
        Path file = snapshot.resolve("_metadata");
        try (DataInputStream in = new DataInputStream(Files.newInputStream(file))) {
            return Checkpoints.loadCheckpointMetadata(
                    in, SnapshotFiles.class.getClassLoader(), snapshot.toUri().toString());
        } catch (RuntimeException e) {
            throw new IOException("checkpoint's metadata must be readable, was not", e);
        }
    }

    private static List<StreamStateHandle> handles(OperatorSubtaskState subtask) {
        List<StreamStateHandle> handles = new ArrayList<>();
        for (OperatorStateHandle handle : subtask.getManagedOperatorState()) {
            handles.add(handle.getDelegateStateHandle());
        }
        for (KeyedStateHandle handle : subtask.getManagedKeyedState()) {
            if (handle instanceof KeyGroupsStateHandle groups) {
                handles.add(groups.getDelegateStateHandle());
            }
        }
        return handles;
    }

    private static void checkFile(StreamStateHandle handle) throws IOException {
        if (handle instanceof FileStateHandle stored) {
            Path file = Path.of(stored.getFilePath().toUri().getPath());
            long size = Files.exists(file) ? Files.size(file) : -1;
            if (size != stored.getStateSize()) {
                throw new IOException("checkpoint's file must have " + stored.getStateSize() + " bytes, "
                        + (size < 0 ? "is absent" : "has " + size) + ": " + file);
            }
        }
    }
}
