package io.sluice.simulator.oracle;

import io.sluice.model.identity.DeviceId;

/** Where a history is written down as it comes about. */
public interface HistoryJournal extends AutoCloseable {
    /** Of a history that nobody reads elsewhere. */
    HistoryJournal NONE = new HistoryJournal() {
        @Override
        public void said(DeviceId device, String epoch, long seq, long tsMillis) {}

        @Override
        public void became(DeviceId device, String epoch, long seq, String what) {}

        @Override
        public void check() {}

        @Override
        public void close() {}
    };

    /** Before it is: it is durable when this returns. */
    void said(DeviceId device, String epoch, long seq, long tsMillis);

    /** Durable with what is said next. Lost before, it is unknown, which is what the device would have to say, too. */
    void became(DeviceId device, String epoch, long seq, String what);

    /** @throws HistoryException where something could not be written so far */
    void check();

    /** @throws HistoryException where something could not be written */
    @Override
    void close();
}
