package io.sluice.simulator.replay;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The files of one run, as they are to be published.
 *
 * @param entries in the order they go out, at least one
 * @param empty rows that say nothing
 * @param devices that have an entry
 */
public record Recordings(List<Timeline.Entry> entries, long empty, int devices) {
    private static final Logger LOG = LoggerFactory.getLogger(Recordings.class);

    /**
     * Notes beside the recordings are passed over.
     *
     * @throws RecordingException where a file is no recording that is known, or none has a row with a value
     * @throws IOException which names the file
     */
    public static Recordings read(List<Path> files, Recording.Dialect dialect) throws IOException {
        List<Recording> recordings = recordings(files, dialect);
        List<Timeline.Entry> entries = Timeline.of(recordings);
        long empty = recordings.stream().mapToLong(each -> each.rows().size()).sum() - entries.size();
        if (entries.isEmpty()) {
            throw new RecordingException(
                    "replay must be given a row with a value, was given " + empty + " rows without");
        }
        int devices =
                (int) entries.stream().map(Timeline.Entry::device).distinct().count();
        return new Recordings(entries, empty, devices);
    }

    /** Whether the rows name the epochs: all of them do, or none. */
    public boolean hasEpochs() {
        return entries.get(0).row().epoch() != null;
    }

    private static List<Recording> recordings(List<Path> files, Recording.Dialect dialect) throws IOException {
        List<Recording> recordings = new ArrayList<>();
        for (Path file : files) {
            if (Recording.isNote(file)) {
                LOG.atInfo().addKeyValue("file", file).log("Passing over a note beside the recordings");
            } else {
                recordings.add(Recording.read(file, dialect));
            }
        }
        if (recordings.isEmpty()) {
            throw new RecordingException("replay must be given a recording, was given only notes");
        }
        return recordings;
    }
}
